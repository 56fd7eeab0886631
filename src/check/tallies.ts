/** The watching behind the statistics that are counted as they happen: Kafka's metrics, duplicates, lag. */
import type { PartitionRegistration } from "../kafka/metadata/records.ts";
import type { Ghost } from "./ghost/ghost.ts";
import { effectiveMinIsr, type PartitionGhost } from "./ghost/partition-ghost.ts";
import type { Monitor } from "./monitor.ts";

const isOffline = 1;
const isUnderReplicated = 2;
const isUnderMinIsr = 4;
const isAtMinIsr = 8;

export function tallies(ghost: Ghost): Monitor {
  const { counts } = ghost;
  /** What each partition counts for at the moment, as bits, and how many partitions have each bit. */
  const states: number[] = [];
  const gauge = (partition: PartitionGhost): void => {
    states[partition.index] = stateOf(partition);
    counts.OfflinePartitionsCountMax = Math.max(counts.OfflinePartitionsCountMax, having(states, isOffline));
    counts.UnderReplicatedPartitionsMax = Math.max(
      counts.UnderReplicatedPartitionsMax,
      having(states, isUnderReplicated),
    );
    counts.UnderMinIsrPartitionCountMax = Math.max(counts.UnderMinIsrPartitionCountMax, having(states, isUnderMinIsr));
    counts.AtMinIsrPartitionCountMax = Math.max(counts.AtMinIsrPartitionCountMax, having(states, isAtMinIsr));
  };
  return {
    partitionChanged: (_tp, _before, after, election) => {
      const before = ghost.before.registration;
      if (before !== null && after.isr.length < before.isr.length) counts.IsrShrinksPerSecCount++;
      if (before !== null && after.isr.length > before.isr.length) counts.IsrExpandsPerSecCount++;
      if (election === "unclean" || election === "last-known") counts.UncleanLeaderElectionsPerSecCount++;
      if (election === "eligible") counts.ElectionFromEligibleLeaderReplicasPerSecCount++;
      gauge(ghost.partition);
    },
    configChanged: () => {
      for (const partition of ghost.partitionList) gauge(partition);
    },
    topicDeleted: (_name, tps) => {
      for (const tp of tps) states[ghost.partitions.get(tp)?.index ?? 0] = 0;
    },
    duplicated: () => {
      counts.duplicates++;
    },
    reordered: () => {
      counts.reorderings++;
    },
    positionSet: (_client, _tp, _offset, reason) => {
      if (reason === "reset") counts.readerResets++;
    },
    polled: (_client, _tp, _batch, _from, toOffset) => {
      const lag = ghost.partition.exposedEnd - toOffset;
      if (lag > counts["records-lag-max"]) counts["records-lag-max"] = lag;
    },
    finish: (final) => {
      let imbalance = 0;
      for (const { registration } of final.partitions)
        if (registration.leader !== registration.replicas[0]) imbalance++;
      counts.PreferredReplicaImbalanceCountMax = imbalance;
    },
  };
}

function stateOf(partition: PartitionGhost): number {
  const { registration } = partition;
  if (registration === null || partition.deleted) return 0;
  return bitsOf(registration, effectiveMinIsr(partition));
}

/** As Kafka's gauges: who leads counts the replicas (Partition.isUnderReplicated, …), the controller those without leader. */
function bitsOf({ leader, isr, replicas }: PartitionRegistration, minIsr: number): number {
  if (leader < 0) return isOffline;
  return (
    (isr.length < replicas.length ? isUnderReplicated : 0) |
    (isr.length < minIsr ? isUnderMinIsr : isr.length === minIsr ? isAtMinIsr : 0)
  );
}

function having(states: readonly number[], bit: number): number {
  let count = 0;
  for (const state of states) if ((state & bit) !== 0) count++;
  return count;
}
