/** The default strategy against uniform, where uniform was given more runs for what it had missed. */

import { defaultStrategy, type StrategyName } from "../strategy/names.ts";
import { geometricMean } from "../study/hunt/averages.ts";
import { comparableRuns } from "../study/hunt/kill-figures.ts";
import type { KillReport } from "./kill-report.ts";

/** Geometric mean of how many times fewer runs than uniform the default strategy needs, where uniform needs many. */
export function fewerThanUniform(matrix: KillReport, longer: KillReport): number {
  const runsOf = (name: StrategyName) => matrix.strategies?.find(({ strategy }) => strategy === name)?.runs ?? {};
  const uniform = { ...runsOf("uniform"), ...Object.fromEntries(longer.defects.map(({ id, runs }) => [id, runs])) };
  const ours = runsOf(defaultStrategy);
  const ratios = Object.entries(uniform).flatMap(([id, runs]) =>
    runs !== null && runs >= comparableRuns ? [runs / (ours[id] ?? matrix.cap)] : [],
  );
  return geometricMean(ratios);
}

export function longerText(matrix: KillReport, longer: KillReport): string {
  const { defects, cap } = longer;
  const found = defects.filter((one) => one.found).map(({ id, runs }) => `${id} after ${runs}`);
  const result = found.length === 0 ? "it finds none" : `it finds ${found.join(", ")}`;
  return `\`kafka-trial defects ${defects.map(({ id }) => id).join(" ")} --strategy uniform\`: given ${cap} runs each, of those that uniform misses above
${result}. Counted with these, the ${defaultStrategy} needs **${fewerThanUniform(matrix, longer).toFixed(1)} times** fewer runs than uniform (those still not found count as ${cap}).`;
}
