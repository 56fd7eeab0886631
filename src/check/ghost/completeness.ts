/**
 * Does a replica hold the committed history? Asked where the answer may change (a high watermark moves, a member joins, a log
 * shrinks), and then only for the offsets that are new to it: what was complete stays so between those moments.
 */
import { excuse } from "../anomaly.ts";
import { isCompactedAway } from "./compacted-away.ts";
import type { Duty } from "./facts.ts";
import type { Ghost } from "./ghost.ts";
import { expectLoss, isLossLegal } from "./loss.ts";
import { type PartitionGhost, type ReplicaGhost, wasMinIsrRaised } from "./partition-ghost.ts";
import { firstDifference } from "./runs.ts";

/** The first offset in [from, to) of the committed history that the replica lacks; -1 if it holds all of them. */
function findMissing(replica: ReplicaGhost, from: number, to: number): number {
  const { partition } = replica;
  const start = Math.max(from, partition.base, replica.logStart);
  const end = Math.min(to, partition.exposedEnd);
  if (start >= end) return -1;
  const common = Math.min(end, replica.logEnd);
  const difference = start < common ? firstDifference(replica.runs, partition.exposed, start, common) : common;
  if (difference < common) return difference;
  return common < end ? Math.max(common, start) : -1;
}

/** The same, but for what compaction took from a leader's log. */
export function findMissingOfLeader(replica: ReplicaGhost, from: number, to: number): number {
  let missing = findMissing(replica, from, to);
  while (missing >= 0 && isCompactedAway(replica.partition, missing)) missing = findMissing(replica, missing + 1, to);
  return missing;
}

/**
 * The first that it lacks and owes. What the leader has deleted nobody owes: a replica that comes back may still have
 * records of an ended history there.
 */
export function findOwed({ excuses }: Ghost, replica: ReplicaGhost, from: number, to: number): number {
  const { partition } = replica;
  const deletedBelow = partition.leader?.logStart ?? 0;
  let missing = findMissing(replica, from, to);
  while (missing >= 0) {
    if (missing < deletedBelow && excuse(excuses, "records-below-log-start"))
      missing = findMissing(replica, deletedBelow, to);
    else if (isCompactedAway(partition, missing) && excuse(excuses, "epoch-start-compacted-away"))
      missing = findMissing(replica, missing + 1, to);
    else return missing;
  }
  return -1;
}

/** A leader's high watermark passed [from, to): do the replicas hold it for whose acknowledgement it stands? */
export function findIncomplete(ghost: Ghost, leader: ReplicaGhost, from: number, to: number, isTrue: boolean): void {
  const { partition } = leader;
  const { registration } = partition;
  if (registration === null) return;
  askAll(ghost, partition, registration.isr, "isr", leader, from, to);
  if (isTrue && registration.eligibleLeaderReplicas.length > 0) {
    askAll(ghost, partition, registration.eligibleLeaderReplicas, "elr", leader, from, to);
  }
  if (leader.localIsr !== registration.isr) askAll(ghost, partition, leader.localIsr, "local-isr", leader, from, to);
}

function askAll(
  ghost: Ghost,
  partition: PartitionGhost,
  members: readonly number[],
  duty: Duty,
  leader: ReplicaGhost | null,
  from: number,
  to: number,
): void {
  for (let i = 0; i < members.length; i++) {
    const member = partition.replicas[members[i]!];
    if (member === undefined || member === leader) continue;
    ask(ghost, member, duty, leader, from, to);
  }
}

/** Running members only (1.12). */
export function ask(
  ghost: Ghost,
  member: ReplicaGhost,
  duty: Duty,
  leader: ReplicaGhost | null,
  from: number,
  to: number,
): void {
  const { partition } = member;
  const missing = member.online ? findOwed(ghost, member, from, to) : -1;
  if (missing < 0 || isLossLegal(ghost, partition)) return;
  if (member.lossUnreported && excuse(ghost.excuses, "loss-not-reported")) return;
  if (member.endedAboveLastBatch && excuse(ghost.excuses, "log-end-forgotten")) return;
  if (duty === "elr" && member.leftEligible && excuse(ghost.excuses, "eligible-after-move")) return;
  const isUncounted = leader?.missedReign === true && member.fetchedIn < leader.leaderEpoch;
  if (isUncounted && excuse(ghost.excuses, "missed-reign")) {
    expectLoss(ghost, partition, leader.leaderEpoch + 1, "missed-reign");
    return;
  }
  const isByNewSetting = duty === "elr" && leader !== null && wasMinIsrRaised(partition);
  if (isByNewSetting && excuse(ghost.excuses, "changed-min-insync-replicas")) return;
  ghost.facts.incomplete(partition, member, missing, duty, leader);
}
