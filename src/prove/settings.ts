/**
 * The settings under which models run: Kafka's defaults, with what only paces things at its smallest. Time does not pass
 * in a model; what a timer would bring about may happen at any moment.
 */
import type { BrokerConfig } from "../kafka/config/resolve-broker.ts";
import type { TopicConfig } from "../kafka/config/resolve-topic.ts";
import { topicPartition } from "../kafka/topic-partition.ts";
import { type ClusterSettings, clusterSettings } from "../scenario/settings.ts";

export const modelTopic = "orders";
export const modelTopicId = 1;
/** The one partition of every model: orders-0. */
export const modelPartition = topicPartition(modelTopicId, 0);

/** The monotonic clock of a step; a replica that lags has not been heard of for longer than any bound. */
export const nowMs = 0;
/** After this, every back-off is over. */
export const afterBackoffMs = 10;

/**
 * Fetches do not wait for data, are one partition each and outside the session cache, which would only count them:
 * a fetch that waits is one that is answered late.
 */
const settings = {
  "replica.fetch.wait.max.ms": "0",
  "replica.fetch.backoff.ms": "1",
  "replica.lag.time.max.ms": "1000",
} as const;

export interface ModelSettings {
  readonly broker: BrokerConfig;
  readonly topic: TopicConfig;
  readonly topicOf: ClusterSettings["topicOf"];
}

export function modelSettings(minInsyncReplicas: number): ModelSettings {
  const resolved = clusterSettings({ ...settings, "min.insync.replicas": String(minInsyncReplicas) });
  const broker: BrokerConfig = { ...resolved.broker, maxIncrementalFetchSessionCacheSlots: 0 };
  return { broker, topic: resolved.topicDefaults, topicOf: resolved.topicOf };
}
