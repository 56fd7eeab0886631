/** For every history check: a history that it must refuse, and the legal look-alikes of invariants §6. */
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/check/catalogue.ts";
import { acceptedHistoryCases } from "./cases/accepted-history-cases.ts";
import { acceptedLossCases } from "./cases/accepted-loss-cases.ts";
import { bump, three } from "./cases/case.ts";
import { refusedHistoryCases as refused } from "./cases/refused-history-cases.ts";
import { stage } from "./stage.ts";

describe("every history check refuses a bad history", () => {
  test.each(refused)("$check: $name", ({ check, act, options }) => {
    const s = stage(options);
    act(s);
    const found = s.violations().filter((violation) => violation.check === check);
    expect(s.violations().map((violation) => violation.check)).toContain(check);
    expect(found.some((violation) => violation.promised)).toBe(true);
    expect(found[0]!.sentence).not.toMatch(/undefined|NaN/);
  });
});

describe("what is legal is never called a broken promise", () => {
  test.each([...acceptedLossCases, ...acceptedHistoryCases])("$check: $name", ({ check, act, options, told }) => {
    const s = stage(options);
    act(s);
    expect(
      s
        .violations()
        .filter((violation) => violation.promised)
        .map((violation) => violation.sentence),
    ).toEqual([]);
    const mentioned = s.violations().some((violation) => violation.check === check);
    expect(mentioned).toBe(told === true);
  });
});

test("every history check of the catalogue has a bad history here", () => {
  const covered = new Set(refused.map((one) => one.check));
  expect(catalogue.filter((card) => card.kind === "history" && !covered.has(card.name))).toEqual([]);
});

test("a broken promise is not hidden by an earlier break that nothing promised against", () => {
  const s = stage();
  three(s);
  bump(s);
  s.commit(1, 3, [12]);
  s.commit(1, 4, [13]);
  s.commit(1, 5, [13]);
  const found = s.violations().filter((violation) => violation.check === "no-duplicate");
  expect(found.map((violation) => violation.promised)).toEqual([false, true]);
});
