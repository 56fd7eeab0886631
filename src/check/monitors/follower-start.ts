/**
 * 1.19b FollowerStart: a follower's log start rises to its leader's and no higher, so that what is deleted was deleted
 * by a leader (retention, DeleteRecords). A follower that began anew higher up would lead without records which nobody deleted.
 *
 * Legal: a follower that is cut below its own log start begins anew there; so does one whose leader has less by now.
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost, ReplicaGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "follower-start",
  sentence: "A follower's log start rises no higher than the log of its leader has ever started.",
  formula: "follower(r): logStart'(r) > logStart(r) ⇒ logStart'(r) ≤ greatestStart(leader(r))",
  source: "invariants 1.19b (FollowerStart); R-36, AbstractFetcherThread.fetchOffsetAndApplyTruncateAndBuild",
  kind: "monitor",
  guarantee: "no-acked-loss",
};

/** The leader in whose epoch a follower acts; undefined while none is known. */
const leaderIn = (partition: PartitionGhost, leaderEpoch: number): ReplicaGhost | undefined =>
  partition.replicas[partition.leaders[leaderEpoch] ?? -1];

function judge(ghost: Ghost, replica: ReplicaGhost, start: number, leaderEpoch: number): void {
  const leader = leaderIn(replica.partition, leaderEpoch);
  if (leader === undefined || leader === replica) return;
  if (start <= ghost.before.logStart || start <= leader.greatestStart) return;
  found(ghost, card, replica.partition, {
    role: "starts-above-leader",
    sentence: `${nodeName(replica.broker)} moves its log start of ${named(replica.partition)} from ${ghost.before.logStart} to ${start}; the log of ${nodeName(leader.broker)}, which it follows, never started above ${leader.greatestStart}`,
    subject: { kind: "replica", broker: replica.broker, leader: leader.broker, offset: start },
  });
}

export const followerStart: Check = {
  card,
  watch: (ghost) => ({
    restartedAt: (_broker, _tp, offset, leaderEpoch) => judge(ghost, ghost.replica, offset, leaderEpoch),
    logStartMoved: (_broker, _tp, logStartOffset, reason) => {
      if (reason === "leader") judge(ghost, ghost.replica, logStartOffset, ghost.replica.leaderEpoch);
    },
  }),
};
