/** What the liveness checks share: who is healthy in the end, and what the oracle asks of each partition. */
import { excuse } from "../anomaly.ts";
import { type Availability, availability } from "../availability.ts";
import type { FinalBroker, FinalPartition, FinalReplica, FinalState } from "../final-state.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost } from "../ghost/partition-ghost.ts";
import { isrForWrites } from "../ghost/topic-terms.ts";

interface JudgedPartition {
  readonly partition: PartitionGhost;
  /** With the logs of its replicas only. */
  readonly final: FinalPartition;
  /** Logs on brokers that are no replicas of it any more. */
  readonly leftovers: readonly FinalReplica[];
  readonly need: Availability;
  readonly isHealthy: (broker: number) => boolean;
  readonly leader: FinalReplica | null;
}

/** Progress is judged after a calm phase that was not cut short, or of a core that had its time. */
export const isJudged = (ghost: Ghost, final: FinalState): boolean =>
  (ghost.calmSince >= 0 || ghost.verdicts.phase === "core") && (final.stop === "done" || final.stop === "calm-limit");

/**
 * It is healthy, and the controller can unfence it. A broker whose registration was replaced by that of an earlier process of its
 * own, which came late, heartbeats under its own epoch for ever: no error makes it register again (BrokerLifecycleManager).
 */
export const takesPart = ({ excuses }: Ghost, { healthy, fenced, superseded }: FinalBroker): boolean =>
  healthy && !(fenced && superseded && excuse(excuses, "registration-superseded"));

/** Many checks ask for the same. */
const views = new WeakMap<FinalState, readonly JudgedPartition[]>();

export function judgedPartitions(ghost: Ghost, state: FinalState): readonly JudgedPartition[] {
  const known = views.get(state);
  if (known !== undefined) return known;
  const view = isJudged(ghost, state) ? viewOf(ghost, state) : [];
  views.set(state, view);
  return view;
}

function viewOf(ghost: Ghost, state: FinalState): readonly JudgedPartition[] {
  const healthyBrokers = new Set(state.brokers.filter((one) => takesPart(ghost, one)).map(({ broker }) => broker));
  const judged: JudgedPartition[] = [];
  for (const one of state.partitions) {
    const partition = ghost.partitions.get(one.topicPartition);
    if (partition === undefined || partition.deleted) continue;
    const { registration, replicas } = one;
    // A replica that has no open log on a healthy broker is excused only if a log directory failed there.
    const isHealthy = (broker: number): boolean =>
      healthyBrokers.has(broker) &&
      (replicas.some((replica) => replica.broker === broker) || ghost.brokers[broker]?.dirFailed !== true);
    const { uncleanLeaderElectionEnable } = partition.topic.terms;
    const need = availability(registration, {
      isHealthy,
      minIsr: isrForWrites(ghost, partition),
      uncleanLeaderElectionEnable,
    });
    const leader = replicas.find((replica) => replica.isLeader && replica.broker === registration.leader) ?? null;
    const isReplica = ({ broker }: FinalReplica): boolean => registration.replicas.includes(broker);
    const leftovers = replicas.filter((replica) => !isReplica(replica));
    const final = leftovers.length === 0 ? one : { ...one, replicas: replicas.filter(isReplica) };
    judged.push({ partition, final, leftovers, need, isHealthy, leader });
  }
  return judged;
}

/**
 * The replica may stay behind the leader, outside the ISR, until the next leader epoch.
 *
 * It lacks offsets, but no record: in a compacted log the leader was truncated to a place below which compaction had left
 * nothing, so there is nothing to send before the next write. Or it gave the partition up, as its log ends within the batch in
 * which the leader's starts (DeleteRecords): it takes a batch that begins below its end only into an empty log.
 */
export function mayStayBehind(
  { excuses }: Ghost,
  partition: PartitionGhost,
  leader: FinalReplica,
  replica: FinalReplica,
): boolean {
  if (lacksOffsetsOnly(partition, leader, replica) && excuse(excuses, "behind-by-offsets-only")) return true;
  return partition.replicas[replica.broker]?.stuckWithinBatch === true && excuse(excuses, "log-starts-within-batch");
}

/** Likewise, whatever is left of the replica. */
export function mayStayOutside(ghost: Ghost, { partition, final, leader }: JudgedPartition, broker: number): boolean {
  const replica = final.replicas.find((one) => one.broker === broker);
  return leader !== null && replica !== undefined && mayStayBehind(ghost, partition, leader, replica);
}

const lacksOffsetsOnly = (partition: PartitionGhost, leader: FinalReplica, replica: FinalReplica): boolean =>
  partition.compacted &&
  !leader.batches.some((batch) => batch.baseOffset + batch.lastOffsetDelta >= replica.logEndOffset);

/**
 * To be asked last: the controller changed the partition in the last second of a run that had come to rest, as the preferred election of a
 * periodic task does: the brokers concerned are about to hear of it. A run that never rests is not excused.
 */
export const isNews = ({ excuses }: Ghost, partition: PartitionGhost, final: FinalState): boolean =>
  final.stop === "done" &&
  final.atMicros - partition.changedAtMicros < newsMicros &&
  excuse(excuses, "news-on-its-way");

const newsMicros = 1_000_000;
