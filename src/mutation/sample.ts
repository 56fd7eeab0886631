/**
 * Some mutants of many: lines are drawn, each as likely as any other, and one mutant of each line. A line's lot hangs on
 * the seed and on the line itself, so a smaller sample is part of a larger one, and code that moves keeps its lot.
 */
import { hashText } from "../core/mix.ts";
import { keyOf, type Mutant, placeText } from "./mutant.ts";

export function sampled(mutants: readonly Mutant[], size: number, seed: string): readonly Mutant[] {
  const lines = new Map<string, Mutant[]>();
  for (const mutant of mutants) {
    const line = placeText(mutant);
    const others = lines.get(line);
    if (others === undefined) lines.set(line, [mutant]);
    else others.push(mutant);
  }
  const drawn = [...lines.values()].map((all) => {
    const mutant = least(all, seed);
    return { mutant, lot: hashText(`${seed}/line/${keyOf(all[0]!)}`) };
  });
  drawn.sort((a, b) => a.lot - b.lot || (keyOf(a.mutant) < keyOf(b.mutant) ? -1 : 1));
  const kept = drawn.slice(0, size).map(({ mutant }) => mutant);
  return kept.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start));
}

function least(mutants: readonly Mutant[], seed: string): Mutant {
  const lots = mutants.map((mutant) => hashText(`${seed}/mutant/${keyOf(mutant)}`));
  return mutants[lots.indexOf(Math.min(...lots))]!;
}
