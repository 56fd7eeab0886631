/** One thing that happened in a run, ready to be told: what a story chooses from. */
import type { TopicPartition } from "../kafka/topic-partition.ts";

export type FactKind =
  | "append"
  | "copy"
  | "truncate"
  | "restart-log"
  | "reopen"
  | "ack"
  | "refuse"
  | "elect"
  | "isr"
  | "lead"
  | "fence"
  | "register"
  | "down"
  | "up"
  | "pause"
  | "tear"
  | "wipe"
  | "fault"
  | "read"
  | "send"
  | "delete";

export interface Fact {
  readonly event: number;
  readonly atMicros: number;
  readonly kind: FactKind;
  /** -1: not about one node. */
  readonly node: number;
  /** -1: not about one partition. */
  readonly topicPartition: TopicPartition;
  /** Range of offsets [from, to); -1 if none. */
  readonly from: number;
  readonly to: number;
  readonly records: readonly number[];
  /** The sentence, without the time. */
  readonly text: string;
}

/** `b1`, `b1 and b2`, `b1, b2 and b3`. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "nobody";
  if (names.length === 1) return names[0]!;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
