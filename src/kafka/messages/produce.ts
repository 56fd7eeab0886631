/**
 * Produce (0): one batch for each partition, named by topic id since version 13 (KIP-516), before by the topic's name
 * (ProduceRequest.json, KIP-98, KIP-951).
 */
import type { ErrorCode } from "../errors.ts";
import type { RecordBatch } from "../records.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { Request, Response } from "./message.ts";

export interface ProduceRequest extends Request {
  readonly kind: "Produce";
  /** 0, 1 or -1 (all). */
  readonly acks: number;
  readonly timeoutMs: number;
  readonly partitions: readonly ProducePartition[];
  /** Parallel to `partitions`: their topics' names, which alone count then; null: the ids count. */
  readonly topicNames: readonly string[] | null;
}

export interface ProducePartition {
  /** As the producer knows it; with a name its partition number alone counts. */
  readonly topicPartition: TopicPartition;
  readonly batch: RecordBatch;
}

/** Never sent for acks=0. */
export interface ProduceResponse extends Response {
  readonly kind: "ProduceResponse";
  readonly partitions: readonly ProducePartitionResponse[];
}

export interface ProducePartitionResponse {
  /** That of the request, or what its name stood for. */
  readonly topicPartition: TopicPartition;
  readonly errorCode: ErrorCode;
  /** -1 if unknown. */
  readonly baseOffset: number;
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  /** With NOT_LEADER_OR_FOLLOWER, as far as the broker knows (KIP-951); else null. */
  readonly currentLeader: CurrentLeader | null;
}

export interface CurrentLeader {
  readonly leaderId: number;
  readonly leaderEpoch: number;
}
