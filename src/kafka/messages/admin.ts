/** Administration: sent to any broker, which forwards to the controller (KIP-590) and passes the answer back. */
import type { ErrorCode } from "../errors.ts";
import type { TopicId, TopicPartition } from "../topic-partition.ts";
import type { Request, Response } from "./message.ts";

/** One topic's settings under Kafka's own keys; null removes one. */
export type ConfigEntries = Readonly<Record<string, string | null>>;

export interface CreateTopicsRequest extends Request {
  readonly kind: "CreateTopics";
  readonly topics: readonly {
    readonly name: string;
    /** -1: the broker's default (num.partitions, default.replication.factor). */
    readonly numPartitions: number;
    readonly replicationFactor: number;
    /** Explicit replicas by partition, or null: the controller places them. */
    readonly assignments: readonly (readonly number[])[] | null;
    readonly configs: ConfigEntries;
  }[];
}

export interface DeleteTopicsRequest extends Request {
  readonly kind: "DeleteTopics";
  readonly names: readonly string[];
}

export interface CreatePartitionsRequest extends Request {
  readonly kind: "CreatePartitions";
  readonly topics: readonly { readonly name: string; readonly count: number }[];
}

export interface AlterPartitionReassignmentsRequest extends Request {
  readonly kind: "AlterPartitionReassignments";
  /** `replicas` null cancels a move in progress. */
  readonly partitions: readonly {
    readonly topicPartition: TopicPartition;
    readonly replicas: readonly number[] | null;
  }[];
}

export interface ElectLeadersRequest extends Request {
  readonly kind: "ElectLeaders";
  readonly electionType: "preferred" | "unclean";
  /** null: every partition. */
  readonly partitions: readonly TopicPartition[] | null;
}

export interface IncrementalAlterConfigsRequest extends Request {
  readonly kind: "IncrementalAlterConfigs";
  readonly topics: readonly { readonly name: string; readonly configs: ConfigEntries }[];
}

export interface UnregisterBrokerRequest extends Request {
  readonly kind: "UnregisterBroker";
  readonly brokerId: number;
}

/** One shape answers all of them: one result per item, in the order of the request. */
export interface AdminResponse extends Response {
  readonly kind: "AdminResponse";
  readonly errorCode: ErrorCode;
  readonly results: readonly { readonly errorCode: ErrorCode; readonly topicId: TopicId }[];
}

export type AdminRequest =
  | CreateTopicsRequest
  | DeleteTopicsRequest
  | CreatePartitionsRequest
  | AlterPartitionReassignmentsRequest
  | ElectLeadersRequest
  | IncrementalAlterConfigsRequest
  | UnregisterBrokerRequest;
