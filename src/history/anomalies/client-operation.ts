/**
 * One line of a recorded history of any Kafka-like system (format: history-cases; model: Jepsen's Kafka workload).
 *
 * Each client step stands twice, in real-time order: an `invoke`, then one completion: `ok` (it happened), `fail` (it
 * did not), `info` (nobody knows). A `fail` or `info` keeps what was learned before the failure. A process is one
 * producer with one consumer; one that got `info` should not go on, but may. A key stands for one partition.
 */
export type Key = string | number;

/** Unique per key; `1` and `"1"` differ. */
export type Value = string | number;

export type Outcome = "ok" | "info" | "fail";

/** `[offset, value]` once acknowledged; the offset is null (or -1, as with acks=0) if the acknowledgement had none. */
export type Send = readonly ["send", Key, Value | readonly [number | null, Value]];

/** The records that one poll returned, as `[offset, value]` by key. */
export type PolledRecords = Readonly<Record<string, readonly (readonly [number, Value])[]>>;

export type Poll = readonly ["poll"] | readonly ["poll", PolledRecords | null];

interface Base {
  readonly index?: number;
  /** Nanoseconds since the start. */
  readonly time: number;
  readonly process: number;
  readonly type: "invoke" | Outcome;
  /** Its kind: what its value is depends on the kind's roles. */
  readonly f: string;
}

/** Sends and polls of one step, or of one transaction. */
export interface RecordOperation extends Base {
  readonly value: readonly (Send | Poll)[];
  /** Partitions that moved while the step ran. */
  readonly "rebalance-log"?: readonly { readonly keys: readonly Key[] }[] | null;
}

/** Replaces what the consumer was bound to before. */
export interface BindOperation extends Base {
  readonly value: readonly Key[];
  readonly "seek-to-beginning?"?: boolean;
}

/** Says nothing about records. */
interface OtherOperation extends Base {
  readonly value?: unknown;
}

export type ClientOperation = RecordOperation | BindOperation | OtherOperation;

/** Where an operation stands in its history: its line in the file, or its place in the array, counted from 1. */
export type Line = number;
