/**
 * `unseen`: records that were acknowledged and that no `ok` operation polled, counted after each `ok` step. Only what
 * is left at the end is an error; whether it is lost or late, a history that ends there cannot tell.
 *
 * Only acknowledged records count (Jepsen's checker also lists polled ones of a key that was never acknowledged).
 */
import type { Unseen } from "./anomaly.ts";
import type { Value } from "./client-operation.ts";
import { type Evidence, isRecordStep, listText } from "./evidence.ts";
import { addFinding } from "./findings.ts";
import { Ok, rowCount, startOf } from "./recording.ts";
import { Fate, has } from "./records.ts";
import { offerPoint, type Series } from "./series.ts";

/** `messages` stands on the last point only: the values that were never polled. */
export interface UnseenPoint {
  readonly time: number;
  readonly unseen: Readonly<Record<string, number>>;
  readonly messages?: Readonly<Record<string, readonly Value[]>>;
}

interface Counts {
  /** Per key, acknowledged and not polled; -1: nothing was acknowledged yet. */
  readonly byKey: Int32Array;
  total: number;
}

const acked = 1;
const polled = 2;
const shownPerKey = 32;

export function checkUnseen(evidence: Evidence, series: Series<UnseenPoint>): void {
  const { recording, findings } = evidence;
  const { keys, values } = recording.records;
  const counts: Counts = { byKey: new Int32Array(keys.length).fill(-1), total: 0 };
  const states = new Uint8Array(values.length);
  const last = lastOkRow(evidence);
  for (let row = 0; row < last; row++) {
    if (recording.rows.outcomes.data[row] !== Ok || !isRecordStep(recording, row)) continue;
    count(evidence, row, states, counts);
    const time = recording.rows.times.data[row]!;
    offerPoint(series, 0, () => ({ time, unseen: countsByName(keys, counts.byKey, 0) }));
  }
  if (last < 0) return;
  count(evidence, last, states, counts);
  const left: Unseen = {
    time: recording.rows.times.data[last]!,
    unseen: countsByName(keys, counts.byKey, 1),
    messages: messagesByName(evidence, counts.byKey, 1),
  };
  const messages = messagesByName(evidence, counts.byKey, 0);
  const final = { time: left.time, unseen: countsByName(keys, counts.byKey, 0), messages };
  offerPoint(series, Number.POSITIVE_INFINITY, () => final);
  if (counts.total === 0) return;
  addFinding(findings, "unseen", left, { size: counts.total }, () => unseenText(left, counts.total));
}

function unseenText({ unseen, messages }: Unseen, total: number): string {
  const partitions = Object.keys(unseen);
  const few = partitions.slice(0, 3).map((key) => `${listText(messages[key]!, unseen[key])} of partition ${key}`);
  const rest = partitions.length > 3 ? `; … (${partitions.length} partitions)` : "";
  return `no consumer ever got ${total === 1 ? "this acknowledged record" : `these ${total} acknowledged records`}: ${few.join("; ")}${rest}`;
}

function lastOkRow({ recording }: Evidence): number {
  let row = rowCount(recording) - 1;
  while (row >= 0 && !(recording.rows.outcomes.data[row] === Ok && isRecordStep(recording, row))) row--;
  return row;
}

function count({ recording }: Evidence, row: number, states: Uint8Array, counts: Counts): void {
  const { sends, reads, records } = recording;
  const move = (record: number, by: number): void => {
    counts.byKey[records.keyOf.data[record]!]! += by;
    counts.total += by;
  };
  for (let i = startOf(sends, row); i < sends.ends.data[row]!; i++) {
    const record = sends.records.data[i]!;
    const key = records.keyOf.data[record]!;
    if (counts.byKey[key]! < 0) counts.byKey[key] = 0;
    if (states[record] === 0) move(record, 1);
    states[record]! |= acked;
  }
  for (let i = startOf(reads, row); i < reads.ends.data[row]!; i++) {
    const record = reads.records.data[i]!;
    if (states[record] === acked) move(record, -1);
    states[record]! |= polled;
  }
}

const isUnseen = ({ recording: { records } }: Evidence, record: number): boolean =>
  has(records, record, Fate.sentOk) && !has(records, record, Fate.readOk);

const countsByName = (keys: readonly string[], byKey: Int32Array, least: number): Record<string, number> =>
  Object.fromEntries(keys.flatMap((name, key) => (byKey[key]! >= least ? [[name, byKey[key]!]] : [])));

function messagesByName(evidence: Evidence, byKey: Int32Array, least: number): Record<string, readonly Value[]> {
  const { keys, keyOf, values } = evidence.recording.records;
  const lists = new Map<number, Value[]>();
  for (const [key, unseen] of byKey.entries()) if (unseen >= least) lists.set(key, []);
  for (let record = 0; record < values.length; record++) {
    const list = lists.get(keyOf.data[record]!);
    if (list !== undefined && list.length < shownPerKey && isUnseen(evidence, record)) list.push(values[record]!);
  }
  return Object.fromEntries([...lists].map(([key, list]) => [keys[key]!, list]));
}
