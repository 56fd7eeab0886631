/**
 * The topics that a scenario names must exist in it, each once. Nodes may be missing: a scenario that was made smaller keeps
 * what happens to those that it has no more.
 */
import { topicsOf } from "../workload/plan.ts";
import type { BadInput } from "./bad-input.ts";
import type { Scenario } from "./scenario.ts";
import { bad, oneOf, shown } from "./scenario-issue.ts";

/** The first name that stands for nothing, or twice; null: there is none. */
export function brokenReference(scenario: Scenario, file: string): BadInput | null {
  const names = scenario.cluster.topics.map((topic) => topic.name);
  const twice = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twice >= 0)
    return bad(file, `cluster.topics.${twice}.name`, `${shown(names[twice])} again`, "a name for each topic");
  return brokenPlan(scenario, names, file) ?? brokenFault(scenario, names, file);
}

function brokenPlan({ workload }: Scenario, names: readonly string[], file: string): BadInput | null {
  for (const role of ["producers", "consumers"] as const) {
    for (const [i, plan] of workload[role].entries()) {
      const key = `workload.${role}.${i}.${plan.topics === undefined ? "topic" : "topics"}`;
      const chosen = topicsOf(plan);
      const unknown = chosen.find((topic) => !names.includes(topic));
      if (unknown !== undefined) return bad(file, key, shown(unknown), oneOf(names, unknown));
      const twice = chosen.find((topic, nth) => chosen.indexOf(topic) < nth);
      if (twice !== undefined) return bad(file, key, `${shown(twice)} twice`, "each topic once");
    }
  }
  return null;
}

function brokenFault({ faults }: Scenario, names: readonly string[], file: string): BadInput | null {
  const created = faults.flatMap((fault) =>
    fault.kind === "admin" && fault.action.do === "create-topic" ? [fault.action.topic] : [],
  );
  const topics = [...names, ...created];
  for (const [i, fault] of faults.entries()) {
    if (fault.kind !== "admin" || !("topic" in fault.action)) continue;
    const { topic } = fault.action;
    if (!topics.includes(topic)) return bad(file, `faults.${i}.action.topic`, shown(topic), oneOf(topics, topic));
  }
  return null;
}
