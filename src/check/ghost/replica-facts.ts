/** Leaders, followers and high watermarks as the ghost notes them, set against the committed history as they move. */
import { invariant } from "../../core/invariant.ts";
import { Errors } from "../../kafka/errors.ts";
import type { ReplicaObserver } from "../../kafka/observer.ts";
import { excuse } from "../anomaly.ts";
import { isCompactedAway, noteHoles } from "./compacted-away.ts";
import { findIncomplete, findMissingOfLeader, findOwed } from "./completeness.ts";
import { expose, rebase } from "./exposure.ts";
import { brokerAt, enter, type Ghost, touchPartition, touchReplica } from "./ghost.ts";
import { clearDamage, isLossLegal, updateLegalLoss } from "./loss.ts";
import { isTrueLeader, type PartitionGhost, type ReplicaGhost, Role } from "./partition-ghost.ts";
import { firstDifference } from "./runs.ts";

type Watched = Pick<
  ReplicaObserver,
  | "highWatermarkMoved"
  | "becameLeader"
  | "becameFollower"
  | "followerFetched"
  | "isrProposed"
  | "isrCommitted"
  | "produceAnswered"
  | "followingFailed"
  | "metadataApplied"
>;

export const replicaFacts = (ghost: Ghost): Watched => ({
  highWatermarkMoved: (broker, tp, highWatermark, isLeader, leaderEpoch) =>
    watermarkMoved(ghost, enter(ghost, tp, broker), highWatermark, isLeader, leaderEpoch),
  becameLeader: (broker, tp, leaderEpoch) => becameLeader(ghost, enter(ghost, tp, broker), leaderEpoch),
  becameFollower: (broker, tp, leaderEpoch) => takeRole(ghost, enter(ghost, tp, broker), Role.follower, leaderEpoch),
  followerFetched: (_leader, tp, follower, logEndOffset, leaderEpoch) => {
    const replica = enter(ghost, tp, follower);
    replica.fetchedIn = leaderEpoch;
    if (logEndOffset > replica.fetchedTo) replica.fetchedTo = logEndOffset;
  },
  isrProposed: (leader, tp, isr) => {
    enter(ghost, tp, leader).proposedIsr = isr;
  },
  isrCommitted: (leader, tp, isr, leaderEpoch) => {
    const replica = enter(ghost, tp, leader);
    replica.localIsr = isr;
    replica.localIsrEpoch = leaderEpoch;
    replica.proposedIsr = null;
    touchPartition(ghost, replica.partition);
  },
  produceAnswered: (leader, tp, batch, acks, errorCode, baseOffset) => {
    const replica = enter(ghost, tp, leader);
    if (acks === -1 && errorCode === Errors.NONE && baseOffset >= 0)
      acknowledged(ghost, replica, baseOffset + batch.lastOffsetDelta + 1);
  },
  followingFailed: (follower, tp, errorCode) => {
    const replica = enter(ghost, tp, follower);
    const leaderStart = replica.partition.leader?.logStart ?? 0;
    replica.stuckWithinBatch =
      errorCode === Errors.OFFSET_OUT_OF_RANGE && replica.logStart < replica.logEnd && replica.logEnd <= leaderStart;
  },
  metadataApplied: (broker, offset) => {
    const state = brokerAt(ghost, broker);
    ghost.before.metadataOffset = state.metadataOffset;
    state.metadataOffset = offset;
  },
});

function watermarkMoved(
  ghost: Ghost,
  replica: ReplicaGhost,
  highWatermark: number,
  isLeader: boolean,
  leaderEpoch: number,
): void {
  const { partition } = replica;
  const previous = replica.highWatermark;
  ghost.before.highWatermark = previous;
  replica.highWatermark = highWatermark;
  touchReplica(ghost, replica);
  if (highWatermark <= previous) return;
  const isTrue = isLeader && isTrueLeader(partition, replica.broker, leaderEpoch);
  const isStale = leaderEpoch < partition.rebaseEpoch;
  compare(ghost, replica, previous, highWatermark, isTrue, isStale);
  if (!isLeader || (partition.legalLoss === null ? isStale : !isTrue)) return;
  const from = partition.exposedEnd;
  const to = Math.min(highWatermark, replica.logEnd);
  if (to > from) expose(ghost, replica, from, to);
  if (isTrue && highWatermark > partition.trueHighWatermark) partition.trueHighWatermark = highWatermark;
  findIncomplete(ghost, replica, previous, to, isTrue);
}

/**
 * A high watermark that was read from a checkpoint does not move when the ISR catches up with it, so a leader may answer for
 * records which nobody has seen it commit. Those that every member holds are committed by that answer.
 */
function acknowledged(ghost: Ghost, leader: ReplicaGhost, end: number): void {
  const { partition } = leader;
  const from = partition.exposedEnd;
  if (end <= from || end > leader.highWatermark || end > leader.logEnd) return;
  if (isTrueLeader(partition, leader.broker, leader.leaderEpoch) && isHeldByIsr(leader, from, end))
    expose(ghost, leader, from, end);
}

function isHeldByIsr(leader: ReplicaGhost, from: number, end: number): boolean {
  const { partition, runs } = leader;
  for (const broker of partition.registration?.isr ?? []) {
    const member = partition.replicas[broker];
    if (member === undefined || member.logEnd < end || firstDifference(member.runs, runs, from, end) < end)
      return false;
  }
  return true;
}

/** Both below this replica's high watermark and in the committed history: is it the same? */
function compare(
  ghost: Ghost,
  replica: ReplicaGhost,
  from: number,
  to: number,
  isTrue: boolean,
  isStale: boolean,
): void {
  const { partition, runs } = replica;
  const end = Math.min(to, partition.exposedEnd);
  let offset = Math.max(from, partition.base);
  while (offset < end) {
    offset = firstDifference(runs, partition.exposed, offset, end);
    if (offset >= end) return;
    const deletedBelow = deletedFor(replica);
    if (offset < deletedBelow && excuse(ghost.excuses, "records-below-log-start")) offset = deletedBelow;
    else if (isCompactedAway(partition, offset) && excuse(ghost.excuses, "epoch-start-compacted-away")) offset++;
    else break;
  }
  if (offset >= end || isLossLegal(ghost, partition)) return;
  if (isStale && excuse(ghost.excuses, "ended-history")) return;
  if (!isTrue && countsFromBefore(replica, offset) && excuse(ghost.excuses, "missed-reign")) return;
  ghost.facts.disagreed(partition, replica, offset, isTrue);
}

/** A leader that missed a reign: a follower had copied this before it, and has not told the leader since what it holds now. */
const countsFromBefore = (leader: ReplicaGhost, offset: number): boolean =>
  leader.role === Role.leader &&
  leader.missedReign &&
  leader.partition.replicaList.some(
    (follower) => follower !== leader && follower.fetchedTo > offset && follower.fetchedIn < leader.leaderEpoch,
  );

/** What a true leader has deleted, or the one that it follows, a follower drops within the same step: it takes over the log start. */
const deletedFor = (replica: ReplicaGhost): number =>
  Math.max(replica.partition.deletedBelow, replica.partition.leader?.logStart ?? 0, followedStart(replica));

/** Where the log starts of the leader in whose epoch it acts, though there may be another one by now. */
const followedStart = ({ partition, leaderEpoch }: ReplicaGhost): number =>
  partition.replicas[partition.leaders[leaderEpoch] ?? -1]?.logStart ?? 0;

function takeRole(ghost: Ghost, replica: ReplicaGhost, role: ReplicaGhost["role"], leaderEpoch: number): void {
  ghost.before.leaderEpoch = replica.leaderEpoch;
  ghost.before.role = replica.role;
  replica.role = role;
  replica.leaderEpoch = leaderEpoch;
  replica.present = true;
  replica.online = true;
  replica.stuckWithinBatch = false;
  replica.proposedIsr = null;
}

function becameLeader(ghost: Ghost, replica: ReplicaGhost, leaderEpoch: number): void {
  const { partition } = replica;
  const isStill = replica.role === Role.leader;
  const again = isStill && replica.leaderEpoch === leaderEpoch;
  replica.missedReign = isStill && (replica.missedReign || anotherLed(replica, leaderEpoch));
  takeRole(ghost, replica, Role.leader, leaderEpoch);
  touchReplica(ghost, replica);
  touchPartition(ghost, partition);
  if (again) return;
  if (replica.localIsrEpoch !== leaderEpoch) replica.localIsr = partition.elected?.isr ?? [];
  if (isTrueLeader(partition, replica.broker, leaderEpoch)) takeOffice(ghost, partition, replica);
}

/** Since the epoch in which it leads. */
function anotherLed({ partition, broker, leaderEpoch }: ReplicaGhost, until: number): boolean {
  for (let epoch = leaderEpoch + 1; epoch < until; epoch++) {
    const leader = partition.leaders[epoch] ?? -1;
    if (leader >= 0 && leader !== broker) return true;
  }
  return false;
}

/** Up to where a log agrees with the committed history. Nothing may be missing because all was deleted: the history still ends where it does. */
const agreement = ({ partition, logEnd }: ReplicaGhost, missing: number): number =>
  Math.min(missing < 0 ? partition.exposedEnd : missing, logEnd);

function takeOffice(ghost: Ghost, partition: PartitionGhost, replica: ReplicaGhost): void {
  const { exposedEnd } = partition;
  const owed = agreement(replica, findOwed(ghost, replica, replica.logStart, exposedEnd));
  ghost.facts.tookOffice(partition, replica, owed, partition.leader);
  // Below what is owed the logs may differ, too: there the new leader's records are the history from now on.
  const agreedTo = agreement(replica, findMissingOfLeader(replica, replica.logStart, exposedEnd));
  const deletedBelow = Math.max(replica.logStart, partition.leader?.logStart ?? 0);
  if (partition.legalLoss !== null || agreedTo < exposedEnd) rebase(ghost, replica, agreedTo, deletedBelow);
  partition.leader = replica;
  noteHoles(replica);
  clearDamage(replica);
  if (partition.riskyElection <= replica.leaderEpoch) partition.riskyElection = -1;
  updateLegalLoss(ghost, partition);
  invariant(
    partition.exposedEnd <= replica.logEnd,
    "the committed history ends within the log of the leader in office",
  );
  invariant(
    partition.riskyElection < 0 || partition.riskyElection > replica.leaderEpoch,
    "an election is over in office",
  );
}
