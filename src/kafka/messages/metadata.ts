/** Metadata (3): what clients learn from any broker's own, possibly stale, image. */
import type { ErrorCode } from "../errors.ts";
import type { TopicId } from "../topic-partition.ts";
import type { Request, Response } from "./message.ts";

export interface MetadataRequest extends Request {
  readonly kind: "Metadata";
  /** Topic names; null: all. */
  readonly topics: readonly string[] | null;
  readonly allowAutoTopicCreation: boolean;
}

export interface MetadataResponse extends Response {
  readonly kind: "MetadataResponse";
  readonly brokers: readonly { readonly nodeId: number; readonly rack: string }[];
  readonly controllerId: number;
  readonly topics: readonly MetadataTopic[];
}

export interface MetadataTopic {
  readonly name: string;
  readonly topicId: TopicId;
  readonly errorCode: ErrorCode;
  readonly partitions: readonly MetadataPartition[];
}

export interface MetadataPartition {
  readonly partition: number;
  readonly errorCode: ErrorCode;
  /** -1: none. */
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offlineReplicas: readonly number[];
}
