/** Settings for tests of the controller: short timeouts, and the two topic settings that it obeys. */
import { type BrokerConfig, resolveBrokerConfig } from "../../../src/kafka/config/resolve-broker.ts";
import type { TopicConfig } from "../../../src/kafka/config/resolve-topic.ts";
import { type ControllerOptions, type Policy, policyOf } from "../../../src/kafka/controller/policy.ts";
import type { ConfigEntries } from "../../../src/kafka/messages/admin.ts";
import type { ControllerRules } from "../../../src/kafka/rules/controller-rules.ts";
import { kafka4, overrideRules } from "../../../src/kafka/rules/rules.ts";

export const brokerConfig: BrokerConfig = {
  defaultReplicationFactor: 3,
  numPartitions: 2,
  autoCreateTopicsEnable: true,
  autoLeaderRebalanceEnable: true,
  leaderImbalancePerBrokerPercentage: 10,
  leaderImbalanceCheckIntervalSeconds: 300,
  uncleanLeaderElectionIntervalMs: 5000,
  replicaLagTimeMaxMs: 1500,
  replicaFetchWaitMaxMs: 100,
  replicaFetchMinBytes: 1,
  replicaFetchMaxBytes: 1 << 20,
  replicaFetchResponseMaxBytes: 10 << 20,
  replicaFetchBackoffMs: 60,
  replicaSocketTimeoutMs: 900,
  replicaHighWatermarkCheckpointIntervalMs: 300,
  replicaSelectorClass: "leader",
  brokerHeartbeatIntervalMs: 200,
  brokerSessionTimeoutMs: 900,
  initialBrokerRegistrationTimeoutMs: 60_000,
  controlledShutdownEnable: true,
  logRetentionCheckIntervalMs: 1000,
  logFlushSchedulerIntervalMs: 1000,
  logFlushOffsetCheckpointIntervalMs: 2000,
  logFlushStartOffsetCheckpointIntervalMs: 2000,
  logCleanerEnable: true,
  logCleanerBackoffMs: 700,
  numRecoveryThreadsPerDataDir: 1,
  producerIdExpirationMs: 86_400_000,
  producerIdExpirationCheckIntervalMs: 600_000,
  maxIncrementalFetchSessionCacheSlots: 1000,
  eligibleLeaderReplicasEnable: true,
  fetchMaxBytes: 55 << 20,
  groups: resolveBrokerConfig({}).groups,
};

export const topicDefaults: TopicConfig = {
  minInsyncReplicas: 2,
  uncleanLeaderElectionEnable: false,
  cleanupPolicy: ["delete"],
  segmentBytes: 1 << 30,
  segmentMs: 604_800_000,
  segmentJitterMs: 0,
  retentionMs: -1,
  retentionBytes: -1,
  deleteRetentionMs: 86_400_000,
  minCompactionLagMs: 0,
  maxCompactionLagMs: Number.MAX_SAFE_INTEGER,
  minCleanableDirtyRatio: 0.5,
  fileDeleteDelayMs: 60_000,
  flushMessages: Number.POSITIVE_INFINITY,
  flushMs: Number.POSITIVE_INFINITY,
  maxMessageBytes: 1_048_588,
  messageTimestampType: "CreateTime",
  messageTimestampBeforeMaxMs: Number.MAX_SAFE_INTEGER,
  messageTimestampAfterMaxMs: 3_600_000,
  compressionType: "producer",
  indexIntervalBytes: 4096,
  segmentIndexBytes: 10 << 20,
};

export const topicConfigOf = (overrides: ConfigEntries): TopicConfig => ({
  ...topicDefaults,
  minInsyncReplicas: Number(overrides["min.insync.replicas"] ?? topicDefaults.minInsyncReplicas),
  uncleanLeaderElectionEnable: overrides["unclean.leader.election.enable"] === "true",
});

export interface Variation {
  readonly rules?: Partial<ControllerRules>;
  readonly config?: Partial<BrokerConfig>;
}

export const optionsWith = ({ rules = {}, config = {} }: Variation = {}): ControllerOptions => ({
  brokerConfig: { ...brokerConfig, ...config },
  topicDefaults,
  topicConfigOf,
  rules: overrideRules(kafka4, { name: "test", controller: rules }),
});

export const policyWith = (variation: Variation = {}): Policy => policyOf(0, optionsWith(variation));
