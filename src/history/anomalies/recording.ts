/**
 * A history as it is taken in, one operation after the other: completions become rows of columns, invocations are only
 * remembered until their completion comes. What nobody completed counts as `info`.
 */
import { type OperationKinds, Role } from "../operation-kind.ts";
import { operationKinds } from "../operation-kinds.ts";
import type { BindOperation, ClientOperation, Line, Outcome, Poll, RecordOperation, Send } from "./client-operation.ts";
import {
  type Bytes,
  type Floats,
  type Ints,
  newBytes,
  newFloats,
  newInts,
  pushByte,
  pushFloat,
  pushInt,
} from "./column.ts";
import { keyNumber, newRecords, noteRead, noteSent, type Records, recordNumber } from "./records.ts";

export interface Recording {
  readonly kinds: OperationKinds;
  readonly records: Records;
  readonly rows: Rows;
  readonly sends: Touches;
  readonly reads: Touches;
  readonly bindings: Map<number, Binding>;
  /** Row to the keys of its rebalance log. */
  readonly rebalanced: Map<number, ReadonlySet<number>>;
  readonly processes: Map<number, ProcessLife>;
  operations: number;
  lastLine: Line;
}

/** Completions; those of kinds without a role, such as `crash`, are left out. */
interface Rows {
  /** Of the completion; of the invocation where none came. */
  readonly lines: Ints;
  readonly invokedLines: Ints;
  readonly times: Floats;
  readonly invokedTimes: Floats;
  readonly processes: Floats;
  readonly outcomes: Bytes;
  readonly roles: Bytes;
}

/** The records that operations sent, or read: those of row r end at `ends[r]`. */
export interface Touches {
  readonly records: Ints;
  /** -1 unknown. */
  readonly offsets: Floats;
  /** Place in the operation's list of sends and polls. */
  readonly places: Ints;
  readonly ends: Ints;
}

export interface Binding {
  readonly keys: ReadonlySet<number>;
  readonly seekToBeginning: boolean;
}

interface ProcessLife {
  open: ClientOperation | null;
  openLine: Line;
}

export const Ok = 0;
export const Info = 1;
export const Fail = 2;

const outcomeCode = { ok: Ok, info: Info, fail: Fail } as const;

/** An operation that does not fit the ones before it. */
export interface Misfit {
  readonly found: string;
  readonly expected: string;
}

const newTouches = (): Touches => ({ records: newInts(), offsets: newFloats(), places: newInts(), ends: newInts() });

export const newRecording = (kinds = operationKinds): Recording => ({
  kinds,
  records: newRecords(),
  rows: {
    lines: newInts(),
    invokedLines: newInts(),
    times: newFloats(),
    invokedTimes: newFloats(),
    processes: newFloats(),
    outcomes: newBytes(),
    roles: newBytes(),
  },
  sends: newTouches(),
  reads: newTouches(),
  bindings: new Map(),
  rebalanced: new Map(),
  processes: new Map(),
  operations: 0,
  lastLine: 0,
});

export const rowCount = (recording: Recording): number => recording.rows.lines.length;

export const startOf = (touches: Touches, row: number): number => (row === 0 ? 0 : touches.ends.data[row - 1]!);

/** The row to which entry `at` of the sends, or reads, belongs. */
export function rowAt(touches: Touches, at: number): number {
  let low = 0;
  let high = touches.ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (touches.ends.data[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Takes in one operation; `line` grows from call to call. Null if it fits. */
export function addOperation(recording: Recording, operation: ClientOperation, line: Line): Misfit | null {
  recording.operations++;
  recording.lastLine = line;
  const life = lifeOf(recording, operation.process);
  if (operation.type === "invoke") {
    if (life.open !== null) enter(recording, life.open, life.open, life.openLine, life.openLine, "info");
    life.open = operation;
    life.openLine = line;
    return null;
  }
  const { open, openLine } = life;
  if (open === null || open.f !== operation.f) return misfit(operation, open, openLine);
  life.open = null;
  enter(recording, operation, open, line, openLine, operation.type);
  return null;
}

/** No more operations come: what is still open has an unknown outcome. */
export function endRecording(recording: Recording): void {
  const left = [...recording.processes.values()].sort((a, b) => a.openLine - b.openLine);
  for (const life of left) {
    if (life.open !== null) enter(recording, life.open, life.open, life.openLine, life.openLine, "info");
    life.open = null;
  }
}

function misfit(operation: ClientOperation, open: ClientOperation | null, openLine: Line): Misfit {
  const what = `a completion (type ${operation.type}) of ${operation.f} by process ${operation.process}`;
  if (open === null)
    return {
      found: `${what} without invocation`,
      expected: `an earlier line of process ${operation.process} with type invoke and f ${operation.f}`,
    };
  return { found: what, expected: `the completion of its ${open.f}, invoked on line ${openLine}` };
}

function lifeOf(recording: Recording, process: number): ProcessLife {
  const known = recording.processes.get(process);
  if (known !== undefined) return known;
  const life = { open: null, openLine: 0 };
  recording.processes.set(process, life);
  return life;
}

function enter(
  recording: Recording,
  operation: ClientOperation,
  invocation: ClientOperation,
  line: Line,
  invoked: Line,
  outcome: Outcome,
): void {
  const { roles } = recording.kinds[operation.f]!;
  if (roles === Role.none) return;
  const { rows, sends, reads } = recording;
  const row = rows.lines.length;
  pushInt(rows.lines, line);
  pushInt(rows.invokedLines, invoked);
  pushFloat(rows.times, operation.time);
  pushFloat(rows.invokedTimes, invocation.time);
  pushFloat(rows.processes, operation.process);
  pushByte(rows.outcomes, outcomeCode[outcome]);
  pushByte(rows.roles, roles);
  if (binds(operation, roles)) enterBinding(recording, operation, row);
  else if (touchesRecords(operation, roles)) enterRecords(recording, operation, row, invoked, outcome);
  pushInt(sends.ends, sends.records.length);
  pushInt(reads.ends, reads.records.length);
}

/** The syntax of its kind has seen to it that the value is what the roles say. */
export const touchesRecords = (_operation: ClientOperation, roles: number): _operation is RecordOperation =>
  (roles & Role.records) !== 0;

const binds = (_operation: ClientOperation, roles: number): _operation is BindOperation => (roles & Role.binds) !== 0;

function enterBinding(recording: Recording, operation: BindOperation, row: number): void {
  const keys = new Set(operation.value.map((key) => keyNumber(recording.records, key)));
  recording.bindings.set(row, { keys, seekToBeginning: operation["seek-to-beginning?"] === true });
}

function enterRecords(
  recording: Recording,
  operation: RecordOperation,
  row: number,
  invoked: Line,
  outcome: Outcome,
): void {
  for (let place = 0; place < operation.value.length; place++) {
    const micro = operation.value[place]!;
    if (micro[0] === "send") enterSend(recording, micro, place, row, invoked, outcome);
    else enterPoll(recording, micro, place, outcome);
  }
  const moved = operation["rebalance-log"];
  if (moved === undefined || moved === null) return;
  const keys = moved.flatMap((entry) => entry.keys.map((key) => keyNumber(recording.records, key)));
  if (keys.length > 0) recording.rebalanced.set(row, new Set(keys));
}

function enterSend(
  recording: Recording,
  send: Send,
  place: number,
  row: number,
  invoked: Line,
  outcome: Outcome,
): void {
  const { records, sends } = recording;
  const sent = send[2];
  const acked = typeof sent === "object";
  const record = recordNumber(records, keyNumber(records, send[1]), acked ? sent[1] : sent);
  pushInt(sends.records, record);
  pushFloat(sends.offsets, acked ? (sent[0] ?? -1) : -1);
  pushInt(sends.places, place);
  noteSent(records, record, outcome, row, invoked);
}

function enterPoll(recording: Recording, poll: Poll, place: number, outcome: Outcome): void {
  const { records, reads } = recording;
  const polled = poll[1];
  if (polled === undefined || polled === null) return;
  for (const key of Object.keys(polled)) {
    const number = keyNumber(records, key);
    for (const [offset, value] of polled[key]!) {
      const record = recordNumber(records, number, value);
      pushInt(reads.records, record);
      pushFloat(reads.offsets, offset);
      pushInt(reads.places, place);
      noteRead(records, record, outcome);
    }
  }
}
