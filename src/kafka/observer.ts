/**
 * What checkers see of the protocols: plain calls with plain values, made by the machines at the moment of the fact.
 * Nothing here changes what a protocol does. No event objects are made.
 */
import type { Millis } from "../core/time.ts";
import type { ErrorCode } from "./errors.ts";
import type { PartitionRegistration } from "./metadata/records.ts";
import type { RecordBatch } from "./records.ts";
import type { TopicPartition } from "./topic-partition.ts";

export interface LogObserver {
  /** After loading (and recovery) at boot, or when a new replica's empty log is made. */
  logOpened(
    broker: number,
    tp: TopicPartition,
    logStartOffset: number,
    logEndOffset: number,
    highWatermark: number,
    unclean: boolean,
  ): void;
  /** `batch` as stored. `leaderEpoch` is the one under which this replica acts. */
  appended(broker: number, tp: TopicPartition, batch: RecordBatch, asLeader: boolean, leaderEpoch: number): void;
  truncated(broker: number, tp: TopicPartition, toOffset: number, leaderEpoch: number): void;
  /** All records dropped; the log starts anew at `offset`. */
  restartedAt(broker: number, tp: TopicPartition, offset: number, leaderEpoch: number): void;
  logStartMoved(
    broker: number,
    tp: TopicPartition,
    logStartOffset: number,
    reason: "retention" | "delete-records" | "leader",
  ): void;
  /** `removed`: the batches of the cleaned segments before, `kept`: after. */
  compacted(
    broker: number,
    tp: TopicPartition,
    before: readonly RecordBatch[],
    after: readonly RecordBatch[],
    nowMs: Millis,
  ): void;
  logDeleted(broker: number, tp: TopicPartition): void;
  segmentRolled(broker: number, tp: TopicPartition, baseOffset: number): void;
  /** The log directory failed; its replicas are offline. */
  logDirFailed(broker: number, disk: number): void;
}

export interface ReplicaObserver {
  highWatermarkMoved(
    broker: number,
    tp: TopicPartition,
    highWatermark: number,
    isLeader: boolean,
    leaderEpoch: number,
  ): void;
  becameLeader(broker: number, tp: TopicPartition, leaderEpoch: number, logEndOffset: number): void;
  becameFollower(broker: number, tp: TopicPartition, leaderEpoch: number, leader: number): void;
  /** The leader took a follower's fetch as proof that it holds everything below `logEndOffset`. */
  followerFetched(
    leader: number,
    tp: TopicPartition,
    follower: number,
    logEndOffset: number,
    leaderEpoch: number,
  ): void;
  isrProposed(
    leader: number,
    tp: TopicPartition,
    isr: readonly number[],
    leaderEpoch: number,
    partitionEpoch: number,
  ): void;
  isrCommitted(
    leader: number,
    tp: TopicPartition,
    isr: readonly number[],
    leaderEpoch: number,
    partitionEpoch: number,
  ): void;
  /** The leader answers a produce. `baseOffset` is -1 with an error that wrote nothing. */
  produceAnswered(
    leader: number,
    tp: TopicPartition,
    batch: RecordBatch,
    acks: number,
    errorCode: ErrorCode,
    baseOffset: number,
    duplicate: boolean,
  ): void;
  fetchRefused(broker: number, tp: TopicPartition, replicaId: number, errorCode: ErrorCode): void;
  /** A follower learnt that its log leaves the leader's after `endOffset` of `epoch`. */
  diverged(follower: number, tp: TopicPartition, epoch: number, endOffset: number): void;
  /** A fetch was answered after its follower had gone over to a newer leader epoch of the same leader. */
  fetchAnsweredLate(follower: number, tp: TopicPartition, askedInEpoch: number, diverges: boolean): void;
  /** A follower gives a partition up until its next leader epoch (AbstractFetcherThread.markPartitionFailed). */
  followingFailed(follower: number, tp: TopicPartition, errorCode: ErrorCode): void;
  /** A broker replayed the metadata log up to this offset and acted on it. */
  metadataApplied(broker: number, offset: number): void;
}

export interface ControllerObserver {
  brokerRegistered(broker: number, brokerEpoch: number, unclean: boolean): void;
  brokerFenced(broker: number, brokerEpoch: number): void;
  brokerUnfenced(broker: number, brokerEpoch: number): void;
  brokerShuttingDown(broker: number, brokerEpoch: number): void;
  topicCreated(name: string, tp: readonly TopicPartition[]): void;
  topicDeleted(name: string, tp: readonly TopicPartition[]): void;
  /** After every change of a partition, the creation included (`before` null). */
  partitionChanged(
    tp: TopicPartition,
    before: PartitionRegistration | null,
    after: PartitionRegistration,
    election: ElectionKind,
  ): void;
  /** One proposed ISR, judged (protocol R-25). */
  alterPartitionJudged(
    tp: TopicPartition,
    sender: number,
    leaderEpoch: number,
    partitionEpoch: number,
    brokerEpoch: number,
    errorCode: ErrorCode,
  ): void;
  configChanged(topic: string, key: string, value: string | null): void;
  /** The controller (again) runs, with its ledger folded up to this offset. */
  controllerStarted(offset: number): void;
}

/** How the leader of a change came about; `none`: no leader change. */
export type ElectionKind = "none" | "clean" | "eligible" | "last-known" | "unclean" | "preferred" | "leaderless";

export interface ClientObserver {
  /** The application called send; `record` is the ghost identity. */
  sendInvoked(client: number, record: number, key: string | null, atMs: Millis): void;
  /** The record got its partition and, with idempotence, its producer session. */
  sendAssigned(client: number, record: number, tp: TopicPartition): void;
  /** Right before each attempt leaves the client. */
  sendAttempted(client: number, tp: TopicPartition, batch: RecordBatch, broker: number, attempt: number): void;
  /** The application's callback. `definite`: every attempt surely failed, or none left the client. offset -1 if unknown. */
  sendCompleted(
    client: number,
    record: number,
    tp: TopicPartition,
    outcome: SendOutcome,
    errorCode: ErrorCode,
    offset: number,
  ): void;
  /** A gap in the sequences of `tp` made the producer raise its epoch; what that partition has in flight starts anew. */
  producerEpochBumped(client: number, producerId: number, producerEpoch: number, tp: TopicPartition): void;
  /** Assigned, sought or reset: the next offset to be returned; `epoch` -1 unknown. */
  positionSet(
    client: number,
    tp: TopicPartition,
    offset: number,
    reason: "assign" | "seek" | "reset" | "truncation",
  ): void;
  /** Records returned by one poll from one partition, in order: offsets and identities in parallel. */
  polled(
    client: number,
    tp: TopicPartition,
    batch: RecordBatch,
    fromOffset: number,
    toOffset: number,
    broker: number,
  ): void;
  truncationDetected(client: number, tp: TopicPartition, position: number, divergentOffset: number): void;
  metadataRefreshed(client: number): void;
  adminCompleted(client: number, request: string, errorCode: ErrorCode): void;
}

export type SendOutcome = "ok" | "fail" | "info";

/** What the run tells besides: the world itself. */
export interface WorldObserver {
  nodeDown(node: number, cause: "process-crash" | "power-loss" | "exit"): void;
  nodeUp(node: number, incarnation: number): void;
  nodePaused(node: number): void;
  nodeResumed(node: number): void;
  /** After a power loss: how many entries of a file survived of how many. */
  fileTorn(node: number, disk: number, file: string, kept: number, had: number): void;
  diskWiped(node: number, disk: number): void;
  faultStarted(index: number): void;
  faultEnded(index: number): void;
}

export interface KafkaObserver extends LogObserver, ReplicaObserver, ControllerObserver, ClientObserver {}
export interface TrialObserver extends KafkaObserver, WorldObserver {}
