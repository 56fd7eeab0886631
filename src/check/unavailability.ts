/**
 * How long partitions could not take acks=all writes: no leader, or one whose process is down or paused, or that has not
 * taken office, or an ISR below min.insync.replicas. Cuts between a client and a healthy leader are not seen here, nor the
 * partitions of the offsets topic: what groups miss by them is said of the groups.
 */
import { offsetsTopic } from "../kafka/group/records.ts";
import type { Ghost } from "./ghost/ghost.ts";
import { type PartitionGhost, Role } from "./ghost/partition-ghost.ts";
import { isrForWrites } from "./ghost/topic-terms.ts";
import type { Monitor } from "./monitor.ts";

function isWritable(ghost: Ghost, partition: PartitionGhost): boolean {
  const { registration } = partition;
  if (registration === null || registration.leader < 0) return false;
  const broker = ghost.brokers[registration.leader];
  const replica = partition.replicas[registration.leader];
  return (
    broker?.up === true &&
    !broker.paused &&
    replica?.role === Role.leader &&
    replica.leaderEpoch === registration.leaderEpoch &&
    registration.isr.length >= isrForWrites(ghost, partition)
  );
}

export function unavailability(ghost: Ghost): Monitor {
  /** By partition index: virtual time since which it takes no writes; -1 it does. */
  const since: number[] = [];
  const note = (partition: PartitionGhost): void => {
    if (partition.topic.name === offsetsTopic) return;
    const begun = since[partition.index] ?? -1;
    const writable = partition.deleted || isWritable(ghost, partition);
    if (writable && begun >= 0) {
      ghost.counts.unavailableSeconds += (ghost.atMicros - begun) / 1_000_000;
      since[partition.index] = -1;
    } else if (!writable && begun < 0) since[partition.index] = ghost.atMicros;
  };
  const noteAll = (node: number): void => {
    for (const partition of ghost.partitionList) if (partition.registration?.leader === node) note(partition);
  };
  return {
    partitionTouched: note,
    nodeDown: noteAll,
    nodeUp: noteAll,
    nodePaused: noteAll,
    nodeResumed: noteAll,
    finish: () => {
      for (const partition of ghost.partitionList) {
        const begun = since[partition.index] ?? -1;
        if (begun >= 0 && !partition.deleted) ghost.counts.unavailableSeconds += (ghost.atMicros - begun) / 1_000_000;
      }
    },
  };
}
