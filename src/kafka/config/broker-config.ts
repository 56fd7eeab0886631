/**
 * The broker settings that the model reads: Kafka's keys in camelCase, units last, as Kafka resolves them.
 * Values come from `resolve-*.ts`; defaults, ranges and sources stand in the key tables of this folder.
 */
export interface BrokerConfig {
  readonly defaultReplicationFactor: number;
  readonly numPartitions: number;
  readonly autoCreateTopicsEnable: boolean;
  readonly autoLeaderRebalanceEnable: boolean;
  readonly leaderImbalancePerBrokerPercentage: number;
  readonly leaderImbalanceCheckIntervalSeconds: number;
  /** How often the controller looks for leaderless partitions that may be elected uncleanly. */
  readonly uncleanLeaderElectionIntervalMs: number;
  readonly replicaLagTimeMaxMs: number;
  readonly replicaFetchWaitMaxMs: number;
  readonly replicaFetchMinBytes: number;
  readonly replicaFetchMaxBytes: number;
  readonly replicaFetchResponseMaxBytes: number;
  readonly replicaFetchBackoffMs: number;
  readonly replicaSocketTimeoutMs: number;
  readonly replicaHighWatermarkCheckpointIntervalMs: number;
  readonly replicaSelectorClass: "leader" | "rack-aware";
  readonly brokerHeartbeatIntervalMs: number;
  readonly brokerSessionTimeoutMs: number;
  readonly initialBrokerRegistrationTimeoutMs: number;
  readonly controlledShutdownEnable: boolean;
  readonly logRetentionCheckIntervalMs: number;
  readonly logFlushSchedulerIntervalMs: number;
  readonly logFlushOffsetCheckpointIntervalMs: number;
  readonly logFlushStartOffsetCheckpointIntervalMs: number;
  readonly logCleanerEnable: boolean;
  readonly logCleanerBackoffMs: number;
  readonly numRecoveryThreadsPerDataDir: number;
  readonly producerIdExpirationMs: number;
  readonly producerIdExpirationCheckIntervalMs: number;
  readonly maxIncrementalFetchSessionCacheSlots: number;
  /** KIP-966, on as in 4.1. */
  readonly eligibleLeaderReplicasEnable: boolean;
  /** Upper bound of the wait of a consumer's or follower's fetch. */
  readonly fetchMaxBytes: number;
}
