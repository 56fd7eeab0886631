/** Small draws that strategies share. */
import type fc from "fast-check";
import type { Scenario } from "../scenario/scenario.ts";
import type { Feedback } from "./feedback.ts";

export const oneIn = (random: fc.Random, count: number): boolean => random.nextInt(1, count) === 1;

export const pick = <T>(random: fc.Random, values: readonly T[]): T => values[random.nextInt(0, values.length - 1)]!;

const grains = 1_000_000;

/** Null without parents; else one of them, the likelier the heavier. */
export function pickParent(random: fc.Random, { parents }: Feedback): Scenario | null {
  const sum = parents.reduce((total, parent) => total + parent.weight, 0);
  let left = (random.nextInt(0, grains - 1) / grains) * sum;
  for (const { scenario, weight } of parents) {
    left -= weight;
    if (left < 0) return scenario;
  }
  return parents.at(-1)?.scenario ?? null;
}
