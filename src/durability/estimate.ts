/** What so many runs say about a metric: an estimate and its interval, never a bare zero. */
import { bootstrap95, meanOf, type Resamples } from "../campaign/bootstrap.ts";
import { upper95, wilson95 } from "../campaign/exact-tests.ts";
import type { Metric } from "./metric.ts";

export interface Estimate {
  readonly estimate: number;
  /** 95 %, two-sided. */
  readonly low: number;
  /** Null: no run showed any, so that nothing bounds how much there can be; `anyUpper` bounds how often. */
  readonly high: number | null;
  /** One-sided 95 % bound of the share of runs that show any (Clopper and Pearson). */
  readonly anyUpper: number;
  readonly n: number;
  /** Runs that show any. */
  readonly any: number;
  readonly method: string;
}

export function estimateOf({ kind }: Pick<Metric, "kind">, amounts: Float64Array, resamples: Resamples): Estimate {
  const n = amounts.length;
  const any = amounts.reduce((count, amount) => count + (amount > 0 ? 1 : 0), 0);
  const shared = { n, any, anyUpper: upper95(any, n) };
  if (kind === "share") {
    const [low, high] = n === 0 ? [0, 1] : wilson95(any, n);
    return { ...shared, estimate: n === 0 ? 0 : any / n, low, high, method: "Wilson" };
  }
  if (any === 0) return { ...shared, estimate: 0, low: 0, high: null, method: "none seen" };
  const [low, high] = bootstrap95(amounts, resamples);
  return { ...shared, estimate: meanOf(amounts), low, high, method: "BCa bootstrap" };
}
