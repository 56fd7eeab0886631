/** Kafka's defaults for clients, and small helpers of the client tests. */
import type { ConsumerConfig } from "../../src/client/consumer-config.ts";
import type { ProducerConfig } from "../../src/client/producer-config.ts";
import type { RecordDraft, RecordSource } from "../../src/client/record-source.ts";
import type { MetadataResponse } from "../../src/kafka/messages/metadata.ts";
import { topicPartition } from "../../src/kafka/topic-partition.ts";

export const producerConfig = (changes: Partial<ProducerConfig> = {}): ProducerConfig => ({
  acks: -1,
  enableIdempotence: true,
  retries: 0x7fffffff,
  maxInFlightRequestsPerConnection: 5,
  batchSize: 16_384,
  lingerMs: 5,
  bufferMemory: 33_554_432,
  maxBlockMs: 60_000,
  maxRequestSize: 1_048_576,
  deliveryTimeoutMs: 120_000,
  requestTimeoutMs: 30_000,
  retryBackoffMs: 100,
  retryBackoffMaxMs: 1000,
  reconnectBackoffMs: 50,
  reconnectBackoffMaxMs: 1000,
  metadataMaxAgeMs: 300_000,
  metadataRecoveryStrategy: "rebootstrap",
  metadataRecoveryRebootstrapTriggerMs: 300_000,
  compressionType: "none",
  partitionerIgnoreKeys: false,
  partitionerAdaptivePartitioningEnable: true,
  ...changes,
});

export const consumerConfig = (changes: Partial<ConsumerConfig> = {}): ConsumerConfig => ({
  autoOffsetReset: "latest",
  isolationLevel: "read_uncommitted",
  fetchMinBytes: 1,
  fetchMaxBytes: 52_428_800,
  fetchMaxWaitMs: 500,
  maxPartitionFetchBytes: 1_048_576,
  maxPollRecords: 500,
  requestTimeoutMs: 30_000,
  retryBackoffMs: 100,
  retryBackoffMaxMs: 1000,
  reconnectBackoffMs: 50,
  reconnectBackoffMaxMs: 1000,
  metadataMaxAgeMs: 300_000,
  metadataRecoveryStrategy: "rebootstrap",
  metadataRecoveryRebootstrapTriggerMs: 300_000,
  clientRack: "",
  group: null,
  ...changes,
});

export const topicName = "orders";
export const topicId = 7;
export const tpOf = (partition: number, id: number = topicId): number => topicPartition(id, partition);

export interface Leader {
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

/** What a broker says: one leader per partition. */
export const metadataOf = (
  correlationId: number,
  leaders: readonly Leader[],
  brokers: readonly number[] = [1, 2, 3],
  id: number = topicId,
): MetadataResponse => ({
  kind: "MetadataResponse",
  name: 0,
  correlationId,
  brokers: brokers.map((nodeId) => ({ nodeId, rack: "" })),
  controllerId: 0,
  topics: [
    {
      name: topicName,
      topicId: id,
      errorCode: 0,
      partitions: leaders.map(({ leaderId, leaderEpoch }, partition) => ({
        partition,
        errorCode: leaderId === -1 ? 5 : 0,
        leaderId,
        leaderEpoch,
        replicas: [1, 2, 3],
        isr: [1, 2, 3],
        offlineReplicas: [],
      })),
    },
  ],
});

/** Records at given times: by default keyless, 100 bytes, to partition 0. */
export const records = (
  times: readonly number[],
  draft: (index: number) => Partial<RecordDraft> = () => ({}),
): RecordSource => ({
  topics: [topicName],
  records: times.length,
  sendTimeMs: (index) => times[index]!,
  firstIndexAfter: (elapsedMs) => {
    const index = times.findIndex((time) => time > elapsedMs);
    return index === -1 ? times.length : index;
  },
  fill: (index, target) => {
    Object.assign(target, {
      id: index,
      topic: 0,
      key: null,
      keyHash: -1,
      value: "v",
      headers: [],
      sizeInBytes: 100,
      timestampSkewMs: 0,
      partition: 0,
      ...draft(index),
    });
  },
});
