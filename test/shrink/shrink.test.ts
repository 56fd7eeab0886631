/** A planted failure made small: the same failure, within the budget, every improvement a scenario that a file can hold. */
import { describe, expect, test } from "vitest";
import { propertySpace } from "../../src/arbitrary/space.ts";
import { run } from "../../src/run/run.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { parseScenario } from "../../src/scenario/scenario-schema.ts";
import { type ShrinkResult, shrinkScenario } from "../../src/shrink/shrink.ts";
import { type Failure, findFailures } from "../campaign/failures.ts";

const recordsOf = ({ workload }: Scenario): number => workload.producers.reduce((sum, plan) => sum + plan.records, 0);
const shows = (scenario: Scenario, fingerprint: string): boolean =>
  run(scenario).violations.some((violation) => violation.fingerprint === fingerprint);

const task = ({ scenario, violation }: Failure, maxRuns: number) =>
  ({ kind: "shrink", scenario, fingerprint: violation.fingerprint, maxRuns }) as const;

/** The failure and the seed stay, the budget is kept, and what is returned is the whole run: a replay has its digest. */
function expectSame({ scenario, violation }: Failure, result: ShrinkResult): void {
  expect(result.reproduced).toBe(true);
  expect(result.runs).toBeLessThanOrEqual(300);
  expect(result.scenario.seed).toBe(scenario.seed);
  expect(result.outcome.violations.map((one) => one.fingerprint)).toContain(violation.fingerprint);
  expect(run(result.scenario).digest).toBe(result.outcome.digest);
}

describe.each(["R-01", "I-01", "P-01"])("failures under %s", (defect) => {
  const failures = findFailures(propertySpace(defect), (violation) => violation.promised, 3);
  const failure = failures[0]!;
  const { violation } = failure;

  test("shrink to what still shows them, most to a short story", () => {
    const results = failures.map((one) => {
      const improvements: Scenario[] = [];
      const result = shrinkScenario(task(one, 300), (better) => improvements.push(better));
      expectSame(one, result);
      expect(improvements.at(-1) ?? one.scenario).toEqual(result.scenario);
      for (const better of improvements.filter((_, i) => i % 9 === 0)) {
        expect(isBadInput(parseScenario(JSON.parse(JSON.stringify(better)), "better.json"))).toBe(false);
        expect(shows(better, one.violation.fingerprint)).toBe(true);
      }
      return result;
    });
    const short = results.filter(({ scenario }) => scenario.faults.length <= 4 && recordsOf(scenario) <= 12);
    expect(short.length).toBeGreaterThanOrEqual(2);
  });

  test.each([2, 5, 30])("never runs more than %d times", (most) => {
    const result = shrinkScenario(task(failure, most));
    expect(result.runs).toBeLessThanOrEqual(most);
    expect(shows(result.scenario, violation.fingerprint)).toBe(true);
  });

  test("is the same every time", () => {
    const [one, two] = [shrinkScenario(task(failure, 60)), shrinkScenario(task(failure, 60))];
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
