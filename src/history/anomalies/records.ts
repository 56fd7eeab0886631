/** Every record that somebody sent or polled, by a small number: its partition, its value, who sent it, who saw it. */
import type { Key, Outcome, Value } from "./client-operation.ts";
import { type Bytes, type Ints, newBytes, newInts, pushByte, pushInt } from "./column.ts";

export interface Records {
  /** Keys by number. A key is a string from here on: polls name it as the key of a JSON object. */
  readonly keys: string[];
  readonly keyNumbers: Map<string, number>;
  /** Per key, from value to record. */
  readonly byValue: Map<Value, number>[];
  readonly keyOf: Ints;
  readonly values: Value[];
  readonly fates: Bytes;
  /** Row of the last completion that sent the record, whatever came of it; -1: nobody did. */
  readonly writers: Ints;
  /** Line of the first invocation that sent it; -1: nobody did. */
  readonly firstInvoked: Ints;
  /** Row of a failed operation that sent it. */
  readonly failedWriters: Map<number, number>;
}

/** What happened to a record, as bits. */
export const Fate = { sentOk: 1, sentInfo: 2, sentFail: 4, readOk: 8, readInfo: 16, readFail: 32 } as const;

const sentFate = { ok: Fate.sentOk, info: Fate.sentInfo, fail: Fate.sentFail } as const;
const readFate = { ok: Fate.readOk, info: Fate.readInfo, fail: Fate.readFail } as const;

export const newRecords = (): Records => ({
  keys: [],
  keyNumbers: new Map(),
  byValue: [],
  keyOf: newInts(),
  values: [],
  fates: newBytes(),
  writers: newInts(),
  firstInvoked: newInts(),
  failedWriters: new Map(),
});

export function keyNumber(records: Records, key: Key): number {
  const name = String(key);
  const known = records.keyNumbers.get(name);
  if (known !== undefined) return known;
  records.keyNumbers.set(name, records.keys.length);
  records.byValue.push(new Map());
  return records.keys.push(name) - 1;
}

export function recordNumber(records: Records, key: number, value: Value): number {
  const byValue = records.byValue[key]!;
  const known = byValue.get(value);
  if (known !== undefined) return known;
  const record = records.values.push(value) - 1;
  byValue.set(value, record);
  pushInt(records.keyOf, key);
  pushByte(records.fates, 0);
  pushInt(records.writers, -1);
  pushInt(records.firstInvoked, -1);
  return record;
}

export function noteSent(records: Records, record: number, outcome: Outcome, row: number, invoked: number): void {
  records.fates.data[record]! |= sentFate[outcome];
  records.writers.data[record] = row;
  const first = records.firstInvoked.data[record]!;
  if (first < 0 || invoked < first) records.firstInvoked.data[record] = invoked;
  if (outcome === "fail") records.failedWriters.set(record, row);
}

export function noteRead(records: Records, record: number, outcome: Outcome): void {
  records.fates.data[record]! |= readFate[outcome];
}

export const has = (records: Records, record: number, fate: number): boolean =>
  (records.fates.data[record]! & fate) !== 0;

export const keyNameOf = (records: Records, record: number): string => records.keys[records.keyOf.data[record]!]!;
