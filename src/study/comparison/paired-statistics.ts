/** Numbers of two configurations side by side, and by how much a run of one differs from the same run of the other. */

import { bootstrap95, meanOf, resamplesOf } from "../../campaign/bootstrap.ts";
import { forEachName, mergeStatistics } from "../../campaign/merge-statistics.ts";
import { newCounts, type StatisticName } from "../../check/statistics.ts";
import type { Pair } from "./compare.ts";

export interface PairedStatistic {
  readonly name: StatisticName;
  /** Over all runs: sums, or the largest. */
  readonly a: number;
  readonly b: number;
  /** Mean over the pairs of the second less the first. */
  readonly difference: number;
  /** 95 % interval of that mean: 2,000 resamples of the pairs, bias-corrected and accelerated. */
  readonly low: number;
  readonly high: number;
}

export function pairedStatistics(pairs: readonly Pair[]): readonly PairedStatistic[] {
  const sums = [0, 1].map((side) => mergeStatistics(pairs.map((pair) => pair[side === 0 ? 0 : 1].statistics)));
  const draws = resamplesOf(pairs.length);
  const rows: PairedStatistic[] = [];
  forEachName(newCounts(), (name) => {
    const differences = Float64Array.from(pairs, ([a, b]) => b.statistics[name] - a.statistics[name]);
    const [low, high] = bootstrap95(differences, draws);
    rows.push({ name, a: sums[0]![name], b: sums[1]![name], difference: meanOf(differences), low, high });
  });
  return rows;
}
