/** Simpler plans of clients: fewer topics for each. */
import type { Scenario } from "../scenario/scenario.ts";
import { topicChoice, topicsOf, type WorkloadPlan } from "../workload/plan.ts";
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

function withTopics({ topic: _topic, topics: _topics, ...plan }: Plan, topics: readonly string[]): Plan {
  return { ...plan, ...topicChoice(topics) };
}

function withPlan(scenario: Scenario, role: keyof WorkloadPlan, index: number, plan: Plan): Scenario {
  const plans = scenario.workload[role].map((one, i) => (i === index ? plan : one));
  return { ...scenario, workload: { ...scenario.workload, [role]: plans } };
}
