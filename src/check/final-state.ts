/** The world at the end of a run as plain data, read only: what the last checks compare. */
import type { PartitionRegistration } from "../kafka/metadata/records.ts";
import type { RecordBatch } from "../kafka/records.ts";
import type { TopicPartition } from "../kafka/topic-partition.ts";

export interface FinalState {
  readonly atMicros: number;
  /** Progress is judged after `done` and `calm-limit` only, and only if the run was told of its calm phase. */
  readonly stop: "done" | "calm-limit" | "event-limit" | "violation";
  readonly brokers: readonly FinalBroker[];
  readonly partitions: readonly FinalPartition[];
  readonly clients: readonly FinalClient[];
  readonly groups: readonly FinalGroup[];
}

export interface FinalBroker {
  readonly broker: number;
  /** Its process runs, and no cut or pause is left on it: it belongs to the core that was healed. */
  readonly healthy: boolean;
  /** As the controller sees it. */
  readonly fenced: boolean;
  /** The controller has it under another broker epoch than it knows: that of an earlier process, whose request came late. */
  readonly superseded: boolean;
}

export interface FinalPartition {
  readonly topicPartition: TopicPartition;
  readonly topic: string;
  readonly registration: PartitionRegistration;
  /** One for each replica whose log is open in a running process. */
  readonly replicas: readonly FinalReplica[];
}

export interface FinalReplica {
  readonly broker: number;
  readonly isLeader: boolean;
  /** As this broker believes. */
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
  /** Leader-epoch cache: epochs and their start offsets, in parallel. */
  readonly epochs: readonly number[];
  readonly epochStarts: readonly number[];
  /** In log order. */
  readonly batches: readonly RecordBatch[];
  readonly producers: readonly FinalProducerState[];
  /** An AlterPartition of this leader has no answer yet. */
  readonly alterPartitionPending: boolean;
}

interface FinalProducerState {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly lastSequence: number;
}

export interface FinalClient {
  readonly client: number;
  /** Its process runs, neither paused nor cut off. */
  readonly healthy: boolean;
  /** Records of its plan that are due, and probes, that its application has not sent. */
  readonly unsent: number;
  readonly probes: readonly FinalProbe[];
  /** Of a reader: the partitions that it has not read up to the high watermark of their leader. */
  readonly behind: readonly FinalLag[];
}

export interface FinalGroup {
  readonly groupId: string;
  /** As its coordinator has it; null: no coordinator has it. */
  readonly state: string | null;
  /** The consumers that were made with this group id. */
  readonly members: readonly FinalMember[];
  /** Partitions of what healthy members subscribe to, which none of them holds. */
  readonly unowned: readonly TopicPartition[];
  /** Those of which not all of these members have heard yet. */
  readonly unheard: readonly TopicPartition[];
}

export interface FinalMember {
  readonly client: number;
  readonly healthy: boolean;
  /** Its application has processed and committed what it was given. */
  readonly isIdle: boolean;
}

/** A record that a producer was asked for when the cluster had come to rest. */
export interface FinalProbe {
  readonly record: number;
  readonly topicPartition: TopicPartition;
}

export interface FinalLag {
  readonly topicPartition: TopicPartition;
  /** The next offset that the reader wants; -1: it has none. */
  readonly position: number;
  readonly highWatermark: number;
}

/** The log of the leader that the controller has, once it acts as such. */
export const rulingLog = (one: FinalPartition): FinalReplica | null =>
  one.replicas.find(
    (replica) =>
      replica.isLeader &&
      replica.broker === one.registration.leader &&
      replica.leaderEpoch === one.registration.leaderEpoch,
  ) ?? null;
