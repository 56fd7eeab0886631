/** Statistics of many runs as one: counts and seconds add up, largest values stay the largest. */
import { keepsLargest } from "../check/statistic-cards.ts";

export type Numbers = Readonly<Record<string, number>>;

export function mergeStatistics(all: readonly Numbers[]): Record<string, number> {
  const merged: Record<string, number> = {};
  for (const one of all) {
    for (const [name, value] of Object.entries(one)) {
      const before = merged[name] ?? 0;
      merged[name] = keepsLargest(name) ? Math.max(before, value) : before + value;
    }
  }
  return merged;
}
