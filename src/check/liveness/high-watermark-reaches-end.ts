/**
 * 5.3 HwReachesLeo (VL): with enough replicas and no more writes, high watermark and log end meet on every replica.
 * Excused, as Kafka does it: a follower that was not told the leader's (untold-marks.ts).
 */
import { nodeName } from "../../core/ids.ts";
import { offsetsTopic } from "../../kafka/group/records.ts";
import type { CheckCard } from "../check.ts";
import type { FinalReplica, FinalState } from "../final-state.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost, ReplicaGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";
import { judgedPartitions, mayStayBehind } from "./final-view.ts";
import { watchUntoldMarks } from "./untold-marks.ts";

const card: CheckCard = {
  name: "high-watermark-reaches-end",
  sentence: "In the end the high watermark of every healthy replica is its log end, and that is the leader's.",
  formula: "◇□ (highWatermark(r) = logEnd(leader))",
  source: "invariants 5.3 (HwReachesLeo)",
  kind: "liveness",
  guarantee: "progress",
};

type IsUntold = (follower: ReplicaGhost, highWatermark: number) => boolean;

function judge(ghost: Ghost, final: FinalState, isUntold: IsUntold): void {
  for (const { partition, final: one, need, isHealthy, leader } of judgedPartitions(ghost, final)) {
    if (need.writes !== "required" || leader === null) continue;
    // Members commit until the end; whether that goes on is said by group-progress.
    if (one.topic === offsetsTopic) continue;
    for (const replica of one.replicas) {
      const { broker, highWatermark, logEndOffset } = replica;
      const isLevel = highWatermark === logEndOffset && logEndOffset === leader.logEndOffset;
      if (!isHealthy(broker) || isLevel || mayLag(ghost, partition, leader, replica, isUntold)) continue;
      found(ghost, card, partition, {
        role: replica === leader ? "leader-mark-behind" : "follower-behind",
        sentence: `${nodeName(broker)} ends ${named(partition)} at ${logEndOffset} with high watermark ${highWatermark}; the leader's log ends at ${leader.logEndOffset}`,
        subject: { kind: "replica", broker, leader: leader.broker, offset: highWatermark },
      });
      break;
    }
  }
}

function mayLag(
  ghost: Ghost,
  partition: PartitionGhost,
  leader: FinalReplica,
  replica: FinalReplica,
  isUntold: IsUntold,
): boolean {
  if (replica === leader) return false;
  if (mayStayBehind(ghost, partition, leader, replica)) return true;
  const known = partition.replicas[replica.broker];
  if (replica.logEndOffset !== leader.logEndOffset || known === undefined) return false;
  return isUntold(known, leader.highWatermark);
}

export const highWatermarkReachesEnd: Check = {
  card,
  watch: (ghost) => {
    const { listens, isUntold } = watchUntoldMarks(ghost);
    return { ...listens, finish: (final) => judge(ghost, final, isUntold) };
  },
};
