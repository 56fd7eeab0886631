/**
 * Brokers to controller: BrokerRegistration (62), BrokerHeartbeat (63), AlterPartition (56), AllocateProducerIds (67), and
 * the fetch of the metadata log (KIP-595, KIP-631).
 */
import type { ErrorCode } from "../errors.ts";
import type { MetadataRecord } from "../metadata/records.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { Request, Response } from "./message.ts";

export interface BrokerRegistrationRequest extends Request {
  readonly kind: "BrokerRegistration";
  readonly brokerId: number;
  /** Random per process. */
  readonly incarnationId: number;
  /** From the clean-shutdown file; -1 after an unclean one (KIP-966). */
  readonly previousBrokerEpoch: number;
  readonly rack: string;
  /** Ids of the log directories, in order; a wiped disk has a new id. */
  readonly logDirs: readonly number[];
}

export interface BrokerRegistrationResponse extends Response {
  readonly kind: "BrokerRegistrationResponse";
  readonly errorCode: ErrorCode;
  /** -1 with an error. */
  readonly brokerEpoch: number;
}

export interface BrokerHeartbeatRequest extends Request {
  readonly kind: "BrokerHeartbeat";
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly currentMetadataOffset: number;
  readonly wantFence: boolean;
  readonly wantShutDown: boolean;
  /** Ids of log directories that failed (KIP-858). */
  readonly offlineLogDirs: readonly number[];
  /** Partitions whose replica on this broker is offline with its directory. */
  readonly offlineReplicas: readonly TopicPartition[];
  /**
   * Replicas that got a directory since the last heartbeat that was answered, on a broker with several; absent: none. Kafka has a
   * request of its own for it, AssignReplicasToDirs (73, KIP-858); brokers here keep the directory themselves.
   */
  readonly newReplicas?: readonly TopicPartition[];
}

export interface BrokerHeartbeatResponse extends Response {
  readonly kind: "BrokerHeartbeatResponse";
  readonly errorCode: ErrorCode;
  readonly isCaughtUp: boolean;
  readonly isFenced: boolean;
  readonly shouldShutDown: boolean;
}

export interface AlterPartitionRequest extends Request {
  readonly kind: "AlterPartition";
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly partitions: readonly AlterPartition[];
}

export interface AlterPartition {
  readonly topicPartition: TopicPartition;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  /** With the broker epoch of each member as the leader knows it; -1 unknown (KIP-903). */
  readonly newIsr: readonly { readonly brokerId: number; readonly brokerEpoch: number }[];
  /** Absent: RECOVERED, as every broker says that finished (or does not know) the recovery after an unclean election. */
  readonly leaderRecoveryState?: "RECOVERED" | "RECOVERING";
}

export interface AlterPartitionResponse extends Response {
  readonly kind: "AlterPartitionResponse";
  readonly errorCode: ErrorCode;
  readonly partitions: readonly {
    readonly topicPartition: TopicPartition;
    readonly errorCode: ErrorCode;
    readonly leaderId: number;
    readonly leaderEpoch: number;
    readonly isr: readonly number[];
    readonly partitionEpoch: number;
  }[];
}

export interface AllocateProducerIdsRequest extends Request {
  readonly kind: "AllocateProducerIds";
  readonly brokerId: number;
  readonly brokerEpoch: number;
}

export interface AllocateProducerIdsResponse extends Response {
  readonly kind: "AllocateProducerIdsResponse";
  readonly errorCode: ErrorCode;
  readonly producerIdStart: number;
  readonly producerIdLen: number;
}

/** Long poll on the metadata log: answered at once if there are records at or after `fetchOffset`. */
export interface MetadataFetchRequest extends Request {
  readonly kind: "MetadataFetch";
  readonly brokerId: number;
  readonly fetchOffset: number;
  readonly maxWaitMs: number;
}

export interface MetadataFetchResponse extends Response {
  readonly kind: "MetadataFetchResponse";
  readonly errorCode: ErrorCode;
  readonly baseOffset: number;
  readonly records: readonly MetadataRecord[];
  /** High watermark of the metadata log. */
  readonly endOffset: number;
}

/** What only brokers ask, and only the controller answers. */
export type ControllerRequest =
  | BrokerRegistrationRequest
  | BrokerHeartbeatRequest
  | AlterPartitionRequest
  | AllocateProducerIdsRequest
  | MetadataFetchRequest;

export type ControllerResponse =
  | BrokerRegistrationResponse
  | BrokerHeartbeatResponse
  | AlterPartitionResponse
  | AllocateProducerIdsResponse
  | MetadataFetchResponse;
