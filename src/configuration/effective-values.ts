/** The values that decide what is promised, each with where it comes from: a line of a file, a default, an assumption. */
import type { BrokerConfig } from "../kafka/config/resolve-broker.ts";
import type { ResolvedProducer } from "../kafka/config/resolve-producer.ts";
import { brokerKeyOfTopicKey, type TopicConfig } from "../kafka/config/resolve-topic.ts";
import type { KafkaVersion } from "../kafka/config/version.ts";
import { lastOf, type PlacedSetting, placeText } from "./parts.ts";

export interface EffectiveValue {
  readonly key: string;
  readonly value: string;
  /** `server.properties:3`, `default of Kafka 4.4`, `--set`. */
  readonly from: string;
}

export interface TopicValues {
  readonly topic: string;
  readonly values: readonly EffectiveValue[];
}

export interface EffectiveValues {
  readonly cluster: readonly EffectiveValue[];
  readonly producer: readonly EffectiveValue[];
  readonly topics: readonly TopicValues[];
}

/** The last setting of that key, else the default of that release; a topic's own settings before those of its broker. */
type Origin = (key: string) => string;

export const originIn = (settings: readonly PlacedSetting[], version: KafkaVersion): Origin => {
  return (key) => {
    const setting = lastOf(settings, key);
    return setting === undefined ? `default of Kafka ${version}` : placeText(setting);
  };
};

export const clusterValues = (
  brokers: { readonly count: number; readonly from: string },
  config: BrokerConfig,
  origin: Origin,
): readonly EffectiveValue[] => [
  { key: "brokers", value: String(brokers.count), from: brokers.from },
  {
    key: "eligible.leader.replicas.enable",
    value: String(config.eligibleLeaderReplicasEnable),
    from: origin("eligible.leader.replicas.enable"),
  },
  {
    key: "producer.id.expiration.ms",
    value: String(config.producerIdExpirationMs),
    from: origin("producer.id.expiration.ms"),
  },
];

/** acks=0 and acks=1 switch idempotence off, unless it is asked for: then that is where its value comes from. */
export function producerValues(producer: ResolvedProducer, origin: Origin): readonly EffectiveValue[] {
  const idempotence = origin("enable.idempotence");
  const isOverruled = !producer.enableIdempotence && producer.acks !== -1 && idempotence.startsWith("default of Kafka");
  return [
    { key: "acks", value: producer.acks === -1 ? "all" : String(producer.acks), from: origin("acks") },
    {
      key: "enable.idempotence",
      value: String(producer.enableIdempotence),
      from: isOverruled ? `acks=${producer.acks}` : idempotence,
    },
    ...(["max.in.flight.requests.per.connection", "delivery.timeout.ms"] as const).map((key) => ({
      key,
      value: String(
        key === "delivery.timeout.ms" ? producer.deliveryTimeoutMs : producer.maxInFlightRequestsPerConnection,
      ),
      from: origin(key),
    })),
  ];
}

interface TopicSource {
  readonly topic: string;
  readonly replicas: { readonly count: number; readonly from: string };
  readonly config: TopicConfig;
  readonly own: readonly PlacedSetting[];
  readonly broker: readonly PlacedSetting[];
  readonly version: KafkaVersion;
}

export function topicValues({ topic, replicas, config, own, broker, version }: TopicSource): TopicValues {
  const origin = (key: string): string => {
    const setting = lastOf(own, key);
    return setting === undefined ? originIn(broker, version)(brokerKeyOfTopicKey[key] ?? key) : placeText(setting);
  };
  const value = (key: string, of: unknown): EffectiveValue => ({ key, value: String(of), from: origin(key) });
  return {
    topic,
    values: [
      { key: "replication factor", value: String(replicas.count), from: replicas.from },
      value("min.insync.replicas", config.minInsyncReplicas),
      value("unclean.leader.election.enable", config.uncleanLeaderElectionEnable),
      ...(Number.isFinite(config.flushMessages) ? [value("flush.messages", config.flushMessages)] : []),
    ],
  };
}
