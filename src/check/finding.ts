/** How monitors tell what they found. */
import { partitionOf } from "../kafka/topic-partition.ts";
import { type AnomalyName, excuse } from "./anomaly.ts";
import type { CheckCard, Violation } from "./check.ts";
import type { Ghost } from "./ghost/ghost.ts";
import type { PartitionGhost } from "./ghost/partition-ghost.ts";
import type { Subject } from "./subject.ts";

interface Found {
  /** Role and phase of the failure, without numbers. */
  readonly role: string;
  readonly sentence: string;
  /** Told, but not as a broken promise: this makes it legal. Default null. */
  readonly legal?: AnomalyName | null;
  readonly subject: Subject;
}

export function found(ghost: Ghost, card: CheckCard, partition: PartitionGhost | null, what: Found): void {
  const { verdicts } = ghost;
  const isOwed = card.guarantee !== "progress" || ghost.allowsProgress;
  const legal = what.legal ?? (isOwed ? null : "settings-allow-no-progress");
  const promised = legal === null || !excuse(ghost.excuses, legal);
  const fingerprint = `${card.name}/${what.role}/${verdicts.phase}`;
  verdicts.counts.set(fingerprint, (verdicts.counts.get(fingerprint) ?? 0) + 1);
  // A break that nothing promised against must not hide one that was promised against.
  const key = promised ? fingerprint : `${fingerprint}?`;
  if (verdicts.seen.has(key)) return;
  verdicts.seen.add(key);
  const violation: Violation = {
    check: card.name,
    guarantee: card.guarantee,
    fingerprint,
    sentence: what.sentence,
    topicPartition: partition?.topicPartition ?? -1,
    event: ghost.event,
    atMicros: ghost.atMicros,
    promised,
    subject: what.subject,
  };
  verdicts.violations.push(violation);
  verdicts.onViolation?.(violation);
}

/** `orders-0`, and `orders-0@5`. */
export const named = (partition: PartitionGhost): string =>
  `${partition.topic.name}-${partitionOf(partition.topicPartition)}`;
export const at = (partition: PartitionGhost, offset: number): string => `${named(partition)}@${offset}`;
