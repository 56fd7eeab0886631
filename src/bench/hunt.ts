/** Failures to measure shrinking on: the first run of a seed in which a planted defect breaks a promise. */
import { scenarioArbitrary } from "../arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../arbitrary/scenario-at.ts";
import { propertySpace } from "../arbitrary/space.ts";
import { run } from "../run/run.ts";
import type { Scenario } from "../run/scenario.ts";

export interface Found {
  readonly scenario: Scenario;
  readonly fingerprint: string;
  /** Runs until it was found, this one included. */
  readonly runs: number;
}

const cap = 5000;

/** Null if the cap was met first. The campaign does not know which defect it is. */
export function hunt(defect: string, seed: string, from = 0): Found | null {
  const arbitrary = scenarioArbitrary(propertySpace(defect));
  for (let index = from; index < from + cap; index++) {
    const scenario = scenarioAt(arbitrary, seed, index);
    const violation = run(scenario).violations.find((candidate) => candidate.promised);
    if (violation !== undefined) return { scenario, fingerprint: violation.fingerprint, runs: index + 1 };
  }
  return null;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
