/** What states a property can be wrong itself: names that are none, and a judge that sees nothing. */
import { describe, expect, test } from "vitest";
import { complaint, holds, type Property, unmetMarks } from "../../properties/hold.ts";
import { propertySpace } from "../../src/arbitrary/space.ts";
import type { GuaranteeName } from "../../src/check/check.ts";
import { run } from "../../src/run/run.ts";
import { findFailures } from "../campaign/failures.ts";

const space = propertySpace("kafka-4");

describe("a name that is none is refused before any run", () => {
  test.each<[what: string, property: Property]>([
    ["check called acked-not-los", { space, checks: ["acked-not-los"], marks: [] }],
    ["guarantee called no-loss", { space, guarantees: ["no-loss" as GuaranteeName], marks: [] }],
    ["mark called log-truncate", { space, marks: ["log-truncate"] }],
  ])("no %s", (what, property) => {
    expect(() => holds(property)).toThrow(`there is no ${what}`);
  });
});

describe("a run that breaks a promise", () => {
  const [failure] = findFailures(propertySpace("R-01"), ({ promised }) => promised, 1);
  const { scenario, violation } = failure!;
  const judged = { scenario, outcome: run(scenario) };
  const others = judged.outcome.violations.map(({ check }) => check);

  test("is told by the property of that check, and of that guarantee", () => {
    const told = expect.stringContaining(violation.sentence);
    expect(complaint({ space, checks: [violation.check], marks: [] }, judged)).toEqual(told);
    expect(complaint({ space, guarantees: [violation.guarantee], marks: [] }, judged)).toEqual(told);
    expect(complaint({ space, marks: [] }, judged)).toEqual(told);
  });

  test("is none of another's business", () => {
    const check = ["no-duplicate", "position-monotone", "compaction-safe"].find((name) => !others.includes(name))!;
    expect(complaint({ space, checks: [check], marks: [] }, judged)).toBeNull();
    expect(complaint({ space, checks: [check], marks: [], also: () => false }, judged)).toBe("not as it should be");
  });
});

test("the marks that no run met are named", () => {
  const [failure] = findFailures(space, ({ promised }) => !promised, 1);
  const judged = { scenario: failure!.scenario, outcome: run(failure!.scenario) };
  const { marks } = judged.outcome;
  const never = "not-enough-replicas-after-append";
  expect(unmetMarks({ space, marks: [...marks, never] }, [judged])).toEqual([never]);
});
