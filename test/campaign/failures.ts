/** Failing scenarios found afresh, so that no stored one grows stale: the first run of a space that shows a check. */
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import type { ScenarioSpace } from "../../src/arbitrary/space.ts";
import type { Violation } from "../../src/check/check.ts";
import { run } from "../../src/run/run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

export interface Failure {
  readonly scenario: Scenario;
  readonly violation: Violation;
}

/** The first `count` failures that `wanted` picks, among so many runs at most; `seed` names the draws. */
export function findFailures(
  space: ScenarioSpace,
  wanted: (violation: Violation) => boolean,
  count: number,
  most = 4000,
  seed = "failures",
): readonly Failure[] {
  const arbitrary = scenarioArbitrary(space);
  const failures: Failure[] = [];
  for (let index = 0; index < most && failures.length < count; index++) {
    const scenario = scenarioAt(arbitrary, seed, index);
    const violation = run(scenario).violations.find(wanted);
    if (violation !== undefined) failures.push({ scenario, violation });
  }
  if (failures.length < count) throw new Error(`only ${failures.length} failures in ${most} runs`);
  return failures;
}
