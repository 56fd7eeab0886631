/** Simpler plans of clients: fewer topics for each, fewer seeks, a start at the beginning. */
import type { Scenario } from "../scenario/scenario.ts";
import { type ConsumerPlan, type SeekPlan, topicChoice, topicsOf, type WorkloadPlan } from "../workload/plan.ts";
import { removeParts } from "./lists.ts";
import type { Shrinking } from "./shrinking.ts";

type Plan = WorkloadPlan["producers"][number] | WorkloadPlan["consumers"][number];

export function simplerPlans(search: Shrinking): void {
  for (const role of ["producers", "consumers"] as const) {
    for (let i = 0; i < search.best.workload[role].length; i++) {
      const plan = (): Plan => search.best.workload[role][i]!;
      const attempt = (changed: Plan): boolean => search.attempt(withPlan(search.best, role, i, changed));
      if (topicsOf(plan()).length > 1) {
        removeParts(
          () => topicsOf(plan()),
          (topics) => topics.length > 0 && attempt(withTopics(plan(), topics)),
        );
      }
    }
  }
}

/** Of each reader. */
export function fewerSeeks(search: Shrinking): void {
  for (let i = 0; i < search.best.workload.consumers.length; i++) {
    const plan = (): ConsumerPlan => search.best.workload.consumers[i]!;
    const attempt = (changed: ConsumerPlan): boolean => search.attempt(withPlan(search.best, "consumers", i, changed));
    if (plan().start !== "earliest") attempt({ ...plan(), start: "earliest" });
    removeParts(
      () => plan().seeks ?? [],
      (seeks) => plan().seeks !== undefined && attempt(withSeeks(plan(), seeks)),
    );
  }
}

const withSeeks = ({ seeks: _seeks, ...plan }: ConsumerPlan, seeks: readonly SeekPlan[]): ConsumerPlan =>
  seeks.length === 0 ? plan : { ...plan, seeks };

function withTopics({ topic: _topic, topics: _topics, ...plan }: Plan, topics: readonly string[]): Plan {
  return { ...plan, ...topicChoice(topics) };
}

function withPlan(scenario: Scenario, role: keyof WorkloadPlan, index: number, plan: Plan): Scenario {
  const plans = scenario.workload[role].map((one, i) => (i === index ? plan : one));
  return { ...scenario, workload: { ...scenario.workload, [role]: plans } };
}
