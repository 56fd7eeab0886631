/** Does a cluster with these settings start at all? A trial of one that does not would say nothing about Kafka. */

import { type ClusterPlan, type Scenario, scenarioVersion } from "../scenario/scenario.ts";
import { guarded } from "../sim/guard.ts";
import { startCluster } from "./bootstrap.ts";
import { buildWorld } from "./world.ts";

/** Null if its brokers register and its topics get their leaders while nothing goes wrong. */
export function whyNotStarting(cluster: ClusterPlan, rules: string): string | null {
  const scenario: Scenario = {
    version: scenarioVersion,
    seed: "start",
    cluster,
    rules,
    workload: { producers: [], consumers: [] },
    faults: [],
    overrides: {},
    limits: { chaosMs: 0, calmMs: 0, maxEvents: 400_000 },
  };
  return guarded(() => startCluster(buildWorld(scenario, { checks: "none" })));
}
