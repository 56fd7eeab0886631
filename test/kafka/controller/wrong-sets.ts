/** The sets of a registration, judged by themselves, and a registration in one line. */
import { mayLead } from "../../../src/kafka/controller/decision.ts";
import { isMoving } from "../../../src/kafka/controller/reassignment.ts";
import type { MetadataImage } from "../../../src/kafka/metadata/image.ts";
import type { PartitionRegistration } from "../../../src/kafka/metadata/records.ts";
import type { TopicPartition } from "../../../src/kafka/topic-partition.ts";

/** 2.1, 2.2 (but how large the ISR is) and 2.4 of the invariants, in one sentence; null: the sets are as they must be. */
export function wrongSets(
  image: MetadataImage,
  elrEnabled: boolean,
  tp: TopicPartition,
  partition: PartitionRegistration,
  isWaiting: boolean,
): string | null {
  let wrong: string | null = null;
  const { isr, replicas, leader, eligibleLeaderReplicas: elr, addingReplicas, removingReplicas } = partition;
  const refuse = (sentence: string): void => {
    wrong ??= `${tp}: ${sentence}: ${show(partition)}`;
  };
  // A finished move leaves its brokers in the ELR, as in Kafka.
  for (const list of [isr, addingReplicas, removingReplicas, leader < 0 ? [] : [leader]])
    if (!list.every((id) => replicas.includes(id))) refuse("a member that is no replica");
  for (const list of [isr, elr, addingReplicas, removingReplicas])
    if (new Set(list).size !== list.length) refuse("a member twice");
  if (new Set(replicas).size !== replicas.length) refuse("a replica twice");
  if (leader >= 0 && !isr.includes(leader)) refuse("a leader outside the ISR");
  if (leader >= 0 && !mayLead(image, tp, leader)) refuse("a leader that may not lead");
  if (isr.some((id) => elr.includes(id))) refuse("ISR and ELR overlap");
  if (elrEnabled ? isr.length > 0 && leader < 0 && !isWaiting : isr.length === 0)
    refuse(elrEnabled ? "an ISR without leader" : "no ISR");
  const inactive = isr.filter((id) => !mayLead(image, tp, id) && !image.brokers.get(id)?.offlineReplicas.includes(tp));
  if (inactive.length > 0 && !isWaiting && (elrEnabled || isr.length > 1)) refuse(`inactive ${inactive} in the ISR`);
  if (!elrEnabled && elr.length > 0) refuse("an ELR that is switched off");
  return wrong;
}

/** A move ended without what it needs in sync; one that was taken back, or got another target at the same time, needs nothing. */
export function endsEarly(before: PartitionRegistration, after: PartitionRegistration): boolean {
  const { addingReplicas: adding, removingReplicas: removing } = before;
  if (!isMoving(before) || isMoving(after)) return false;
  if (removing.some((id) => after.replicas.includes(id)) || adding.some((id) => !after.replicas.includes(id)))
    return false;
  const needed = adding.length < removing.length ? after.replicas : adding;
  return after.isr.length === 0 || !needed.every((id) => after.isr.includes(id));
}

/**
 * Who leads without all that was committed recovers until it says that it is done, and nobody else does. A move that is taken back
 * makes nobody recover.
 */
export function isRecoveryWrong(before: PartitionRegistration, after: PartitionRegistration, kind: string): boolean {
  const isTakenBack = before.replicas.join() !== after.replicas.join();
  const isRecovering = after.leaderRecoveryState === "RECOVERING";
  if (kind === "last-known" || (kind === "unclean" && !isTakenBack)) return !isRecovering;
  return kind !== "unclean" && isRecovering && before.leaderRecoveryState !== "RECOVERING";
}

export const show = (p: PartitionRegistration): string =>
  `${p.replicas} isr=${p.isr} elr=${p.eligibleLeaderReplicas} last=${p.lastKnownElr} leader=${p.leader}@${p.leaderEpoch} +${p.addingReplicas} -${p.removingReplicas} ${p.leaderRecoveryState}`;
