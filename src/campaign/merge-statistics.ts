/** Statistics of many runs as one: counts and seconds add up, largest values stay the largest. */
import type { Excused } from "../check/anomaly.ts";
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

/** How often a legal anomaly excused something, and in how many runs. */
export interface ExcusedTotal {
  readonly times: number;
  readonly runs: number;
}

export function addExcused(totals: Map<string, ExcusedTotal>, excused: Excused): void {
  for (const [name, count] of Object.entries(excused)) {
    const { times, runs } = totals.get(name) ?? { times: 0, runs: 0 };
    totals.set(name, { times: times + count, runs: runs + 1 });
  }
}

/** In the order of their names. */
export function mergeExcused(all: readonly Excused[]): Readonly<Record<string, ExcusedTotal>> {
  const totals = new Map<string, ExcusedTotal>();
  for (const excused of all) addExcused(totals, excused);
  return Object.fromEntries([...totals].sort(([a], [b]) => (a < b ? -1 : 1)));
}
