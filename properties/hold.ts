/**
 * How a property of the whole system is stated: drawn scenarios, the checks that judge it, and the marks that it must
 * meet at least once over all runs, so that it cannot pass without having met its case.
 */
import fc from "fast-check";
import { expect } from "vitest";
import { scenarioArbitrary } from "../src/arbitrary/scenario-arbitrary.ts";
import type { ScenarioSpace } from "../src/arbitrary/space.ts";
import type { GuaranteeName } from "../src/check/check.ts";
import { hashText } from "../src/core/mix.ts";
import { run } from "../src/run/run.ts";
import type { Outcome } from "../src/scenario/outcome.ts";
import type { Scenario } from "../src/scenario/scenario.ts";

export interface Property {
  readonly space: ScenarioSpace;
  readonly runs: number;
  /** The guarantees that must hold inside their promise; all of them, the protocol's own invariants too, if omitted. */
  readonly guarantees?: readonly GuaranteeName[];
  /** Narrower: only these checks. */
  readonly checks?: readonly string[];
  /** Each must be met in at least one run. */
  readonly marks: readonly string[];
  /** Another judgement of one run; true if it is as it should be. */
  readonly also?: (outcome: Outcome, scenario: Scenario) => boolean;
}

/** `name` fixes the seed, so that a pull request always sees the same runs; campaigns draw fresh ones. */
export function holds(name: string, property: Property): void {
  const met = new Map<string, number>();
  fc.assert(
    fc.property(scenarioArbitrary(property.space), (scenario) => {
      const outcome = run(scenario);
      for (const mark of outcome.marks) met.set(mark, (met.get(mark) ?? 0) + 1);
      const broken = outcome.violations.filter(
        (violation) =>
          violation.promised &&
          (property.guarantees?.includes(violation.guarantee) ?? true) &&
          (property.checks?.includes(violation.check) ?? true),
      );
      if (broken.length > 0)
        throw new Error(broken.map((violation) => `${violation.check}: ${violation.sentence}`).join("\n"));
      return property.also?.(outcome, scenario) ?? true;
    }),
    { numRuns: property.runs, seed: hashText(name) | 0 },
  );
  expect(property.marks.filter((mark) => !met.has(mark))).toEqual([]);
}
