/** Resolved settings of a scenario, kept by content: a campaign resolves the same cluster thousands of times. */
import type { ConsumerConfig } from "../client/consumer-config.ts";
import type { ProducerConfig } from "../client/producer-config.ts";
import type { BrokerConfig } from "../kafka/config/resolve-broker.ts";
import { resolveBrokerConfig } from "../kafka/config/resolve-broker.ts";
import { resolveConsumerConfig } from "../kafka/config/resolve-consumer.ts";
import { resolveProducerConfig } from "../kafka/config/resolve-producer.ts";
import type { TopicConfig } from "../kafka/config/resolve-topic.ts";
import { resolveTopicConfig } from "../kafka/config/resolve-topic.ts";
import type { ConfigEntries } from "../kafka/messages/admin.ts";
import type { Settings } from "./scenario.ts";

export interface ClusterSettings {
  readonly broker: BrokerConfig;
  readonly topicDefaults: TopicConfig;
  /** The settings of a topic with these overrides under Kafka's own keys; null removes one. */
  topicOf(overrides: ConfigEntries): TopicConfig;
}

export function clusterSettings(settings: Settings): ClusterSettings {
  const topics = new Map<string, TopicConfig>();
  const topicOf = (overrides: ConfigEntries): TopicConfig => {
    const given: Record<string, string> = {};
    for (const [key, value] of Object.entries(overrides)) if (value !== null) given[key] = value;
    const key = JSON.stringify(given);
    const known = topics.get(key);
    if (known !== undefined) return known;
    const config = resolveTopicConfig(settings, given);
    topics.set(key, config);
    return config;
  };
  return { broker: resolveBrokerConfig(settings), topicDefaults: topicOf({}), topicOf };
}

export const producerSettings = (settings: Settings): ProducerConfig => resolveProducerConfig(settings);
export const consumerSettings = (settings: Settings): ConsumerConfig => resolveConsumerConfig(settings);
