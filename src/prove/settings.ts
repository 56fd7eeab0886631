/**
 * The settings under which models run: Kafka's defaults, with what only paces things at its smallest. Time does not pass
 * in a model; what a timer would bring about may happen at any moment.
 */
import { nodeId } from "../core/ids.ts";
import type { BrokerConfig } from "../kafka/config/resolve-broker.ts";
import type { TopicConfig } from "../kafka/config/resolve-topic.ts";
import { topicPartition } from "../kafka/topic-partition.ts";
import { type ClusterSettings, clusterSettings } from "../scenario/settings.ts";
import { brokerSettingsUnder } from "../scenario/settings-of-rules.ts";
import type { Scope } from "./scope.ts";

/** A model has one controller. */
export const controllerNode = nodeId("controller", 0);

export const modelTopic = "orders";
export const modelTopicId = 1;
/** The one partition of every model: orders-0. */
export const modelPartition = topicPartition(modelTopicId, 0);

/** The monotonic clock of a step; a replica that lags has not been heard of for longer than any bound. */
export const nowMs = 0;
/** After this, every back-off and every wait for data is over. */
export const afterWaitsMs = 1000;

const settings = {
  "replica.fetch.backoff.ms": "1",
  "replica.lag.time.max.ms": "1000",
} as const;

export interface ModelSettings {
  readonly broker: BrokerConfig;
  readonly topic: TopicConfig;
  readonly topicOf: ClusterSettings["topicOf"];
}

/** `rules`: the name of those under which the model runs. */
export function modelSettings(
  { minInsyncReplicas, sessions }: Pick<Scope, "minInsyncReplicas" | "sessions">,
  rules: string,
): ModelSettings {
  const given = { ...settings, ...brokerSettingsUnder(rules), "min.insync.replicas": String(minInsyncReplicas) };
  const resolved = clusterSettings(given);
  const withoutSessions = { replicaFetchWaitMaxMs: 0, maxIncrementalFetchSessionCacheSlots: 0 };
  return {
    broker: sessions ? resolved.broker : { ...resolved.broker, ...withoutSessions },
    topic: resolved.topicDefaults,
    topicOf: resolved.topicOf,
  };
}
