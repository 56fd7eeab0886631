/** Statistics of many runs as one: counts and seconds add up, largest values stay the largest. */
import { keepsLargest } from "../check/statistic-cards.ts";
import { newCounts, type Statistics } from "../check/statistics.ts";

export function mergeStatistics(all: readonly Statistics[]): Statistics {
  const merged = newCounts();
  for (const one of all)
    forEachName(merged, (name) => {
      merged[name] = keepsLargest(name) ? Math.max(merged[name], one[name]) : merged[name] + one[name];
    });
  return merged;
}

export function forEachName<T extends object>(values: T, visit: (name: Extract<keyof T, string>) => void): void {
  for (const name in values) visit(name);
}
