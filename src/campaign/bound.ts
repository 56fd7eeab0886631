/** Exact bounds for proportions: `broken` of `runs`, as Clopper and Pearson (1934). */
import jstat from "jstat";

/** One-sided 95 % upper bound of the probability; 0 of n gives 1 - 0.05^(1/n), the exact form of "three over n". */
export function upper95(broken: number, runs: number): number {
  if (runs === 0 || broken >= runs) return 1;
  return jstat.beta.inv(0.95, broken + 1, runs - broken);
}
