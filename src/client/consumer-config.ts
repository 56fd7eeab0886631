/** Settings of a consumer without a group (assign, seek), as Kafka resolves them. */
export interface ConsumerConfig {
  readonly autoOffsetReset: "latest" | "earliest" | "none";
  readonly isolationLevel: "read_uncommitted" | "read_committed";
  readonly fetchMinBytes: number;
  readonly fetchMaxBytes: number;
  readonly fetchMaxWaitMs: number;
  readonly maxPartitionFetchBytes: number;
  readonly maxPollRecords: number;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
  readonly metadataMaxAgeMs: number;
  readonly clientRack: string;
}
