/** The facts that weigh most, in their order. */
import type { Fact } from "../fact.ts";

/** Of those that weigh least the first goes first. */
export function heaviest(facts: readonly Fact[], weights: ReadonlyMap<Fact, number>, most: number): readonly Fact[] {
  const kept = [...facts];
  while (kept.length > most) {
    let lightest = 0;
    for (let i = 1; i < kept.length; i++) if (weights.get(kept[i]!)! < weights.get(kept[lightest]!)!) lightest = i;
    kept.splice(lightest, 1);
  }
  return kept;
}

export const stamp = (atMicros: number): string => `${(atMicros / 1_000_000).toFixed(3).padStart(8)}s`;
