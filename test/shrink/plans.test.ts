/** Clients lose what the failure does not need. */
import { expect, test } from "vitest";
import type { Outcome } from "../../src/scenario/outcome.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { fewerSeeks, simplerPlans } from "../../src/shrink/plans.ts";
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

test("a reader keeps the seeks that the failure needs", () => {
  const [reader] = quiet.workload.consumers;
  const base = reader ?? { settings: {}, topic: "orders", startMs: 0, pollEveryMs: 10, start: "earliest", rack: "" };
  const seeks = [1, 2, 3].map((atMs) => ({ atMs, partition: -1, to: "latest" as const }));
  const consumers = [{ ...base, start: { offset: 5 }, seeks }] as Scenario["workload"]["consumers"];
  const scenario = { ...quiet, workload: { ...quiet.workload, consumers } };
  const needed = searchFrom(
    scenario,
    ({ workload }) => workload.consumers[0]!.seeks?.some(({ atMs }) => atMs === 2) === true,
  );
  fewerSeeks(needed);
  expect(needed.best.workload.consumers[0]).toEqual({ ...base, start: "earliest", seeks: [seeks[1]] });
  const idle = searchFrom(scenario, () => true);
  fewerSeeks(idle);
  expect(idle.best.workload.consumers[0]).toEqual({ ...base, start: "earliest" });
});
