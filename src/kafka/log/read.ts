/** Reading: batches from an offset on, and the offset of a time. */
import type { Millis } from "../../core/time.ts";
import type { RecordBatch } from "../records.ts";
import { cachedEpochAt } from "./leader-epoch-cache.ts";
import { type PartitionLog, segmentIndexAt } from "./partition-log.ts";
import { recordTimestamp } from "./record-batch.ts";
import { batchIndexAt, type Segment } from "./segment.ts";

const noBatches: readonly RecordBatch[] = [];

/**
 * The batches that end at or after `fetchOffset` and below `endOffset`, of one segment (as Kafka reads), at most
 * `maxBytes` but at least one if there is any. The caller has refused offsets outside the log. One shared empty array
 * when there is nothing.
 */
export function readBatches(
  log: PartitionLog,
  fetchOffset: number,
  maxBytes: number,
  endOffset: number,
): readonly RecordBatch[] {
  if (fetchOffset >= endOffset) return noBatches;
  for (let i = segmentIndexAt(log, fetchOffset); i < log.segments.length; i++) {
    const segment = log.segments[i]!;
    if (segment.baseOffset >= endOffset) return noBatches;
    const first = batchIndexAt(segment, fetchOffset);
    if (first < segment.file.entries.length) return takeBatches(segment.file.entries, first, maxBytes, endOffset);
  }
  return noBatches;
}

/** Where the first batch begins that ends at or after `offset`; itself where there is none. The caller has refused offsets outside the log. */
export function batchStartAt(log: PartitionLog, offset: number): number {
  if (offset >= log.logEndOffset) return offset;
  for (let i = segmentIndexAt(log, offset); i < log.segments.length; i++) {
    const segment = log.segments[i]!;
    const batch = segment.file.entries[batchIndexAt(segment, offset)];
    if (batch !== undefined) return batch.baseOffset;
  }
  return offset;
}

/** A batch that reaches beyond `endOffset` is not shown: its end is not committed yet. */
function takeBatches(
  entries: readonly RecordBatch[],
  first: number,
  maxBytes: number,
  endOffset: number,
): readonly RecordBatch[] {
  const head = entries[first]!;
  if (head.baseOffset + head.lastOffsetDelta >= endOffset) return noBatches;
  const taken: RecordBatch[] = [head];
  let bytes = head.sizeInBytes;
  for (let i = first + 1; i < entries.length; i++) {
    const batch = entries[i]!;
    bytes += batch.sizeInBytes;
    if (bytes > maxBytes || batch.baseOffset + batch.lastOffsetDelta >= endOffset) break;
    taken.push(batch);
  }
  return taken;
}

interface TimestampOffset {
  readonly offset: number;
  readonly timestamp: Millis;
  readonly leaderEpoch: number;
}

/** The first record at or after the log start whose time is `timestamp` or later; null if there is none (KIP-79). */
export function offsetForTimestamp(log: PartitionLog, timestamp: Millis): TimestampOffset | null {
  for (const segment of log.segments) {
    if (segment.largestTimestamp < timestamp) continue;
    const found = searchSegment(log, segment, timestamp);
    if (found !== null) return found;
  }
  return null;
}

/** The first record with the largest time at or after the log start; null if there is none (KIP-734). */
export function offsetOfMaxTimestamp(log: PartitionLog): TimestampOffset | null {
  let latest = -1;
  for (const segment of log.segments) latest = Math.max(latest, segment.largestTimestamp);
  return latest < 0 ? null : offsetForTimestamp(log, latest);
}

function searchSegment(log: PartitionLog, segment: Segment, timestamp: Millis): TimestampOffset | null {
  for (const batch of segment.file.entries) {
    if (batch.maxTimestamp < timestamp) continue;
    for (let i = 0; i < batch.records.length; i++) {
      const offset = batch.baseOffset + batch.records[i]!.offsetDelta;
      const time = recordTimestamp(batch, i);
      if (time >= timestamp && offset >= log.logStartOffset) {
        return { offset, timestamp: time, leaderEpoch: cachedEpochAt(log.epochCache, offset) };
      }
    }
  }
  return null;
}
