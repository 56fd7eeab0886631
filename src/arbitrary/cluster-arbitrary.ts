/**
 * Small clusters of any shape, for properties: Kafka's timeouts and segment sizes are shrunk together (an internal
 * switch; a real configuration is never changed so), so that a run of a few virtual seconds meets ISR changes, sessions
 * that expire, segments that roll and retention.
 */
import fc from "fast-check";
import type { ClusterPlan, Settings, TopicPlan } from "../scenario/scenario.ts";
import { choice } from "./as-it-is.ts";

/** Kafka's defaults divided by 20, ratios kept: session below lag time, heartbeat below session. */
export const quickBrokerSettings: Settings = {
  "replica.lag.time.max.ms": "1500",
  "replica.fetch.wait.max.ms": "100",
  "replica.fetch.backoff.ms": "60",
  "replica.socket.timeout.ms": "900",
  "broker.heartbeat.interval.ms": "120",
  "broker.session.timeout.ms": "500",
  "replica.high.watermark.checkpoint.interval.ms": "300",
  "log.flush.offset.checkpoint.interval.ms": "2000",
  "log.flush.start.offset.checkpoint.interval.ms": "2000",
  "log.retention.check.interval.ms": "1000",
  "log.cleaner.backoff.ms": "700",
  "leader.imbalance.check.interval.seconds": "3",
  "unclean.leader.election.interval.ms": "1000",
};

const segmentSettings: fc.Arbitrary<Settings> = choice<Settings>(
  {},
  {},
  { "segment.bytes": "600" },
  { "segment.bytes": "900", "segment.ms": "2500" },
  { "segment.bytes": "600", "retention.bytes": "2500", "file.delete.delay.ms": "500" },
  { "segment.bytes": "900", "retention.ms": "4000", "file.delete.delay.ms": "500" },
  {
    "segment.bytes": "500",
    "cleanup.policy": "compact",
    "min.cleanable.dirty.ratio": "0.1",
    "delete.retention.ms": "3000",
  },
);

const moreTopicSettings: fc.Arbitrary<Settings> = choice<Settings>(
  {},
  {},
  { "message.timestamp.type": "LogAppendTime" },
  { "flush.messages": "1" },
);

interface TopicDraft {
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly minIsr: string;
  readonly segments: Settings;
  readonly more: Settings;
  readonly unclean: string;
}

const topicDraft: fc.Arbitrary<TopicDraft> = fc.record({
  partitions: fc.constantFrom(1, 2, 3, 3),
  replicationFactor: fc.constantFrom(3, 3, 3, 3, 2, 2, 1),
  minIsr: fc.constantFrom("1", "2"),
  segments: segmentSettings,
  more: moreTopicSettings,
  unclean: fc.constantFrom("false", "false", "false", "true"),
});

const topic: fc.Arbitrary<TopicPlan> = topicDraft.map(
  (t) => ({
    name: "orders",
    partitions: t.partitions,
    replicationFactor: t.replicationFactor,
    settings: {
      ...t.segments,
      ...t.more,
      "min.insync.replicas": t.minIsr,
      ...(t.unclean === "true" ? { "unclean.leader.election.enable": "true" } : {}),
    },
  }),
  (value) => {
    const { partitions, replicationFactor, settings } = value as TopicPlan;
    const {
      "min.insync.replicas": minIsr = "1",
      "unclean.leader.election.enable": unclean = "false",
      ...segments
    } = settings;
    return { partitions, replicationFactor, minIsr, segments, more: {}, unclean };
  },
);

/** The ratios of the timeouts, and what reads and balances, in a few other ways. */
const brokerSettings: fc.Arbitrary<Settings> = choice<Settings>(
  quickBrokerSettings,
  { ...quickBrokerSettings, "broker.session.timeout.ms": "1200" },
  { ...quickBrokerSettings, "eligible.leader.replicas.enable": "false" },
  { ...quickBrokerSettings, "broker.session.timeout.ms": "1800", "leader.imbalance.check.interval.seconds": "1" },
  { ...quickBrokerSettings, "replica.lag.time.max.ms": "500", "replica.fetch.wait.max.ms": "40" },
  { ...quickBrokerSettings, "replica.selector.class": "org.apache.kafka.common.replica.RackAwareReplicaSelector" },
);

export const smallCluster: fc.Arbitrary<ClusterPlan> = fc.record({
  brokers: fc.constantFrom(3, 3, 3, 3, 4, 2, 1),
  racks: choice<string[]>([], [], ["a", "b", "c"], ["a", "b"]),
  disksPerBroker: fc.constantFrom(1, 1, 2),
  settings: brokerSettings,
  topics: fc.array(topic, { minLength: 1, maxLength: 1 }),
  latencyMicros: choice(
    { min: 200, max: 2000 },
    { min: 500, max: 30_000 },
    { min: 1000, max: 150_000 },
    { min: 1000, max: 150_000 },
    { min: 3000, max: 400_000 },
  ),
});
