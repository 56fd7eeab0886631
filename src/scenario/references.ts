/** The topics that a scenario names must exist in it, each once; so must nodes and partitions, at some time of the run. */
import { topicsOf } from "../workload/plan.ts";
import type { BadInput } from "./bad-input.ts";
import { type Missing, missingInFault, missingInSeeks, presentIn } from "./missing-names.ts";
import type { Scenario } from "./scenario.ts";
import { bad, oneOf, shown } from "./scenario-issue.ts";

/** The first name that stands for nothing, or twice; null: there is none. */
export function brokenReference(scenario: Scenario, file: string): BadInput | null {
  const names = scenario.cluster.topics.map((topic) => topic.name);
  const twice = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twice >= 0)
    return bad(file, `cluster.topics.${twice}.name`, `${shown(names[twice])} again`, "a name for each topic");
  return brokenPlan(scenario, names, file) ?? brokenFault(scenario, names, file) ?? missingName(scenario, file);
}

function missingName(scenario: Scenario, file: string): BadInput | null {
  const { min, max } = scenario.cluster.latencyMicros;
  if (min > max) return bad(file, "cluster.latencyMicros.min", shown(min), `at most max, which is ${max}`);
  const present = presentIn(scenario);
  const refuse = (place: string, missing: Missing | null): BadInput | null =>
    missing && bad(file, `${place}.${missing.field}`, shown(missing.found), oneOf(missing.known, missing.found));
  for (const [i, fault] of scenario.faults.entries()) {
    const refused = refuse(`faults.${i}`, missingInFault(fault, present));
    if (refused !== null) return refused;
  }
  for (const [i, plan] of scenario.workload.consumers.entries()) {
    const refused = refuse(`workload.consumers.${i}`, missingInSeeks(plan, present));
    if (refused !== null) return refused;
  }
  return null;
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
