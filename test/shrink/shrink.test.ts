/** A planted failure made small: the same failure, within the budget, every improvement a scenario that a file can hold. */
import { describe, expect, test } from "vitest";
import { propertySpace } from "../../src/arbitrary/space.ts";
import { isBadInput } from "../../src/run/bad-input.ts";
import { run } from "../../src/run/run.ts";
import type { Scenario } from "../../src/run/scenario.ts";
import { parseScenario } from "../../src/run/scenario-schema.ts";
import { shrinkScenario } from "../../src/shrink/shrink.ts";
import { type Failure, findFailures } from "../run/failures.ts";

const recordsOf = ({ workload }: Scenario): number => workload.producers.reduce((sum, plan) => sum + plan.records, 0);
const shows = (scenario: Scenario, fingerprint: string): boolean =>
  run(scenario).violations.some((violation) => violation.fingerprint === fingerprint);

const task = ({ scenario, violation }: Failure, maxRuns: number) =>
  ({ kind: "shrink", scenario, fingerprint: violation.fingerprint, maxRuns }) as const;

describe.each(["R-01", "I-01", "P-01"])("a failure under %s", (defect) => {
  const [failure] = findFailures(propertySpace(defect), (violation) => violation.promised, 1);
  const { scenario, violation } = failure!;

  test("shrinks to a short story that still shows it", () => {
    const improvements: Scenario[] = [];
    const result = shrinkScenario(task(failure!, 500), (better) => improvements.push(better));
    expect(result.reproduced).toBe(true);
    expect(result.runs).toBeLessThanOrEqual(500);
    expect(result.scenario.seed).toBe(scenario.seed);
    expect(result.scenario.faults.length).toBeLessThanOrEqual(Math.min(6, scenario.faults.length));
    expect(recordsOf(result.scenario)).toBeLessThanOrEqual(20);
    expect(result.outcome.violations.map((one) => one.fingerprint)).toContain(violation.fingerprint);
    // What is returned is the outcome of the whole run: a replay has the same digest.
    expect(run(result.scenario).digest).toBe(result.outcome.digest);
    expect(improvements.at(-1)).toEqual(result.scenario);
    for (const better of improvements.filter((_, i) => i % 7 === 0)) {
      expect(isBadInput(parseScenario(JSON.parse(JSON.stringify(better)), "better.json"))).toBe(false);
      expect(shows(better, violation.fingerprint)).toBe(true);
    }
  });

  test.each([2, 5, 30])("never runs more than %d times", (most) => {
    const result = shrinkScenario(task(failure!, most));
    expect(result.runs).toBeLessThanOrEqual(most);
    expect(shows(result.scenario, violation.fingerprint)).toBe(true);
  });

  test("is the same every time", () => {
    const [one, two] = [shrinkScenario(task(failure!, 60)), shrinkScenario(task(failure!, 60))];
    expect(two.scenario).toEqual(one.scenario);
    expect(two.outcome.digest).toBe(one.outcome.digest);
  });
});

test("a scenario that does not show the failure is returned as it was", () => {
  const [failure] = findFailures(propertySpace("R-01"), (violation) => violation.promised, 1);
  const result = shrinkScenario({ ...task(failure!, 100), fingerprint: "no-such/failure/chaos" });
  expect(result.reproduced).toBe(false);
  expect(result.scenario).toBe(failure!.scenario);
});
