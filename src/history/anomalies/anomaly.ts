/** What each anomaly is reported as: the fields of the reference checker, with operations given by their lines. */
import type { Line, Value } from "./client-operation.ts";

/** A value at a place of the log where another one is, too. `index`: place in the log, gaps in offsets not counted. */
interface InconsistentOffset {
  readonly key: string;
  readonly offset: number;
  readonly index: number;
  readonly values: readonly Value[];
}

interface Duplicate {
  readonly key: string;
  readonly value: Value;
  readonly count: number;
  readonly offsets: readonly number[];
}

interface LostWrite {
  readonly key: string;
  readonly value: Value;
  readonly index: number;
  readonly "max-read-index": number;
  readonly writer: Line;
  readonly "max-read": Line;
}

/** Acknowledged and never polled, up to the last acknowledged step, at `time`. */
export interface Unseen {
  readonly time: number;
  readonly unseen: Readonly<Record<string, number>>;
  readonly messages: Readonly<Record<string, readonly Value[]>>;
}

/** A polled value that nobody ever sent. */
interface PhantomMessage {
  readonly key: string;
  readonly value: Value;
  readonly reader: Line;
}

/** `G1a`, and `read-before-send`: polled before anybody had begun to send it. */
interface WriterAndReader extends PhantomMessage {
  readonly writer: Line;
}

interface PrecommittedRead {
  readonly op: Line;
  readonly key: string;
  readonly value: Value;
}

/** Between two operations of a process. */
interface OuterSkip {
  readonly key: string;
  readonly delta: number;
  readonly skipped: readonly Value[];
  readonly ops: readonly [Line, Line];
}

interface OuterStepBack {
  readonly key: string;
  readonly values: readonly [Value, Value];
  readonly delta: number;
  readonly ops: readonly [Line, Line];
}

/** Inside one operation. */
interface InnerSkip {
  readonly key: string;
  readonly values: readonly [Value, Value];
  readonly delta: number;
  readonly skipped: readonly Value[];
  readonly op: Line;
}

interface InnerStepBack {
  readonly key: string;
  readonly values: readonly [Value, Value];
  readonly delta: number;
  readonly op: Line;
}

export type CycleStep =
  | {
      readonly type: "ww";
      readonly key: string;
      readonly value: Value;
      readonly "value'": Value;
      readonly "a-mop-index": number;
      readonly "b-mop-index": number;
    }
  | {
      readonly type: "wr";
      readonly key: string;
      readonly value: Value;
      readonly "a-mop-index": number;
      readonly "b-mop-index": number;
    }
  /** The first completed before the second was invoked. */
  | { readonly type: "realtime"; readonly "a'": Line; readonly b: Line };

/** The first operation stands at the end again; `steps[i]` leads from `cycle[i]` to `cycle[i + 1]`. */
export interface Cycle<T extends string = string> {
  readonly type: T;
  readonly cycle: readonly Line[];
  readonly steps: readonly CycleStep[];
  /** Of a long cycle, of which only the beginning is given. */
  readonly length?: number;
}

/** A consistency model that the operations of one component cannot have kept. */
interface CycleExists<T extends string = string> {
  readonly type: T;
  readonly not: string;
  readonly "scc-size": number;
  readonly scc: readonly Line[];
}

interface CycleSearchTimeout {
  readonly "anomaly-spec-type": string;
  readonly "scc-size": number;
  readonly steps: number;
}

interface EmptyTransactionGraph {
  readonly operations: number;
}

export interface Anomalies {
  readonly "lost-write": LostWrite;
  readonly unseen: Unseen;
  readonly duplicate: Duplicate;
  readonly "inconsistent-offsets": InconsistentOffset;
  readonly "phantom-message": PhantomMessage;
  readonly "read-before-send": WriterAndReader;
  readonly G1a: WriterAndReader;
  readonly "precommitted-read": PrecommittedRead;
  readonly "poll-skip": OuterSkip;
  readonly "nonmonotonic-poll": OuterStepBack;
  readonly "int-poll-skip": InnerSkip;
  readonly "int-nonmonotonic-poll": InnerStepBack;
  readonly "nonmonotonic-send": OuterStepBack;
  readonly "int-nonmonotonic-send": InnerStepBack;
  readonly "int-send-skip": InnerSkip;
  readonly G0: Cycle<"G0">;
  readonly "G0-realtime": Cycle<"G0-realtime">;
  readonly G1c: Cycle<"G1c">;
  readonly "G1c-realtime": Cycle<"G1c-realtime">;
  readonly "PL-1-cycle-exists": CycleExists<"PL-1-cycle-exists">;
  readonly "PL-2-cycle-exists": CycleExists<"PL-2-cycle-exists">;
  readonly "strong-PL-1-cycle-exists": CycleExists<"strong-PL-1-cycle-exists">;
  readonly "strong-PL-2-cycle-exists": CycleExists<"strong-PL-2-cycle-exists">;
  readonly "cycle-search-timeout": CycleSearchTimeout;
  readonly "empty-transaction-graph": EmptyTransactionGraph;
}

export type ErrorType = keyof Anomalies;
