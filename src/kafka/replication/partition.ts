/**
 * One replica of a partition, as leader or follower (kafka.cluster.Partition): the state; its changes live beside it.
 *
 * Transitions, all by metadata (`applyRegistration` in registration.ts) unless said otherwise:
 *   none                -> leader, follower     the first registration that names this broker
 *   leader, follower    -> leader, follower     a newer leader epoch
 *   leader, follower    -> same                 the same leader epoch: a newer partition epoch brings replicas and ISR
 *   any                 -> offline              the log directory failed (`takeOffline`); for the life of the process
 *   any                 -> stopped              deleted, or reassigned away (`stopPartition`)
 *
 * As a leader also the ISR moves, by proposal and answer (isr.ts):
 *   committed --a follower caught up--> pending expand --committed by answer or metadata, or refused--> committed
 *   committed --a follower lags--> pending shrink --committed by answer or metadata, or refused--> committed
 */
import type { TopicConfig } from "../config/resolve-topic.ts";
import type { PartitionLog } from "../log/partition-log.ts";
import type { AlterPartition } from "../messages/controller.ts";
import type { FetchRequest } from "../messages/fetch.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { RemoteReplica } from "./remote-replica.ts";

export type ReplicaRole = "none" | "leader" | "follower" | "offline" | "stopped";

export interface Partition {
  readonly topicPartition: TopicPartition;
  readonly topicName: string;
  readonly log: PartitionLog;
  config: TopicConfig;
  role: ReplicaRole;
  /** -1: none. */
  leader: number;
  leaderEpoch: number;
  partitionEpoch: number;
  /** Where the log ended when this leader epoch began; -1 unless leader. */
  leaderEpochStartOffset: number;
  replicas: readonly number[];
  /** Committed by the controller, as the leader knows; empty on a follower. */
  isr: readonly number[];
  /** The superset that counts while a proposal is out (KIP-497). */
  maximalIsr: readonly number[];
  pending: PendingIsr | null;
  /** The other replicas, in the order of the assignment; empty on a follower. */
  remotes: RemoteReplica[];
  /** min(min.insync.replicas, replication factor) (P-6). */
  effectiveMinIsr: number;
  /** Who wants to know when this partition moves. */
  readonly watchers: PartitionWatcher[];
}

/** A reader of the partition, as the partition sees it. */
export interface PartitionWatcher {
  /** The log end or start, the high watermark or the role changed. */
  onMoved(): void;
  /** The replica left its role for good; another one may take its place. */
  onLeft(): void;
  /** The fetch with which it waits for a move; null: none. */
  waiting(): WaitingFetch | null;
}

export interface WaitingFetch {
  readonly request: FetchRequest;
}

/** A proposed ISR whose fate is unknown. */
export interface PendingIsr {
  readonly kind: "expand" | "shrink";
  readonly isr: readonly number[];
  /** Built once, with the broker epochs of that moment. */
  readonly request: AlterPartition;
  /** What further attempts carry: the same. */
  readonly retry: AlterPartition;
  /** How often it was sent. */
  attempts: number;
}

/** A replica that has its log but no role yet. */
export function newPartition(tp: TopicPartition, topicName: string, log: PartitionLog, config: TopicConfig): Partition {
  return {
    topicPartition: tp,
    topicName,
    log,
    config,
    role: "none",
    leader: -1,
    leaderEpoch: -1,
    partitionEpoch: -1,
    leaderEpochStartOffset: -1,
    replicas: [],
    isr: [],
    maximalIsr: [],
    pending: null,
    remotes: [],
    effectiveMinIsr: config.minInsyncReplicas,
    watchers: [],
  };
}

export const isLeader = (partition: Partition): boolean => partition.role === "leader";

export function remoteReplicaOf(partition: Partition, brokerId: number): RemoteReplica | null {
  const { remotes } = partition;
  for (let i = 0; i < remotes.length; i++) {
    const remote = remotes[i]!;
    if (remote.brokerId === brokerId) return remote;
  }
  return null;
}
