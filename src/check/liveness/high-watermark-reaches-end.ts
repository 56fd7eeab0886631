/**
 * 5.3 HwReachesLeo (VL): with enough replicas and no more writes, high watermark and log end meet on every replica.
 *
 * Excused, as Kafka does it: an answer that says "diverging" carries the leader's high watermark, which the follower does not take
 * (AbstractFetcherThread, KAFKA-14704), but which the fetch session notes as sent
 * (FetchSession.CachedPartition.maybeUpdateResponseData). So does an answer that comes after the follower has gone on to
 * another leader epoch (KAFKA-7786's guard). The follower hears of it when it moves next.
 */
import { nodeName } from "../../core/ids.ts";
import { offsetsTopic } from "../../kafka/group/records.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import type { FinalReplica, FinalState } from "../final-state.ts";
import { found, named } from "../finding.ts";
import { enter, type Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost, ReplicaGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";
import { judgedPartitions, mayStayBehind } from "./final-view.ts";

const card: CheckCard = {
  name: "high-watermark-reaches-end",
  sentence: "In the end the high watermark of every healthy replica is its log end, and that is the leader's.",
  formula: "◇□ (highWatermark(r) = logEnd(leader))",
  source: "invariants 5.3 (HwReachesLeo)",
  kind: "liveness",
  guarantee: "progress",
};

/** By replica: the leader's high watermark when an answer to it was last dropped, or may have been. */
type Untold = ReadonlyMap<ReplicaGhost, number>;

function judge(ghost: Ghost, final: FinalState, untold: Untold): void {
  for (const { partition, final: one, need, isHealthy, leader } of judgedPartitions(ghost, final)) {
    if (need.writes !== "required" || leader === null) continue;
    // Members commit until the end; whether that goes on is said by group-progress.
    if (one.topic === offsetsTopic) continue;
    for (const replica of one.replicas) {
      const { broker, highWatermark, logEndOffset } = replica;
      const isLevel = highWatermark === logEndOffset && logEndOffset === leader.logEndOffset;
      if (!isHealthy(broker) || isLevel || mayLag(ghost, partition, leader, replica, untold)) continue;
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
  untold: Untold,
): boolean {
  if (replica === leader) return false;
  if (mayStayBehind(ghost, partition, leader, replica)) return true;
  const known = partition.replicas[replica.broker];
  if (replica.logEndOffset !== leader.logEndOffset || known === undefined) return false;
  return untold.get(known) === leader.highWatermark && excuse(ghost.excuses, "high-watermark-not-told");
}

export const highWatermarkReachesEnd: Check = {
  card,
  watch: (ghost) => {
    const untold = new Map<ReplicaGhost, number>();
    const dropped = (follower: number, tp: TopicPartition): void => {
      const replica = enter(ghost, tp, follower);
      untold.set(replica, replica.partition.leader?.highWatermark ?? -1);
    };
    return {
      diverged: dropped,
      becameFollower: dropped,
      fetchAnsweredLate: dropped,
      finish: (final) => judge(ghost, final, untold),
    };
  },
};
