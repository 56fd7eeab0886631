/** Produce (0), newest version: partitions by topic id, one batch each (ProduceRequest.json, KIP-98, KIP-951). */
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
}

export interface ProducePartition {
  readonly topicPartition: TopicPartition;
  readonly batch: RecordBatch;
}

/** Never sent for acks=0. */
export interface ProduceResponse extends Response {
  readonly kind: "ProduceResponse";
  readonly partitions: readonly ProducePartitionResponse[];
}

export interface ProducePartitionResponse {
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
