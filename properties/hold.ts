/**
 * How a property of the whole system is stated: drawn scenarios, the checks that judge it, and the marks that it must
 * meet at least once over all runs, so that it cannot pass without having met its case. Properties of one space share its
 * runs: each run is judged by all checks anyway, and each property reads its own verdicts.
 */
import fc from "fast-check";
import { expect } from "vitest";
import { scenarioArbitrary } from "../src/arbitrary/scenario-arbitrary.ts";
import type { ScenarioSpace } from "../src/arbitrary/space.ts";
import { catalogue } from "../src/check/catalogue.ts";
import type { GuaranteeName } from "../src/check/check.ts";
import { guarantees } from "../src/check/guarantees.ts";
import { marks } from "../src/check/marks.ts";
import { run } from "../src/run/run.ts";
import type { Outcome } from "../src/scenario/outcome.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { tooSeldom } from "./vacuity.ts";

export interface Property {
  readonly space: ScenarioSpace;
  /** The guarantees that must hold inside their promise; all of them, the protocol's own invariants too, if omitted. */
  readonly guarantees?: readonly GuaranteeName[];
  /** Narrower: only these checks. */
  readonly checks?: readonly string[];
  /** Each must be met in at least one run. */
  readonly marks: readonly string[];
  /** Another judgement of one run; true if it is as it should be. */
  readonly also?: (outcome: Outcome, scenario: Scenario) => boolean;
}

interface Judged {
  readonly scenario: Scenario;
  readonly outcome: Outcome;
}

/** The same in every pull request; campaigns draw fresh ones. */
const fixed = { numRuns: 500, seed: 1 } as const;

const runsBySpace = new Map<string, readonly Judged[]>();

/** Throws when a run breaks the property, with the smallest scenario that fast-check finds to do so. */
export function holds(property: Property): void {
  refuseUnknown(property);
  const runs = runsOf(property.space);
  const broken = runs.findIndex((one) => complaint(property, one) !== null);
  if (broken >= 0) shrink(property, broken);
  expect(unmetMarks(property, runs), tooSeldom).toEqual([]);
}

export function unmetMarks(property: Property, runs: readonly Judged[]): readonly string[] {
  const met = new Set(runs.flatMap(({ outcome }) => outcome.marks));
  return property.marks.filter((mark) => !met.has(mark));
}

function runsOf(space: ScenarioSpace): readonly Judged[] {
  const key = JSON.stringify(space);
  const known = runsBySpace.get(key);
  if (known !== undefined) return known;
  const runs: Judged[] = [];
  const judge = (scenario: Scenario): void => void runs.push({ scenario, outcome: run(scenario) });
  fc.assert(fc.property(scenarioArbitrary(space), judge), fixed);
  runsBySpace.set(key, runs);
  return runs;
}

/** The same scenarios again, and smaller ones from the first that is wrong. */
function shrink(property: Property, broken: number): void {
  const judge = (scenario: Scenario): void => {
    const what = complaint(property, { scenario, outcome: run(scenario) });
    if (what !== null) throw new Error(what);
  };
  fc.assert(fc.property(scenarioArbitrary(property.space), judge), { ...fixed, numRuns: broken + 1 });
}

/** Why a run is not as the property says; null if it is. */
export function complaint(property: Property, { scenario, outcome }: Judged): string | null {
  const broken = outcome.violations.filter(
    (violation) =>
      violation.promised &&
      (property.guarantees?.includes(violation.guarantee) ?? true) &&
      (property.checks?.includes(violation.check) ?? true),
  );
  if (broken.length > 0) return broken.map(({ check, sentence }) => `${check}: ${sentence}`).join("\n");
  return property.also?.(outcome, scenario) === false ? "not as it should be" : null;
}

/** A name that is none would never be broken or met. */
export function refuseUnknown(property: Property): void {
  const named = [
    { what: "check", names: property.checks, known: catalogue },
    { what: "guarantee", names: property.guarantees, known: guarantees },
    { what: "mark", names: property.marks, known: marks },
  ];
  for (const { what, names = [], known } of named)
    for (const name of names)
      if (!known.some((one) => one.name === name)) throw new Error(`there is no ${what} called ${name}`);
}
