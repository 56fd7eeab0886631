/** ListOffsets (2), OffsetForLeaderEpoch (23), DeleteRecords (21), InitProducerId (22). */
import type { ErrorCode } from "../errors.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { IsolationLevel } from "./fetch.ts";
import type { Request, Response } from "./message.ts";

export const earliestTimestamp = -2;
export const latestTimestamp = -1;
/** KIP-734. */
export const maxTimestamp = -3;

export interface ListOffsetsRequest extends Request {
  readonly kind: "ListOffsets";
  readonly replicaId: number;
  /** Of a consumer. */
  readonly isolationLevel: IsolationLevel;
  readonly partitions: readonly {
    readonly topicPartition: TopicPartition;
    readonly currentLeaderEpoch: number;
    /** -1 latest (for a consumer the high watermark, or the last stable offset; log end for a replica), -2 earliest, -3 of the largest time, else ms. */
    readonly timestamp: number;
  }[];
}

export interface ListOffsetsResponse extends Response {
  readonly kind: "ListOffsetsResponse";
  readonly partitions: readonly {
    readonly topicPartition: TopicPartition;
    readonly errorCode: ErrorCode;
    /** -1: no record at or after the timestamp. */
    readonly offset: number;
    readonly timestamp: number;
    readonly leaderEpoch: number;
  }[];
}

export interface OffsetForLeaderEpochRequest extends Request {
  readonly kind: "OffsetForLeaderEpoch";
  readonly replicaId: number;
  readonly partitions: readonly {
    readonly topicPartition: TopicPartition;
    readonly currentLeaderEpoch: number;
    readonly leaderEpoch: number;
  }[];
}

export interface OffsetForLeaderEpochResponse extends Response {
  readonly kind: "OffsetForLeaderEpochResponse";
  readonly partitions: readonly {
    readonly topicPartition: TopicPartition;
    readonly errorCode: ErrorCode;
    /** -1 undefined. */
    readonly leaderEpoch: number;
    readonly endOffset: number;
  }[];
}

export interface DeleteRecordsRequest extends Request {
  readonly kind: "DeleteRecords";
  readonly timeoutMs: number;
  readonly partitions: readonly {
    readonly topicPartition: TopicPartition;
    /** Delete below this offset; -1: below the high watermark. */
    readonly offset: number;
  }[];
}

export interface DeleteRecordsResponse extends Response {
  readonly kind: "DeleteRecordsResponse";
  readonly partitions: readonly {
    readonly topicPartition: TopicPartition;
    readonly errorCode: ErrorCode;
    readonly lowWatermark: number;
  }[];
}

export interface InitProducerIdRequest extends Request {
  readonly kind: "InitProducerId";
  readonly producerId: number;
  readonly producerEpoch: number;
}

export interface InitProducerIdResponse extends Response {
  readonly kind: "InitProducerIdResponse";
  readonly errorCode: ErrorCode;
  readonly producerId: number;
  readonly producerEpoch: number;
}

export type OffsetsRequest =
  | ListOffsetsRequest
  | OffsetForLeaderEpochRequest
  | DeleteRecordsRequest
  | InitProducerIdRequest;

export type OffsetsResponse =
  | ListOffsetsResponse
  | OffsetForLeaderEpochResponse
  | DeleteRecordsResponse
  | InitProducerIdResponse;
