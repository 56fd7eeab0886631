/** What the trial must know beforehand, from a scenario and its resolved settings. */
import type { TrialOptions } from "../check/options.ts";
import { firstProducerId } from "../core/ids.ts";
import { defectNamed } from "./rule-sets.ts";
import type { Scenario } from "./scenario.ts";
import { brokersOf } from "./scenario-brokers.ts";
import { type ClusterSettings, producerSettings } from "./settings.ts";

export function trialOptions(
  scenario: Scenario,
  settings: ClusterSettings,
  checks: "all" | "none" | readonly string[],
): TrialOptions {
  const { cluster, workload } = scenario;
  const judgedAs = defectNamed(scenario.rules)?.judgedAs;
  return {
    brokers: Math.max(...brokersOf(scenario)),
    eligibleLeaderReplicasEnable: settings.broker.eligibleLeaderReplicasEnable,
    topics: cluster.topics.map((topic) => ({
      ...settings.topicOf(topic.settings),
      name: topic.name,
      replicationFactor: topic.replicationFactor,
    })),
    topicDefaults: {
      ...settings.topicDefaults,
      name: "",
      replicationFactor: settings.broker.defaultReplicationFactor,
    },
    producers: workload.producers.map((plan, i) => ({
      ...producerSettings(plan.settings),
      client: firstProducerId + i,
      topic: plan.topic,
    })),
    checks,
    ...(judgedAs === undefined ? {} : { expectations: judgedAs }),
  };
}
