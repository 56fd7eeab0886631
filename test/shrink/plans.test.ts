/** Clients lose what the failure does not need. */
import { expect, test } from "vitest";
import type { Outcome } from "../../src/scenario/outcome.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { simplerPlans } from "../../src/shrink/plans.ts";
import type { Shrinking } from "../../src/shrink/shrinking.ts";
import { topicsOf } from "../../src/workload/plan.ts";
import { quietCluster } from "../golden/scenario.ts";

/** A search whose failure needs only what `fails` says. */
function searchFrom(scenario: Scenario, fails: (candidate: Scenario) => boolean): Shrinking {
  const search = {
    best: scenario,
    failing: scenario,
    outcome: {} as Outcome,
    exhausted: false,
    attempt: (candidate: Scenario) => {
      if (!fails(candidate)) return false;
      search.best = candidate;
      return true;
    },
  };
  return search;
}

const quiet = quietCluster({ seed: "plans", producer: {}, faults: [], chaosMs: 1000 });
const { topic: _, ...producer } = quiet.workload.producers[0]!;
const several = { ...quiet, workload: { ...quiet.workload, producers: [{ ...producer, topics: ["a", "b", "c"] }] } };

test("a client keeps the topics that the failure needs", () => {
  const needs = (name: string) => (candidate: Scenario) => topicsOf(candidate.workload.producers[0]!).includes(name);
  const search = searchFrom(several, needs("b"));
  simplerPlans(search);
  expect(search.best.workload.producers[0]).toEqual({ ...producer, topic: "b" });
});

test("none is without a topic", () => {
  const search = searchFrom(several, () => true);
  simplerPlans(search);
  expect(topicsOf(search.best.workload.producers[0]!)).toHaveLength(1);
});
