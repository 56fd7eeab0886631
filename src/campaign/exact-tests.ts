/** Bounds and tests for proportions: Clopper and Pearson 1934, McNemar 1947, Holm 1979, all exact; Wilson 1927. */
import jstat from "jstat";

/** Two-sided: how likely a split at least as uneven as this one is, of so many pairs in which only one side was broken. */
export function mcnemar(onlyFirst: number, onlySecond: number): number {
  const pairs = onlyFirst + onlySecond;
  return Math.min(1, 2 * atMost(Math.min(onlyFirst, onlySecond), pairs));
}

/** P(X <= k) of a binomial with n draws and p = 1/2. Summed downwards from its largest term, which logarithms keep from vanishing. */
function atMost(k: number, n: number): number {
  let logTerm = -n * Math.LN2;
  for (let i = 1; i <= k; i++) logTerm += Math.log((n - k + i) / i);
  let ratio = 1;
  let sum = 1;
  for (let i = k; i > 0; i--) {
    ratio *= i / (n - i + 1);
    sum += ratio;
  }
  return Math.exp(logTerm) * sum;
}

/** p-values of one table, each made to hold for all of them together (Holm 1979). */
export function holm(values: readonly number[]): readonly number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
  const adjusted = new Array<number>(values.length);
  let least = 0;
  for (const [rank, i] of order.entries()) {
    least = Math.max(least, Math.min(1, values[i]! * (values.length - rank)));
    adjusted[i] = least;
  }
  return adjusted;
}

/** One-sided 95 % upper bound of the probability; 0 of n gives 1 - 0.05^(1/n), the exact form of "three over n". */
export function upper95(broken: number, runs: number): number {
  if (runs === 0 || broken >= runs) return 1;
  return jstat.beta.inv(0.95, broken + 1, runs - broken);
}

/** Two-sided 95 % interval of the probability (Wilson 1927): near 0 and 1 it stays within, as the usual one does not. */
export function wilson95(hits: number, draws: number): readonly [low: number, high: number] {
  const z = jstat.normal.inv(0.975, 0, 1);
  const share = hits / draws;
  const middle = share + (z * z) / (2 * draws);
  const half = z * Math.sqrt((share * (1 - share)) / draws + (z * z) / (4 * draws * draws));
  const whole = 1 + (z * z) / draws;
  return [Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole)];
}
