/** Settings of a producer as Kafka resolves them; keys in camelCase, units last. */
export interface ProducerConfig {
  /** 0, 1, -1 (all). */
  readonly acks: number;
  readonly enableIdempotence: boolean;
  readonly retries: number;
  readonly maxInFlightRequestsPerConnection: number;
  readonly batchSize: number;
  readonly lingerMs: number;
  readonly bufferMemory: number;
  readonly maxBlockMs: number;
  readonly maxRequestSize: number;
  readonly deliveryTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
  readonly metadataMaxAgeMs: number;
  readonly compressionType: string;
  readonly partitionerIgnoreKeys: boolean;
  readonly partitionerAdaptivePartitioningEnable: boolean;
}
