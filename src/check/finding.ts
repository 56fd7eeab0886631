/** How monitors tell what they found. */

import { partitionOf } from "../kafka/topic-partition.ts";
import { type Anomaly, excuse } from "./anomalies/anomaly.ts";
import { settingsAllowNoProgress } from "./anomalies/progress-anomalies.ts";
import type { CheckCard } from "./card.ts";
import type { Violation } from "./check.ts";
import type { Ghost } from "./ghost/ghost.ts";
import type { PartitionGhost } from "./ghost/partition-ghost.ts";
import type { Subject } from "./subject.ts";
import { report } from "./verdicts.ts";

export interface Found {
  /** Role and phase of the failure, without numbers. */
  readonly role: string;
  readonly sentence: string;
  /** Told, but not as a broken promise: this makes it legal. Default null. */
  readonly legal?: Anomaly | null;
  readonly subject: Subject;
  readonly witness?: Violation["witness"];
}

export function found(ghost: Ghost, card: CheckCard, partition: PartitionGhost | null, what: Found): void {
  const isOwed = card.guarantee !== "progress" || ghost.allowsProgress;
  const legal = what.legal ?? (isOwed ? null : settingsAllowNoProgress);
  report(ghost.verdicts, card, {
    role: what.role,
    sentence: what.sentence,
    topicPartition: partition?.topicPartition ?? -1,
    event: ghost.event,
    atMicros: ghost.atMicros,
    promised: legal === null || !excuse(ghost.excuses, legal),
    subject: what.subject,
    witness: what.witness ?? {},
  });
}

/** `orders-0`, and `orders-0@5`. */
export const named = (partition: PartitionGhost): string =>
  `${partition.topic.name}-${partitionOf(partition.topicPartition)}`;
export const at = (partition: PartitionGhost, offset: number): string => `${named(partition)}@${offset}`;
