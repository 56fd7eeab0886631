/**
 * What a change of a broker does to the partitions it has a part in
 * (org.apache.kafka.controller.ReplicationControlManager.generateLeaderAndIsrUpdates).
 */
import { invariant } from "../../core/invariant.ts";
import type { MetadataImage } from "../metadata/image.ts";
import type { PartitionRegistration } from "../metadata/records.ts";
import { type TopicPartition, topicIdOf } from "../topic-partition.ts";
import { addBrokerChange, addPartitionChange, type Draft, mayLead, partitionIn } from "./decision.ts";
import { buildPartitionChange, type PartitionTarget, targetOf } from "./partition-change.ts";
import { topicConfig } from "./policy.ts";

/** The target of a change that comes from circumstances, with the election that the topic's settings allow. */
export function onlineTarget(
  draft: Draft,
  tp: TopicPartition,
  partition: PartitionRegistration,
  isAcceptable: (brokerId: number) => boolean = (id) => mayLead(draft.image, tp, id),
): PartitionTarget {
  const config = topicConfig(draft.policy, draft.image, topicIdOf(tp));
  const election = config.uncleanLeaderElectionEnable ? "unclean" : "online";
  return targetOf(partition, countedMinIsr(draft.image, tp, config.minInsyncReplicas), election, isAcceptable);
}

/**
 * Never more than there are replicas (P-6): of partition 0, for every partition of the topic, as registered before what is
 * decided now (ReplicationControlManager.getTopicEffectiveMinIsr). A leader counts its own partition's.
 */
function countedMinIsr(image: MetadataImage, tp: TopicPartition, minInsyncReplicas: number): number {
  const first = image.topicsById.get(topicIdOf(tp))?.partitions[0];
  const counted = first === undefined ? undefined : image.partitions.get(first);
  invariant(counted !== undefined, "a topic has a first partition");
  return Math.min(minInsyncReplicas, counted.replicas.length);
}

/** The broker stops leading and leaves every ISR; it stays eligible where the ISR falls below min ISR. */
export function removeFromIsrs(draft: Draft, brokerId: number): void {
  for (const tp of partitionsInOrder(draft.image)) {
    if (partitionIn(draft, tp)?.isr.includes(brokerId)) removeReplica(draft, tp, brokerId, -1);
  }
}

/** Partitions first, then the fence: nobody sees a fenced broker in an ISR. */
export function fenceBroker(draft: Draft, brokerId: number): void {
  const broker = draft.image.brokers.get(brokerId);
  invariant(broker !== undefined, "a registered broker alone is fenced");
  if (broker.fenced) return;
  removeFromIsrs(draft, brokerId);
  addBrokerChange(draft, broker, { fenced: true });
}

/** As `removeFromIsrs`, and the broker is eligible nowhere: it may have lost what it had not flushed. */
export function removeFromIsrsAndElrs(draft: Draft, brokerId: number): void {
  for (const tp of partitionsInOrder(draft.image)) {
    const partition = partitionIn(draft, tp);
    if (partition?.isr.includes(brokerId) || partition?.eligibleLeaderReplicas.includes(brokerId)) {
      removeReplica(draft, tp, brokerId, brokerId);
    }
  }
}

/** Takes one broker out of one ISR, electing another leader if it led. */
export function removeReplica(draft: Draft, tp: TopicPartition, brokerId: number, restartedUncleanly: number): void {
  const partition = partitionIn(draft, tp);
  if (partition === undefined) return;
  invariant(restartedUncleanly < 0 || restartedUncleanly === brokerId, "who lost something is who leaves");
  const target: PartitionTarget = {
    ...onlineTarget(draft, tp, partition, (id) => id !== brokerId && mayLead(draft.image, tp, id)),
    isr: partition.isr.filter((id) => id !== brokerId),
    restartedUncleanly,
  };
  addPartitionChange(draft, tp, buildPartitionChange(target, draft.policy));
}

/** A broker is about to be unfenced: partitions without a leader may elect one. `offline`: its replicas that cannot. */
export function electLeaderless(draft: Draft, brokerId: number, offline: readonly TopicPartition[]): void {
  for (const tp of partitionsInOrder(draft.image)) {
    const partition = partitionIn(draft, tp);
    if (partition === undefined || partition.leader >= 0) continue;
    const isAcceptable = (id: number): boolean =>
      id === brokerId ? !offline.includes(tp) : mayLead(draft.image, tp, id);
    addPartitionChange(draft, tp, buildPartitionChange(onlineTarget(draft, tp, partition, isAcceptable), draft.policy));
  }
}

export function leadsAny(image: MetadataImage, brokerId: number): boolean {
  for (const partition of image.partitions.values()) if (partition.leader === brokerId) return true;
  return false;
}

/** Every partition, ascending: an order that does not depend on what happened. */
export const partitionsInOrder = (image: MetadataImage): TopicPartition[] =>
  [...image.partitions.keys()].sort((a, b) => a - b);
