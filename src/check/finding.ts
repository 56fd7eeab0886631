/** How monitors tell what they found. */
import { partitionOf } from "../kafka/topic-partition.ts";
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
  /** Default true. */
  readonly promised?: boolean;
  readonly subject: Subject;
  readonly witness?: Violation["witness"];
}

export function found(ghost: Ghost, card: CheckCard, partition: PartitionGhost | null, what: Found): void {
  report(ghost.verdicts, card, {
    role: what.role,
    sentence: what.sentence,
    topicPartition: partition?.topicPartition ?? -1,
    event: ghost.event,
    atMicros: ghost.atMicros,
    promised: (what.promised ?? true) && (card.guarantee !== "progress" || ghost.allowsProgress),
    subject: what.subject,
    witness: what.witness ?? {},
  });
}

/** `orders-0`, and `orders-0@5`. */
export const named = (partition: PartitionGhost): string =>
  `${partition.topic.name}-${partitionOf(partition.topicPartition)}`;
export const at = (partition: PartitionGhost, offset: number): string => `${named(partition)}@${offset}`;
