/** From runs to a verdict: held, violated, not promised; and which run is the witness. */
import { describe, expect, test } from "vitest";
import type { RunSummary } from "../../src/campaign/chunk.ts";
import { upper95 } from "../../src/campaign/exact-tests.ts";
import { judge } from "../../src/campaign/judgement.ts";
import type { Reach } from "../../src/check/reach.ts";
import { summary, untested, violation } from "./summaries.ts";

const lost = violation("no-acked-loss", true);
const lostOutside = violation("no-acked-loss", false);
const reordered = violation("per-key-order", true);

const promised: Reach = { promised: true, upTo: null, replicas: 3, ends: [], undecided: false };

type Row = readonly [name: string, runs: readonly RunSummary[], expected: object];

describe("no-acked-loss", () => {
  test.each<Row>([
    ["no runs", [], { verdict: "not-tested", brokenRuns: 0, upper95: 1, witness: null }],
    ["all promise, none broke", [summary(0, true), summary(1, true)], { verdict: "held", brokenRuns: 0 }],
    [
      "the promise ended in one, and nothing broke",
      [summary(0, true), summary(1, false)],
      { verdict: "held", brokenRuns: 0, endedRuns: 1 },
    ],
    ["a broken promise", [summary(0, true), summary(1, true, lost)], { verdict: "violated", brokenRuns: 1 }],
    [
      "a broken promise where not all runs promise",
      [summary(0, false), summary(1, true, lost)],
      { verdict: "violated", brokenRuns: 1 },
    ],
    [
      "a loss that nothing promised against",
      [summary(0, false, lostOutside), summary(1, false, lostOutside)],
      { verdict: "unpromised", brokenRuns: 2, witness: { run: 0, violation: lostOutside } },
    ],
    [
      "a loss that is not held against a promise",
      [summary(0, true, lostOutside)],
      { verdict: "unpromised", brokenRuns: 1 },
    ],
    [
      "its occasion came in no run",
      [untested(summary(0, true), "no-acked-loss"), untested(summary(1, true), "no-acked-loss")],
      { verdict: "not-tested", testedRuns: 0, brokenRuns: 0, upper95: 1 },
    ],
    [
      "its occasion came in one run of two: the bound counts that one",
      [untested(summary(0, true), "no-acked-loss"), summary(1, true)],
      { verdict: "held", testedRuns: 1, upper95: upper95(0, 1) },
    ],
    [
      "a broken run has tested it",
      [untested(summary(0, true, lost), "no-acked-loss")],
      { verdict: "violated", testedRuns: 1, brokenRuns: 1 },
    ],
    ["another guarantee", [summary(0, true, reordered)], { verdict: "held", brokenRuns: 0, witness: null }],
  ])("%s", (_, runs, expected) => {
    expect(judge("no-acked-loss", runs, promised)).toMatchObject(expected);
  });

  test("the witness is the first broken promise, else the first loss", () => {
    const runs = [summary(3, false, lostOutside), summary(5, true, lostOutside, lost), summary(6, true, lost)];
    expect(judge("no-acked-loss", runs, promised).witness).toEqual({ run: 5, violation: lost });
    expect(judge("no-acked-loss", runs, promised).brokenRuns).toBe(3);
  });

  test("what the configuration does not promise is not held, though no run broke it", () => {
    const reach: Reach = { ...promised, promised: false, upTo: 0 };
    expect(judge("no-acked-loss", [summary(0, true)], reach).verdict).toBe("unpromised");
    expect(judge("no-acked-loss", [summary(0, true)], { ...reach, undecided: true }).verdict).toBe("undecided");
    expect(judge("no-acked-loss", [summary(0, true, lost)], { ...reach, undecided: true }).verdict).toBe("violated");
  });
});
