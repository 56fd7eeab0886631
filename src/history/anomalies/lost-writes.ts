/**
 * `lost-write`: a record that must have been committed, at an offset below one that a consumer reached, and that no
 * consumer ever got. A record after everything that was polled may only be late; it is `unseen`.
 */
import { type Evidence, lineOf, told, who } from "./evidence.ts";
import { addFinding } from "./findings.ts";
import { Ok, rowAt } from "./recording.ts";
import { Fate, has } from "./records.ts";

export function checkLostWrites(evidence: Evidence): void {
  const { order, recording } = evidence;
  const { records } = recording;
  const bounds = readBounds(evidence);
  const lost: number[] = [];
  for (let record = 0; record < records.values.length; record++) {
    const writer = records.writers.data[record]!;
    const place = order.last[record]!;
    if (place < 0 || writer < 0 || order.committed[writer] === 0 || has(records, record, Fate.readOk)) continue;
    if (place <= bounds[records.keyOf.data[record]!]!) lost.push(record);
  }
  if (lost.length === 0) return;
  const readers = boundReaders(evidence, bounds);
  for (const record of lost) report(evidence, record, bounds, readers);
}

/** Per key, the furthest place of a record that an `ok` operation polled; a duplicate counts where it stands first. */
function readBounds({ order, recording: { records } }: Evidence): Int32Array {
  const bounds = new Int32Array(records.keys.length).fill(-1);
  for (let record = 0; record < records.values.length; record++) {
    const key = records.keyOf.data[record]!;
    if (has(records, record, Fate.readOk) && order.first[record]! > bounds[key]!) bounds[key] = order.first[record]!;
  }
  return bounds;
}

/** Per key, the first `ok` row that polled a record at the bound. */
function boundReaders({ order, recording }: Evidence, bounds: Int32Array): Int32Array {
  const { reads, records, rows } = recording;
  const readers = new Int32Array(bounds.length).fill(-1);
  for (let i = 0; i < reads.records.length; i++) {
    const record = reads.records.data[i]!;
    const key = records.keyOf.data[record]!;
    if (readers[key]! >= 0 || order.first[record] !== bounds[key]) continue;
    const row = rowAt(reads, i);
    if (rows.outcomes.data[row] === Ok) readers[key] = row;
  }
  return readers;
}

function report(evidence: Evidence, record: number, bounds: Int32Array, readers: Int32Array): void {
  const { order, recording, findings } = evidence;
  const { keys, keyOf, values, writers } = recording.records;
  const key = keyOf.data[record]!;
  const writer = writers.data[record]!;
  const reader = readers[key]!;
  const index = order.first[record]!;
  const bound = bounds[key]!;
  const lost = {
    key: keys[key]!,
    value: values[record]!,
    index,
    "max-read-index": bound,
    writer: lineOf(evidence, writer),
    "max-read": lineOf(evidence, reader),
  };
  addFinding(findings, "lost-write", lost, { size: bound - index }, () => {
    const log = order.logs[key]!;
    const acked = recording.rows.outcomes.data[writer] === Ok;
    const fate = acked
      ? "was acknowledged"
      : "had an unknown outcome, but was surely written (another record of its transaction was polled)";
    return `${told(evidence, record)}, sent by ${who(evidence, writer)}, ${fate} at offset ${log.offsets[index]}, and no consumer ever got it, though ${who(evidence, reader)} read on to offset ${log.offsets[bound]}`;
  });
}
