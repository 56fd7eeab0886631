/** What all checks share: their card, and a violation as a value. */
import type { TopicPartition } from "../kafka/topic-partition.ts";
import type { Subject } from "./subject.ts";

/** Kebab-case and stable: `acked-not-lost`, `log-matching`, ... */
export type CheckName = string;

export type GuaranteeName =
  | "no-acked-loss"
  | "per-key-order"
  | "no-duplicate"
  | "stable-reads"
  | "progress"
  | GroupGuaranteeName
  | "protocol";

/** Promised only where there is a group. */
export type GroupGuaranteeName = "one-owner" | "no-skip" | "commits-kept" | "group-progress";

export interface Violation {
  readonly check: CheckName;
  readonly guarantee: GuaranteeName;
  /**
   * Same failure, same text: check, roles and phase, no offsets, times or ids
   * (`acked-not-lost/leader-elected-without-record/chaos`).
   */
  readonly fingerprint: string;
  /** One sentence in Kafka's words. */
  readonly sentence: string;
  readonly topicPartition: TopicPartition | -1;
  /** Of the event after which it was seen, and its virtual time in microseconds. */
  readonly event: number;
  readonly atMicros: number;
  /** False: nothing promised against it; a statistic, not a bug. */
  readonly promised: boolean;
  readonly subject: Subject;
}

type CheckKind = "invariant" | "monitor" | "history" | "liveness";

/** What `explain` and the README say of a check. */
export interface CheckCard {
  readonly name: CheckName;
  /** What must hold, in one sentence. */
  readonly sentence: string;
  /** The same in one line. `isr` and `elr` without an argument are the controller's; a prime is the next state. */
  readonly formula: string;
  /** Number in the list of invariants and the origin of the rule. */
  readonly source: string;
  readonly kind: CheckKind;
  readonly guarantee: GuaranteeName;
}
