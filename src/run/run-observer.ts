/**
 * The one observer that all machines of a run report to. It passes every fact on to the trial (and whoever else listens),
 * and to the anchors of faults; facts about logs also go into the digest.
 */
import type { AnchorEvent } from "../chaos/fault.ts";
import { mix3 } from "../core/mix.ts";
import type { PartitionRegistration } from "../kafka/metadata/records.ts";
import type { ElectionKind, SendOutcome, TrialObserver } from "../kafka/observer.ts";
import type { RecordBatch } from "../kafka/records.ts";
import type { TopicPartition } from "../kafka/topic-partition.ts";

/** Told of the facts on which faults can be anchored; null in a run without any. */
export interface Anchors {
  observed(event: AnchorEvent, node: number, tp: TopicPartition, offset: number, leaderEpoch: number): void;
}

export class RunObserver implements TrialObserver {
  readonly #trial: TrialObserver;
  readonly #note: (value: number) => void;
  anchors: Anchors | null = null;

  constructor(trial: TrialObserver, note: (value: number) => void) {
    this.#trial = trial;
    this.#note = note;
  }

  logOpened(
    broker: number,
    tp: TopicPartition,
    logStartOffset: number,
    logEndOffset: number,
    highWatermark: number,
    unclean: boolean,
  ): void {
    this.#trial.logOpened(broker, tp, logStartOffset, logEndOffset, highWatermark, unclean);
  }
  appended(broker: number, tp: TopicPartition, batch: RecordBatch, asLeader: boolean, leaderEpoch: number): void {
    this.#note(mix3(tp, batch.baseOffset, batch.checksum));
    this.#trial.appended(broker, tp, batch, asLeader, leaderEpoch);
    if (this.anchors !== null) this.anchors.observed("appended", broker, tp, batch.baseOffset, leaderEpoch);
  }
  truncated(broker: number, tp: TopicPartition, toOffset: number, leaderEpoch: number): void {
    this.#note(mix3(tp, toOffset, leaderEpoch));
    this.#trial.truncated(broker, tp, toOffset, leaderEpoch);
    if (this.anchors !== null) this.anchors.observed("truncated", broker, tp, toOffset, leaderEpoch);
  }
  restartedAt(broker: number, tp: TopicPartition, offset: number, leaderEpoch: number): void {
    this.#note(mix3(tp, offset, leaderEpoch));
    this.#trial.restartedAt(broker, tp, offset, leaderEpoch);
  }
  logStartMoved(
    broker: number,
    tp: TopicPartition,
    logStartOffset: number,
    reason: "retention" | "delete-records" | "leader",
  ): void {
    this.#note(mix3(tp, logStartOffset, broker));
    this.#trial.logStartMoved(broker, tp, logStartOffset, reason);
  }
  compacted(
    broker: number,
    tp: TopicPartition,
    before: readonly RecordBatch[],
    after: readonly RecordBatch[],
    nowMs: number,
  ): void {
    this.#trial.compacted(broker, tp, before, after, nowMs);
  }
  logDeleted(broker: number, tp: TopicPartition): void {
    this.#trial.logDeleted(broker, tp);
  }
  segmentRolled(broker: number, tp: TopicPartition, baseOffset: number): void {
    this.#trial.segmentRolled(broker, tp, baseOffset);
    if (this.anchors !== null) this.anchors.observed("segment-rolled", broker, tp, baseOffset, -1);
  }
  logDirFailed(broker: number, disk: number): void {
    this.#trial.logDirFailed(broker, disk);
  }
  highWatermarkMoved(
    broker: number,
    tp: TopicPartition,
    highWatermark: number,
    isLeader: boolean,
    leaderEpoch: number,
  ): void {
    this.#note(mix3(tp, highWatermark, leaderEpoch));
    this.#trial.highWatermarkMoved(broker, tp, highWatermark, isLeader, leaderEpoch);
    if (this.anchors !== null) this.anchors.observed("high-watermark-moved", broker, tp, highWatermark, leaderEpoch);
  }
  becameLeader(broker: number, tp: TopicPartition, leaderEpoch: number, logEndOffset: number): void {
    this.#trial.becameLeader(broker, tp, leaderEpoch, logEndOffset);
    if (this.anchors !== null) this.anchors.observed("became-leader", broker, tp, logEndOffset, leaderEpoch);
  }
  becameFollower(broker: number, tp: TopicPartition, leaderEpoch: number, leader: number): void {
    this.#trial.becameFollower(broker, tp, leaderEpoch, leader);
    if (this.anchors !== null) this.anchors.observed("became-follower", broker, tp, -1, leaderEpoch);
  }
  followerFetched(
    leader: number,
    tp: TopicPartition,
    follower: number,
    logEndOffset: number,
    leaderEpoch: number,
  ): void {
    this.#trial.followerFetched(leader, tp, follower, logEndOffset, leaderEpoch);
    if (this.anchors !== null) this.anchors.observed("follower-fetched", leader, tp, logEndOffset, leaderEpoch);
  }
  isrProposed(
    leader: number,
    tp: TopicPartition,
    isr: readonly number[],
    leaderEpoch: number,
    partitionEpoch: number,
  ): void {
    this.#trial.isrProposed(leader, tp, isr, leaderEpoch, partitionEpoch);
    if (this.anchors !== null) this.anchors.observed("isr-proposed", leader, tp, -1, leaderEpoch);
  }
  isrCommitted(
    leader: number,
    tp: TopicPartition,
    isr: readonly number[],
    leaderEpoch: number,
    partitionEpoch: number,
  ): void {
    this.#trial.isrCommitted(leader, tp, isr, leaderEpoch, partitionEpoch);
    if (this.anchors !== null) this.anchors.observed("isr-committed", leader, tp, -1, leaderEpoch);
  }
  produceAnswered(
    leader: number,
    tp: TopicPartition,
    batch: RecordBatch,
    acks: number,
    errorCode: number,
    baseOffset: number,
    duplicate: boolean,
  ): void {
    this.#trial.produceAnswered(leader, tp, batch, acks, errorCode, baseOffset, duplicate);
    if (this.anchors !== null) this.anchors.observed("produce-answered", leader, tp, baseOffset, -1);
  }
  fetchRefused(broker: number, tp: TopicPartition, replicaId: number, errorCode: number): void {
    this.#trial.fetchRefused(broker, tp, replicaId, errorCode);
  }
  fetchAnsweredLate(follower: number, tp: TopicPartition, askedInEpoch: number, diverges: boolean): void {
    this.#trial.fetchAnsweredLate(follower, tp, askedInEpoch, diverges);
  }
  followingFailed(follower: number, tp: TopicPartition, errorCode: number): void {
    this.#trial.followingFailed(follower, tp, errorCode);
  }
  diverged(follower: number, tp: TopicPartition, epoch: number, endOffset: number): void {
    this.#trial.diverged(follower, tp, epoch, endOffset);
  }
  metadataApplied(broker: number, offset: number): void {
    this.#trial.metadataApplied(broker, offset);
  }
  brokerRegistered(broker: number, brokerEpoch: number, unclean: boolean): void {
    this.#trial.brokerRegistered(broker, brokerEpoch, unclean);
    if (this.anchors !== null) this.anchors.observed("broker-registered", broker, -1, -1, -1);
  }
  brokerFenced(broker: number, brokerEpoch: number): void {
    this.#trial.brokerFenced(broker, brokerEpoch);
    if (this.anchors !== null) this.anchors.observed("broker-fenced", broker, -1, -1, -1);
  }
  brokerUnfenced(broker: number, brokerEpoch: number): void {
    this.#trial.brokerUnfenced(broker, brokerEpoch);
  }
  brokerShuttingDown(broker: number, brokerEpoch: number): void {
    this.#trial.brokerShuttingDown(broker, brokerEpoch);
  }
  topicCreated(name: string, tp: readonly TopicPartition[]): void {
    this.#trial.topicCreated(name, tp);
  }
  topicDeleted(name: string, tp: readonly TopicPartition[]): void {
    this.#trial.topicDeleted(name, tp);
  }
  partitionChanged(
    tp: TopicPartition,
    before: PartitionRegistration | null,
    after: PartitionRegistration,
    election: ElectionKind,
  ): void {
    this.#trial.partitionChanged(tp, before, after, election);
    if (this.anchors !== null && election !== "none")
      this.anchors.observed("elected", after.leader, tp, -1, after.leaderEpoch);
  }
  alterPartitionJudged(
    tp: TopicPartition,
    sender: number,
    leaderEpoch: number,
    partitionEpoch: number,
    brokerEpoch: number,
    errorCode: number,
  ): void {
    this.#trial.alterPartitionJudged(tp, sender, leaderEpoch, partitionEpoch, brokerEpoch, errorCode);
  }
  configChanged(topic: string, key: string, value: string | null): void {
    this.#trial.configChanged(topic, key, value);
  }
  controllerStarted(offset: number): void {
    this.#trial.controllerStarted(offset);
  }
  sendInvoked(client: number, record: number, key: string | null, atMs: number): void {
    this.#trial.sendInvoked(client, record, key, atMs);
  }
  sendAssigned(client: number, record: number, tp: TopicPartition): void {
    this.#trial.sendAssigned(client, record, tp);
  }
  sendAttempted(client: number, tp: TopicPartition, batch: RecordBatch, broker: number, attempt: number): void {
    this.#trial.sendAttempted(client, tp, batch, broker, attempt);
  }
  sendCompleted(
    client: number,
    record: number,
    tp: TopicPartition,
    outcome: SendOutcome,
    errorCode: number,
    offset: number,
  ): void {
    this.#trial.sendCompleted(client, record, tp, outcome, errorCode, offset);
  }
  producerEpochBumped(client: number, producerId: number, producerEpoch: number, tp: TopicPartition): void {
    this.#trial.producerEpochBumped(client, producerId, producerEpoch, tp);
  }
  positionSet(
    client: number,
    tp: TopicPartition,
    offset: number,
    reason: "assign" | "seek" | "reset" | "truncation",
  ): void {
    this.#trial.positionSet(client, tp, offset, reason);
  }
  polled(
    client: number,
    tp: TopicPartition,
    batch: RecordBatch,
    fromOffset: number,
    toOffset: number,
    broker: number,
  ): void {
    this.#note(mix3(tp, fromOffset, toOffset));
    this.#trial.polled(client, tp, batch, fromOffset, toOffset, broker);
  }
  truncationDetected(client: number, tp: TopicPartition, position: number, divergentOffset: number): void {
    this.#trial.truncationDetected(client, tp, position, divergentOffset);
  }
  metadataRefreshed(client: number): void {
    this.#trial.metadataRefreshed(client);
  }
  adminCompleted(client: number, request: string, errorCode: number): void {
    this.#trial.adminCompleted(client, request, errorCode);
  }
  nodeDown(node: number, cause: "process-crash" | "power-loss" | "exit"): void {
    this.#note(mix3(node, cause.length, 1));
    this.#trial.nodeDown(node, cause);
  }
  nodeUp(node: number, incarnation: number): void {
    this.#trial.nodeUp(node, incarnation);
    if (this.anchors !== null) this.anchors.observed("node-up", node, -1, -1, -1);
  }
  nodePaused(node: number): void {
    this.#trial.nodePaused(node);
  }
  nodeResumed(node: number): void {
    this.#trial.nodeResumed(node);
  }
  fileTorn(node: number, disk: number, file: string, kept: number, had: number): void {
    this.#trial.fileTorn(node, disk, file, kept, had);
  }
  diskWiped(node: number, disk: number): void {
    this.#trial.diskWiped(node, disk);
  }
  faultStarted(index: number): void {
    this.#trial.faultStarted(index);
  }
  faultEnded(index: number): void {
    this.#trial.faultEnded(index);
  }
}
