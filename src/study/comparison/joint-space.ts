/** What scenarios for two configurations are drawn from: a cluster that is as large as either, so that both see all faults. */
import type { ScenarioSpace } from "../../arbitrary/space.ts";
import { clusterOf, spaceOf } from "../../arbitrary/space-of.ts";
import type { ProfileName } from "../../chaos/fault-kinds.ts";
import type { LoadedConfiguration } from "../../configuration/loaded-configuration.ts";
import type { ClusterPlan } from "../../scenario/scenario.ts";

/** Of two configurations of one shape: the space of the first, so that run n here is run n of its campaign. */
export function jointSpace(
  a: LoadedConfiguration,
  b: LoadedConfiguration,
  profile: ProfileName,
  rules: string,
): ScenarioSpace {
  return { ...spaceOf(a, profile, rules), cluster: jointCluster(clusterOf(a), clusterOf(b)) };
}

function jointCluster(a: ClusterPlan, b: ClusterPlan): ClusterPlan {
  return {
    ...a,
    brokers: Math.max(a.brokers, b.brokers),
    racks: a.racks.length > 0 ? a.racks : b.racks,
    disksPerBroker: Math.max(a.disksPerBroker, b.disksPerBroker),
    topics: a.topics.map((topic, i) => ({
      ...topic,
      partitions: Math.max(topic.partitions, b.topics[i]?.partitions ?? 0),
    })),
  };
}
