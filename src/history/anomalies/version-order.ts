/**
 * Each partition's log as the clients saw it, rebuilt from every offset that anybody learned: from all polls, whatever
 * came of them, and from the acknowledgements of operations that must have committed.
 *
 * Places in it are counted without gaps: missing offsets are taken for transaction markers, never for missing records.
 * Where one offset has several records, or one record several offsets, each observation keeps the place where it was
 * made (Jepsen's checker keeps one place per value, so that one duplicate shows as a skipped poll as well).
 */
import { Fail, Ok, type Recording, rowCount, startOf, type Touches } from "./recording.ts";
import { Fate, has } from "./records.ts";

export interface VersionOrder {
  readonly logs: readonly KeyLog[];
  /** Per record: its first and last place; -1: no known offset. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Per entry of the recording's sends and reads: its place, -1 unknown. */
  readonly sendPlaces: Int32Array;
  readonly readPlaces: Int32Array;
  /** Per row: 1 if it surely happened. */
  readonly committed: Uint8Array;
  /** Offsets of the records that are at several. */
  readonly duplicates: ReadonlyMap<number, readonly number[]>;
}

/** Place p holds, in ascending order, `records[starts[p]]` up to, not including, `records[starts[p + 1]]`, all seen at `offsets[p]`. */
interface KeyLog {
  readonly offsets: Float64Array;
  readonly starts: Int32Array;
  readonly records: Int32Array;
}

export function versionOrder(recording: Recording): VersionOrder {
  const committed = committedRows(recording);
  const seen = seenOffsets(recording, committed);
  const records = recording.records.values.length;
  const first = new Int32Array(records).fill(-1);
  const last = new Int32Array(records).fill(-1);
  const logs = buildLogs(recording, seen);
  for (const log of logs) {
    for (let place = 0; place < log.offsets.length; place++) {
      for (let i = log.starts[place]!; i < log.starts[place + 1]!; i++) {
        const record = log.records[i]!;
        if (first[record]! < 0) first[record] = place;
        last[record] = place;
      }
    }
  }
  const placesOf = (touches: Touches): Int32Array => touchPlaces(recording, touches, logs, first, last);
  return {
    logs,
    first,
    last,
    committed,
    sendPlaces: placesOf(recording.sends),
    readPlaces: placesOf(recording.reads),
    duplicates: duplicatesOf(seen),
  };
}

/** The record that stands for a place: the one heard of first. */
export const recordAt = (log: KeyLog, place: number): number => log.records[log.starts[place]!]!;

/** An operation with unknown outcome has happened if one of its records was polled: transactions are atomic. */
function committedRows({ rows, sends, records }: Recording): Uint8Array {
  const committed = new Uint8Array(rows.lines.length);
  for (let row = 0; row < committed.length; row++) {
    const outcome = rows.outcomes.data[row]!;
    if (outcome === Ok) committed[row] = 1;
    if (outcome === Ok || outcome === Fail) continue;
    for (let i = startOf(sends, row); i < sends.ends.data[row]!; i++) {
      if (has(records, sends.records.data[i]!, Fate.readOk)) committed[row] = 1;
    }
  }
  return committed;
}

interface SeenOffsets {
  /** Per record, the first that anybody learned; -1 none. */
  readonly one: Float64Array;
  /** Records that were seen elsewhere as well. */
  readonly more: Map<number, Set<number>>;
}

function seenOffsets(recording: Recording, committed: Uint8Array): SeenOffsets {
  const { reads, sends } = recording;
  const seen: SeenOffsets = { one: new Float64Array(recording.records.values.length).fill(-1), more: new Map() };
  for (let i = 0; i < reads.records.length; i++) noteOffset(seen, reads.records.data[i]!, reads.offsets.data[i]!);
  for (let row = 0; row < rowCount(recording); row++) {
    if (committed[row] === 0) continue;
    for (let i = startOf(sends, row); i < sends.ends.data[row]!; i++) {
      if (sends.offsets.data[i]! >= 0) noteOffset(seen, sends.records.data[i]!, sends.offsets.data[i]!);
    }
  }
  return seen;
}

function noteOffset(seen: SeenOffsets, record: number, offset: number): void {
  const known = seen.one[record]!;
  if (known === offset) return;
  if (known < 0) {
    seen.one[record] = offset;
    return;
  }
  const more = seen.more.get(record);
  if (more === undefined) seen.more.set(record, new Set([offset]));
  else more.add(offset);
}

function duplicatesOf({ one, more }: SeenOffsets): ReadonlyMap<number, readonly number[]> {
  const duplicates = new Map<number, readonly number[]>();
  for (const [record, offsets] of more)
    duplicates.set(
      record,
      [one[record]!, ...offsets].sort((a, b) => a - b),
    );
  return duplicates;
}

function buildLogs({ records }: Recording, seen: SeenOffsets): readonly KeyLog[] {
  const sizes = new Int32Array(records.keys.length);
  const keyOf = records.keyOf.data;
  for (let record = 0; record < seen.one.length; record++) if (seen.one[record]! >= 0) sizes[keyOf[record]!]!++;
  for (const [record, more] of seen.more) sizes[keyOf[record]!]! += more.size;
  const entries = Array.from(sizes, (size) => ({
    offsets: new Float64Array(size),
    records: new Int32Array(size),
    length: 0,
  }));
  const put = (record: number, offset: number): void => {
    const entry = entries[keyOf[record]!]!;
    entry.offsets[entry.length] = offset;
    entry.records[entry.length++] = record;
  };
  for (let record = 0; record < seen.one.length; record++) if (seen.one[record]! >= 0) put(record, seen.one[record]!);
  for (const [record, more] of seen.more) for (const offset of more) put(record, offset);
  return entries.map((entry) => toLog(entry.offsets, entry.records));
}

function toLog(offsets: Float64Array, records: Int32Array): KeyLog {
  const order = new Int32Array(records.length)
    .map((_, i) => i)
    .sort((a, b) => offsets[a]! - offsets[b]! || records[a]! - records[b]!);
  const log = {
    offsets: new Float64Array(order.length),
    starts: new Int32Array(order.length + 1),
    records: new Int32Array(order.length),
  };
  let places = 0;
  for (let i = 0; i < order.length; i++) {
    const at = order[i]!;
    log.records[i] = records[at]!;
    if (places > 0 && log.offsets[places - 1] === offsets[at]) continue;
    log.offsets[places] = offsets[at]!;
    log.starts[places++] = i;
  }
  log.starts[places] = order.length;
  return { ...log, offsets: log.offsets.subarray(0, places) };
}

function touchPlaces(
  { records }: Recording,
  touches: Touches,
  logs: readonly KeyLog[],
  first: Int32Array,
  last: Int32Array,
): Int32Array {
  const places = new Int32Array(touches.records.length);
  for (let i = 0; i < places.length; i++) {
    const record = touches.records.data[i]!;
    const once = first[record] === last[record];
    places[i] = once ? first[record]! : placeAt(logs[records.keyOf.data[record]!]!, record, touches.offsets.data[i]!);
  }
  return places;
}

/** Where a record that has several places was met; -1 if that was not said. */
function placeAt(log: KeyLog, record: number, offset: number): number {
  let low = 0;
  let high = log.offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (log.offsets[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  if (log.offsets[low] !== offset) return -1;
  let from = log.starts[low]!;
  let to = log.starts[low + 1]!;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (log.records[middle]! < record) from = middle + 1;
    else to = middle;
  }
  return from < log.starts[low + 1]! && log.records[from] === record ? low : -1;
}
