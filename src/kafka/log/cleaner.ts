/**
 * What compaction keeps of a batch (L-52..L-57; Cleaner.cleanInto, MemoryRecords.filterTo).
 *
 * A record stays if no later one of its key lies below the cleaned bound; a tombstone, besides, until its horizon.
 * A batch keeps its offsets, sequences and epoch whatever it loses; an emptied one goes, unless it tells the last
 * sequence of a producer or where the committed part ends.
 */
import type { Millis } from "../../core/time.ts";
import {
  batchOverheadBytes,
  type KafkaRecord,
  lastOffset,
  nextOffset,
  noProducerId,
  type RecordBatch,
  sealed,
} from "../records.ts";
import { lastDataOffset, type ProducerStates } from "./producer-state.ts";
import type { Segment } from "./segment.ts";

export interface Cleaning {
  readonly nowMs: Millis;
  /** A batch that ends here stays, though emptied, so that it tells where the log ends; -1: none does. */
  readonly keptEnd: number;
  readonly deleteRetentionMs: Millis;
  /** Key to its last offset in the dirty part. */
  readonly latestOffsets: ReadonlyMap<string, number>;
  readonly lastOffsetsOfProducers: ReadonlyMap<number, number>;
}

/** The offset map, from the dirty part alone: the clean part has one record per key already. */
export function latestOffsets(
  segments: readonly Segment[],
  from: number,
  to: number,
  firstDirtyOffset: number,
): Map<string, number> {
  const latest = new Map<string, number>();
  for (let i = from; i < to; i++) {
    for (const batch of segments[i]!.file.entries) {
      if (batch.isControl) continue;
      for (const record of batch.records) {
        const offset = batch.baseOffset + record.offsetDelta;
        if (record.key !== null && offset >= firstDirtyOffset) latest.set(record.key, offset);
      }
    }
  }
  return latest;
}

/** The batch that holds a producer's last sequence must stay (L-55, KAFKA-8335). */
export function lastOffsetsOfProducers(producers: ProducerStates): Map<number, number> {
  const last = new Map<number, number>();
  for (const entry of producers.values()) last.set(entry.producerId, lastDataOffset(entry));
  return last;
}

/** The batch itself if nothing goes, a smaller one, or null. */
export function cleanBatch(batch: RecordBatch, cleaning: Cleaning): RecordBatch | null {
  const horizonMs = horizonOf(batch, cleaning);
  const kept = batch.records.filter((record) => isKept(batch, record, horizonMs, cleaning));
  if (kept.length === 0 && !isKeptEmpty(batch, cleaning)) return null;
  const hasHorizon = kept.some((record) => batch.isControl || record.value === null);
  const deleteHorizonMs = hasHorizon ? horizonMs : batch.deleteHorizonMs;
  if (kept.length === batch.records.length && deleteHorizonMs === batch.deleteHorizonMs) return batch;
  return sealed({
    ...batch,
    records: kept,
    deleteHorizonMs,
    maxTimestamp: maxTimestampOf(batch, kept),
    sizeInBytes: shrunkSize(batch, kept),
  });
}

/** Time from which its tombstones may go: set by the first cleaning that saw them (KIP-534). */
const horizonOf = ({ deleteHorizonMs }: RecordBatch, { nowMs, deleteRetentionMs }: Cleaning): Millis =>
  deleteHorizonMs >= 0 ? deleteHorizonMs : nowMs + deleteRetentionMs;

/** Control records are no data: no key, no later one, only their horizon (L-53, L-54, KAFKA-14055). The cleaning that sets the
 * horizon keeps what it is for, also with delete.retention.ms=0. */
function isKept(batch: RecordBatch, record: KafkaRecord, horizonMs: Millis, cleaning: Cleaning): boolean {
  const isBeforeHorizon = cleaning.nowMs < horizonMs || batch.deleteHorizonMs < 0;
  if (batch.isControl) return isBeforeHorizon;
  if (record.key === null) return false;
  const latest = cleaning.latestOffsets.get(record.key);
  if (latest !== undefined && batch.baseOffset + record.offsetDelta < latest) return false;
  return record.value !== null || isBeforeHorizon;
}

const isKeptEmpty = (batch: RecordBatch, cleaning: Cleaning): boolean =>
  nextOffset(batch) === cleaning.keptEnd ||
  (batch.producerId !== noProducerId && cleaning.lastOffsetsOfProducers.get(batch.producerId) === lastOffset(batch));

function maxTimestampOf(batch: RecordBatch, kept: readonly KafkaRecord[]): Millis {
  if (batch.timestampType === "LogAppendTime" || kept.length === 0) return batch.maxTimestamp;
  let max = -1;
  for (const record of kept) if (record.timestamp > max) max = record.timestamp;
  return max;
}

/** Compressed as well as the batch was. */
function shrunkSize(batch: RecordBatch, kept: readonly KafkaRecord[]): number {
  const rawBytes = sumOfSizes(batch.records);
  if (rawBytes === 0) return batchOverheadBytes;
  return batchOverheadBytes + Math.ceil(((batch.sizeInBytes - batchOverheadBytes) * sumOfSizes(kept)) / rawBytes);
}

function sumOfSizes(records: readonly KafkaRecord[]): number {
  let sum = 0;
  for (const record of records) sum += record.sizeInBytes;
  return sum;
}
