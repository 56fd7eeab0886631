/** What the trial must know beforehand, from a scenario and its resolved settings. */
import type { ClientTerms, TopicTerms, TrialOptions } from "../check/options.ts";
import { defaultAdminConfig } from "../client/admin-config.ts";
import { nodeId } from "../core/ids.ts";
import { offsetsTopic } from "../kafka/group/records.ts";
import { kafka4 } from "../kafka/rules/rules.ts";
import { topicsOf } from "../workload/plan.ts";
import { defectNamed, rulesNamed } from "./rule-sets.ts";
import type { ClusterPlan, Scenario } from "./scenario.ts";
import { brokersOf, firstBrokers } from "./scenario-brokers.ts";
import { type ClusterSettings, consumerSettings, producerSettings } from "./settings.ts";

export function trialOptions(
  scenario: Scenario,
  settings: ClusterSettings,
  checks: "all" | "none" | readonly string[],
): TrialOptions {
  const { cluster, workload } = scenario;
  const { effectiveMinIsr } = (rulesNamed(scenario.rules) ?? kafka4).replication;
  const judgedAs = defectNamed(scenario.rules)?.judgedAs;
  return {
    brokers: Math.max(...brokersOf(scenario)),
    eligibleLeaderReplicasEnable: settings.broker.eligibleLeaderReplicasEnable,
    topics: topicTerms(cluster, settings),
    refusesAboveCopies: effectiveMinIsr(2, 1) > 1,
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
    clients: clientTerms(scenario),
    times: { ...settings.broker, calmMs: scenario.limits.calmMs },
    checks,
    ...(judgedAs === undefined ? {} : { expectations: judgedAs }),
  };
}

function clientTerms(scenario: Scenario): readonly ClientTerms[] {
  const { producers, consumers } = scenario.workload;
  const bootstrap = firstBrokers(scenario);
  return [
    ...producers.map(({ settings }, i) => ({
      kind: "producer" as const,
      client: nodeId("producer", i),
      bootstrap,
      config: producerSettings(settings),
    })),
    // A member of a group closes its coordinator's connection and asks for metadata by other rules (G-91, G-94).
    ...consumers.flatMap(({ settings, rack, start }, i) => {
      const config = consumerSettings(settings);
      if (config.group !== null) return [];
      const client = nodeId("consumer", i);
      return { kind: "consumer" as const, client, bootstrap, config, rack: rack || config.clientRack, start };
    }),
    { kind: "admin", client: nodeId("admin", 0), bootstrap, config: defaultAdminConfig },
  ];
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
