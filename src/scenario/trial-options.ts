/** What the trial must know beforehand, from a scenario and its resolved settings. */
import type { TopicTerms, TrialOptions } from "../check/options.ts";
import { nodeId } from "../core/ids.ts";
import { offsetsTopic } from "../kafka/group/records.ts";
import { topicsOf } from "../workload/plan.ts";
import { defectNamed } from "./rule-sets.ts";
import type { ClusterPlan, Scenario } from "./scenario.ts";
import { brokersOf } from "./scenario-brokers.ts";
import { type ClusterSettings, consumerSettings, producerSettings } from "./settings.ts";

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
    topics: topicTerms(cluster, settings),
    topicDefaults: {
      ...settings.topicDefaults,
      name: "",
      replicationFactor: settings.broker.defaultReplicationFactor,
    },
    producers: workload.producers.map((plan, i) => {
      const config = producerSettings(plan.settings);
      return {
        ...config,
        client: nodeId("producer", i),
        topics: topicsOf(plan),
        decidedWithinMs: config.maxBlockMs + config.deliveryTimeoutMs,
      };
    }),
    consumers: workload.consumers.map((plan, i) => ({
      ...consumerSettings(plan.settings),
      client: nodeId("consumer", i),
      topics: topicsOf(plan),
      start: plan.start,
      commitsBefore: plan.commit === "before",
      seeks: plan.seeks !== undefined,
    })),
    offsetsTopic: offsetsTopicTerms(settings),
    times: { ...settings.broker, calmMs: scenario.limits.calmMs },
    checks,
    ...(judgedAs === undefined ? {} : { expectations: judgedAs }),
  };
}

export const topicTerms = (cluster: ClusterPlan, settings: ClusterSettings): readonly TopicTerms[] =>
  cluster.topics.map((topic) => ({
    ...settings.topicOf(topic.settings),
    name: topic.name,
    replicationFactor: topic.replicationFactor,
  }));

export const offsetsTopicTerms = ({ topicDefaults, broker }: ClusterSettings): TopicTerms => ({
  ...topicDefaults,
  name: offsetsTopic,
  replicationFactor: broker.groups.offsetsTopicReplicationFactor,
  cleanupPolicy: ["compact"],
});
