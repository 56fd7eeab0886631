/** What clients tell: the calls of their applications, and what came of them. */
import type { NodeId } from "../core/ids.ts";
import { mix3 } from "../core/mix.ts";
import { type ObserverOf, observation } from "../core/observer.ts";
import type { Millis } from "../core/time.ts";
import type { ErrorCode } from "../kafka/errors.ts";
import type { TopicPartitions } from "../kafka/messages/consumer-protocol.ts";
import type { CommittedOffset } from "../kafka/messages/groups.ts";
import type { AdminAction } from "../kafka/messages/operator.ts";
import type { RecordBatch } from "../kafka/records.ts";
import type { TopicPartition } from "../kafka/topic-partition.ts";

/** `fail`: every attempt surely failed, or none left the client. */
export type SendOutcome = "ok" | "fail" | "info";

export const clientObservations = {
  /** The application called send; `record` is the ghost identity. */
  sendInvoked: observation<[client: NodeId, record: number, key: string | null, atMs: Millis]>(4),
  /** The record got its partition and, with idempotence, its producer session. */
  sendAssigned: observation<[client: NodeId, record: number, tp: TopicPartition]>(3),
  /** Right before each attempt leaves the client. */
  sendAttempted:
    observation<[client: NodeId, tp: TopicPartition, batch: RecordBatch, broker: NodeId, attempt: number]>(5),
  /** The application's callback; `offset` -1 if unknown. */
  sendCompleted:
    observation<
      [client: NodeId, record: number, tp: TopicPartition, outcome: SendOutcome, errorCode: ErrorCode, offset: number]
    >(6),
  /** A gap in the sequences of `tp` made the producer raise its epoch; what that partition has in flight starts anew. */
  producerEpochBumped: observation<[client: NodeId, producerId: number, producerEpoch: number, tp: TopicPartition]>(4),
  /** Assigned, sought or reset: the next offset to be returned. */
  positionSet:
    observation<
      [
        client: NodeId,
        tp: TopicPartition,
        offset: number,
        reason: "assign" | "seek" | "reset" | "truncation" | "committed",
      ]
    >(4),
  /** What one poll returned of one batch: its records in [fromOffset, toOffset). */
  polled: observation<
    [client: NodeId, tp: TopicPartition, batch: RecordBatch, fromOffset: number, toOffset: number, broker: NodeId]
  >(6, {
    digest: (note) => (_client, tp, _batch, fromOffset, toOffset) => note(mix3(tp, fromOffset, toOffset)),
  }),
  /** The application is done with what a poll returned, in the generation in which it was assigned. */
  processed:
    observation<
      [
        client: NodeId,
        groupId: string,
        generationId: number,
        tp: TopicPartition,
        batch: RecordBatch,
        fromOffset: number,
        toOffset: number,
      ]
    >(7),
  /** The callbacks of a member; `added` beside what it held, which `owned` names too. */
  partitionsAssigned:
    observation<
      [
        client: NodeId,
        groupId: string,
        generationId: number,
        added: readonly TopicPartitions[],
        owned: readonly TopicPartitions[],
      ]
    >(5),
  partitionsRevoked:
    observation<[client: NodeId, groupId: string, generationId: number, partitions: readonly TopicPartitions[]]>(4),
  partitionsLost:
    observation<[client: NodeId, groupId: string, generationId: number, partitions: readonly TopicPartitions[]]>(4),
  /** Poll threw this. */
  pollFailed: observation<[client: NodeId, groupId: string, errorCode: ErrorCode]>(3),
  /** The group's committed offset of a partition that was assigned; -1: none. */
  committedFetched: observation<[client: NodeId, groupId: string, tp: TopicPartition, offset: number]>(4),
  /** Right before each attempt of a commit leaves the client. */
  commitAttempted:
    observation<
      [client: NodeId, groupId: string, memberId: string, generationId: number, offsets: readonly CommittedOffset[]]
    >(5),
  commitCompleted:
    observation<[client: NodeId, groupId: string, offsets: readonly CommittedOffset[], errorCode: ErrorCode]>(4),
  truncationDetected: observation<[client: NodeId, tp: TopicPartition, position: number, divergentOffset: number]>(4),
  metadataRefreshed: observation<[client: NodeId]>(1),
  adminCompleted: observation<[client: NodeId, action: AdminAction, errorCode: ErrorCode]>(3),
};

export interface ClientObserver extends ObserverOf<typeof clientObservations> {}
