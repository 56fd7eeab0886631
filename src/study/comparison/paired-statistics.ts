/** Numbers of two configurations side by side, and by how much a run of one differs from the same run of the other. */

import { forEachName, mergeStatistics } from "../../campaign/merge-statistics.ts";
import { newCounts, type StatisticName } from "../../check/statistics.ts";
import { hashText, mix3, pick } from "../../core/mix.ts";
import type { Pair } from "./compare.ts";

export interface PairedStatistic {
  readonly name: StatisticName;
  /** Over all runs: sums, or the largest. */
  readonly a: number;
  readonly b: number;
  /** Mean over the pairs of the second less the first. */
  readonly difference: number;
  /** 95 % interval of that mean: percentiles of 2,000 resamples of the pairs (Efron's bootstrap). */
  readonly low: number;
  readonly high: number;
}

const resamples = 2000;

export function pairedStatistics(pairs: readonly Pair[]): readonly PairedStatistic[] {
  const sums = [0, 1].map((side) => mergeStatistics(pairs.map((pair) => pair[side === 0 ? 0 : 1].statistics)));
  const draws = drawsOf(pairs.length);
  const rows: PairedStatistic[] = [];
  forEachName(newCounts(), (name) => {
    const differences = Float64Array.from(pairs, ([a, b]) => b.statistics[name] - a.statistics[name]);
    const [low, high] = interval(differences, draws);
    rows.push({ name, a: sums[0]![name], b: sums[1]![name], difference: mean(differences), low, high });
  });
  return rows;
}

const mean = (values: Float64Array): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** How often each resample has each pair; the same for all statistics. */
function drawsOf(pairs: number): Uint16Array {
  const counts = new Uint16Array(resamples * pairs);
  const seed = hashText("bootstrap");
  for (let resample = 0; resample < resamples; resample++)
    for (let i = 0; i < pairs; i++) {
      const at = resample * pairs + pick(mix3(seed, resample, i), pairs);
      counts[at] = counts[at]! + 1;
    }
  return counts;
}

function interval(differences: Float64Array, draws: Uint16Array): readonly [number, number] {
  const pairs = differences.length;
  if (pairs === 0 || differences.every((value) => value === 0)) return [0, 0];
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0;
    for (let i = 0; i < pairs; i++) sum += draws[resample * pairs + i]! * differences[i]!;
    means[resample] = sum / pairs;
  }
  means.sort();
  return [means[Math.floor(resamples * 0.025)]!, means[Math.ceil(resamples * 0.975) - 1]!];
}
