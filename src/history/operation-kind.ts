/** What a kind of operation is to a history: how it is recorded, written as lines, read from lines, and judged. */
import type { ClientObserver } from "../client/observer.ts";
import type { NodeId } from "../core/ids.ts";
import type { TopicPartition } from "../kafka/topic-partition.ts";
import type { WorldObserver } from "../sim/world.ts";
import type { Operation, OperationTerms } from "./operation.ts";

/** `Fields`: what an operation of this kind has beside those of every operation. */
export interface OperationKind<Fields extends object = object> {
  /** Which checks of recorded histories read it: bits of `Role`. */
  readonly roles: number;
  /** What is wrong with its line in a file, beside type, time and process; null if nothing is. */
  readonly fault: (line: JsonLine) => SyntaxFault | null;
  /** How the recorder takes it from what clients tell; none: it stands in files of others only. */
  listen?(emit: (client: NodeId, operation: OperationTerms & Fields) => void): HistoryListener;
  /** How `run --history` writes it; none: it is left out. What it must remember from line to line, it keeps itself. */
  writer?(out: LineWriter): OperationWriter<Fields>;
}

export interface OperationWriter<Fields extends object> {
  write(operation: Operation & Fields): void;
}

export type OperationKinds = Readonly<Record<string, OperationKind>>;

export const Role = {
  none: 0,
  /** Its value lists sends and polls: read by all checks of records, orders and cycles. */
  records: 1,
  /** It polls: the realtime lag is measured on it. */
  polls: 2,
  /** Its value lists the keys to which its process is bound from now on: the orders and the realtime lag begin anew. */
  binds: 4,
  /** A binding by which a group moves partitions: skipped and repeated polls are legal, no lag is measured. */
  subscribes: 8,
} as const;

type HistoryListener = Partial<ClientObserver & WorldObserver>;

export type JsonLine = Readonly<Record<string, unknown>>;

export interface SyntaxFault {
  readonly found: string;
  readonly expected: string;
}

export interface LineWriter {
  /** Where a record is; undefined if it never got a partition, or its topic was deleted. */
  keyOf(record: number): TopicPartition | undefined;
  /** False of a topic that was deleted: such a history knows of no deletion. */
  isKept(topicPartition: TopicPartition): boolean;
  /** A process of the lines has one operation under way; a client has as many processes as it needs: `slot`. */
  line(operation: Operation, slot: number, line: JsonLine & { readonly type: string; readonly f: string }): void;
}
