/** What a history was recorded with decides which anomalies it may show (history-checks §4). */
import type { ErrorType } from "./anomaly.ts";

export interface JudgeSettings {
  /** Infer that the record at an offset was written before the one at the next. Default false. */
  readonly wwDeps?: boolean;
  /** How consumers were bound. Default: `subscribe` if the history subscribes, else `assign`. */
  readonly subVia?: SubVia;
}

const subVias = ["assign", "subscribe"] as const;
export type SubVia = (typeof subVias)[number];

/** In the order in which they are reported: what loses data first. */
export const errorTypes = [
  "lost-write",
  "unseen",
  "duplicate",
  "inconsistent-offsets",
  "phantom-message",
  "read-before-send",
  "G1a",
  "precommitted-read",
  "poll-skip",
  "nonmonotonic-poll",
  "int-poll-skip",
  "int-nonmonotonic-poll",
  "nonmonotonic-send",
  "int-nonmonotonic-send",
  "int-send-skip",
  "G0",
  "G0-realtime",
  "G1c",
  "G1c-realtime",
  "PL-1-cycle-exists",
  "PL-2-cycle-exists",
  "strong-PL-1-cycle-exists",
  "strong-PL-2-cycle-exists",
  "cycle-search-timeout",
  "empty-transaction-graph",
] as const satisfies readonly ErrorType[];

/** Writes of different producers interleave in every log; Kafka never promised otherwise. */
const always: readonly ErrorType[] = [
  "int-send-skip",
  "G0",
  "G0-realtime",
  "PL-1-cycle-exists",
  "strong-PL-1-cycle-exists",
];

/** A rebalance moves positions. */
const withSubscribe: readonly ErrorType[] = ["poll-skip", "nonmonotonic-poll"];

/** With interleaved writes in the graph, such cycles are normal too. */
const withWwDeps: readonly ErrorType[] = ["G1c", "G1c-realtime", "PL-2-cycle-exists", "strong-PL-2-cycle-exists"];

/** The types that do not make a history invalid. */
export function allowedTypes(wwDeps: boolean, subVia: SubVia): ReadonlySet<ErrorType> {
  return new Set([...always, ...(subVia === "subscribe" ? withSubscribe : []), ...(wwDeps ? withWwDeps : [])]);
}
