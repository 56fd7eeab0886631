/**
 * 5.19 CommitsInTime (KAFKA-15021): when the cluster has come to rest, what probes append is committed within the time of some
 * fetches, and every member of the ISR hears of it in as much again. A follower that has caught up and may not join, or a mark that
 * waits for who has left, shows here, however it ends. Excused: a follower that was not told the mark (untold-marks.ts).
 */
import { nodeName } from "../../core/ids.ts";
import { microsOf } from "../../core/time.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost, ReplicaGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";
import { watchUntoldMarks } from "./untold-marks.ts";

const card: CheckCard = {
  name: "commits-in-time",
  sentence:
    "In a healthy cluster a record is committed, and its commit known to the ISR, within the time of some fetches.",
  formula: "rested ∧ appended(leader, o) at t ⇒ ∀ r ∈ isr: highWatermark(r) > o by t + slack + 4 · fetch wait",
  source: "invariants 5.19 (CommitsInTime); R-17, KAFKA-15021",
  kind: "liveness",
  guarantee: "progress",
};

/** The longest of 1,100 runs took 5.5 s, probes and all. */
const slackMs = 10_000;

/** The leader alone, or whoever of the ISR has not heard. */
function findBehind({ leader, registration }: PartitionGhost): readonly ReplicaGhost[] {
  if (leader === null || registration === null || leader.broker !== registration.leader) return [];
  if (leader.highWatermark < leader.logEnd) return [leader];
  const behind: ReplicaGhost[] = [];
  for (const broker of registration.isr) {
    const replica = leader.partition.replicas[broker];
    if (replica?.online === true && replica.highWatermark < leader.highWatermark) behind.push(replica);
  }
  return behind;
}

function tell(ghost: Ghost, partition: PartitionGhost, replica: ReplicaGhost, seconds: number): void {
  const isLeader = replica === partition.leader;
  found(ghost, card, partition, {
    role: isLeader ? "commit-late" : "news-late",
    sentence: isLeader
      ? `${nodeName(replica.broker)}, leader of ${named(partition)}, has waited ${seconds} s to commit a record, with all healthy`
      : `${nodeName(replica.broker)} has not heard for ${seconds} s what is committed in ${named(partition)}`,
    subject: {
      kind: "replica",
      broker: replica.broker,
      leader: partition.leader?.broker ?? -1,
      offset: replica.highWatermark,
    },
  });
}

export const commitsInTime: Check = {
  card,
  watch: (ghost) => {
    const { times } = ghost.options;
    if (times === undefined) return {};
    const boundMicros = microsOf(slackMs + 4 * times.replicaFetchWaitMaxMs + times.replicaFetchBackoffMs);
    const { listens, isUntold } = watchUntoldMarks(ghost);
    const isGuilty = (replica: ReplicaGhost): boolean => {
      const { leader } = replica.partition;
      const isLevel = leader !== null && leader !== replica && leader.logEnd === replica.logEnd;
      return !(isLevel && isUntold(replica, leader.highWatermark));
    };
    /** Since when a probe waits for the ISR. */
    const since = new Map<PartitionGhost, number>();
    return {
      ...listens,
      appended: (_broker, _tp, _batch, asLeader) => {
        if (ghost.probing && asLeader && !since.has(ghost.partition)) since.set(ghost.partition, ghost.atMicros);
      },
      tick: () => {
        for (const [partition, begun] of since) {
          const behind = partition.deleted ? [] : findBehind(partition);
          if (behind.length > 0 && ghost.atMicros - begun <= boundMicros) continue;
          since.delete(partition);
          const guilty = behind.find(isGuilty);
          if (guilty !== undefined) tell(ghost, partition, guilty, Math.round((ghost.atMicros - begun) / 1_000_000));
        }
      },
    };
  },
};
