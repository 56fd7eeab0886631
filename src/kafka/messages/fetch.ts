/**
 * Fetch (1), newest version: topic ids (KIP-516), sessions (KIP-227), diverging epochs (KIP-595), preferred read replica
 * (KIP-392), broker epoch of the replica (KIP-903).
 */
import type { ErrorCode } from "../errors.ts";
import type { RecordBatch } from "../records.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { Request, Response } from "./message.ts";
import type { CurrentLeader } from "./produce.ts";

/** What a consumer is shown: all that is committed, or only what lies below every transaction that is still open. */
export type IsolationLevel = "read_uncommitted" | "read_committed";

export interface FetchRequest extends Request {
  readonly kind: "Fetch";
  /** The follower's broker id; -1 for a consumer. */
  readonly replicaId: number;
  /** The follower's broker epoch; -1 unknown. */
  readonly replicaEpoch: number;
  /** What a consumer may see; of no meaning for a follower. */
  readonly isolationLevel: IsolationLevel;
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  /** 0 and epoch 0: ask for a new session; epoch -1: no session. */
  readonly sessionId: number;
  readonly sessionEpoch: number;
  /** Whole list in a full fetch; only what changed in an incremental one. */
  readonly partitions: readonly FetchPartition[];
  readonly forgotten: readonly TopicPartition[];
  /** The consumer's client.rack, or "". */
  readonly rackId: string;
}

export interface FetchPartition {
  readonly topicPartition: TopicPartition;
  /** -1: no fencing. */
  readonly currentLeaderEpoch: number;
  readonly fetchOffset: number;
  /** -1: no diverging check. */
  readonly lastFetchedEpoch: number;
  /** Of the follower; -1 for a consumer. */
  readonly logStartOffset: number;
  readonly partitionMaxBytes: number;
}

export interface FetchResponse extends Response {
  readonly kind: "FetchResponse";
  /** Of the session or the whole request. */
  readonly errorCode: ErrorCode;
  readonly sessionId: number;
  /** In an incremental fetch only partitions with news. */
  readonly partitions: readonly FetchPartitionResponse[];
}

export interface FetchPartitionResponse {
  readonly topicPartition: TopicPartition;
  readonly errorCode: ErrorCode;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly divergingEpoch: EpochEndOffset | null;
  readonly currentLeader: CurrentLeader | null;
  /** -1: none. */
  readonly preferredReadReplica: number;
  readonly batches: readonly RecordBatch[];
}

/** The largest epoch not above the one asked for, and where it ends; both -1 if undefined (KIP-101, KIP-279). */
export interface EpochEndOffset {
  readonly epoch: number;
  readonly endOffset: number;
}
