/**
 * Intervals for means of amounts that are mostly zero and have long tails: resampling of runs, bias-corrected and
 * accelerated (Efron 1987). The same runs give the same interval, always.
 */
import jstat from "jstat";
import { hashText, mix3, pick } from "../core/mix.ts";

const resamples = 2000;

/** How often each resample has each of the runs; the same for all amounts of as many runs. */
export interface Resamples {
  readonly runs: number;
  readonly counts: Uint16Array;
}

export function resamplesOf(runs: number): Resamples {
  const counts = new Uint16Array(resamples * runs);
  const seed = hashText("bootstrap");
  for (let resample = 0; resample < resamples; resample++)
    for (let i = 0; i < runs; i++) {
      const at = resample * runs + pick(mix3(seed, resample, i), runs);
      counts[at] = counts[at]! + 1;
    }
  return { runs, counts };
}

/** Made once for each number of runs: cells and comparisons of one exploration have the same. */
export function resamplesByRuns(): (runs: number) => Resamples {
  const known = new Map<number, Resamples>();
  return (runs) => {
    const made = known.get(runs) ?? resamplesOf(runs);
    known.set(runs, made);
    return made;
  };
}

/** 95 % interval of the mean. Of runs that all show the same it is that value alone: nothing varies that could be resampled. */
export function bootstrap95(amounts: Float64Array, { runs, counts }: Resamples): readonly [low: number, high: number] {
  if (runs === 0) return [0, 0];
  const first = amounts[0]!;
  if (amounts.every((amount) => amount === first)) return [first, first];
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0;
    for (let i = 0; i < runs; i++) sum += counts[resample * runs + i]! * amounts[i]!;
    means[resample] = sum / runs;
  }
  means.sort();
  const [bias, acceleration] = [biasOf(means, meanOf(amounts)), accelerationOf(amounts)];
  const at = (quantile: number): number => {
    const shifted = bias + jstat.normal.inv(quantile, 0, 1);
    const share = jstat.normal.cdf(bias + shifted / (1 - acceleration * shifted), 0, 1);
    return means[Math.min(resamples - 1, Math.max(0, Math.floor(share * resamples)))]!;
  };
  return [at(0.025), at(0.975)];
}

export const meanOf = (amounts: Float64Array): number =>
  amounts.length === 0 ? 0 : amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;

/** How far the resampled means lie to one side of the mean, as a quantile of the normal distribution; ties count half. */
function biasOf(means: Float64Array, mean: number): number {
  let below = 0;
  for (const one of means) below += one < mean ? 1 : one === mean ? 0.5 : 0;
  const share = Math.min(resamples - 0.5, Math.max(0.5, below)) / resamples;
  return jstat.normal.inv(share, 0, 1);
}

/** From the skewness of the amounts, as leaving out one run at a time shows it. */
function accelerationOf(amounts: Float64Array): number {
  const mean = meanOf(amounts);
  let squares = 0;
  let cubes = 0;
  for (const amount of amounts) {
    squares += (amount - mean) ** 2;
    cubes += (amount - mean) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
