/** What all checks share: a violation as a value, and the view of the cluster that invariants may read. */
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
  | "protocol";

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
  /** False: nothing promised against it; a statistic with a witness, not a bug. */
  readonly promised: boolean;
  readonly subject: Subject;
  /** Ids, offsets, epochs for readers; plain JSON. */
  readonly witness: Readonly<Record<string, number | string | readonly number[]>>;
}
