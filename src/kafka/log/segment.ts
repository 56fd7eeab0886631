/**
 * A segment: one file of batches, with what Kafka knows of it from its indexes (L-13).
 *
 * The disk owns the batches; the numbers here are folded from them and are folded anew after loading, truncating and
 * cleaning.
 */
import type { Disk, DiskFile } from "../../core/disk.ts";
import { mix3 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import type { TopicConfig } from "../config/resolve-topic.ts";
import { lastOffset, nextOffset, type RecordBatch } from "../records.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { segmentFileName } from "./log-files.ts";

export interface Segment {
  readonly baseOffset: number;
  readonly file: DiskFile<RecordBatch>;
  /** Wall clock at which the file was opened: the age of an empty segment. */
  readonly openedMs: Millis;
  /** Between 0 and 1: the share of segment.jitter.ms by which this segment rolls earlier. */
  readonly jitter: number;
  /** Largest timestamp of the first batch, the start of its rolling time; -1 when empty. */
  firstTimestamp: Millis;
  /** -1 when empty. */
  largestTimestamp: Millis;
  offsetIndexEntries: number;
  bytesSinceIndexEntry: number;
  /** Leading batches that this process knows to be on the platter: what the recovery point stands on. */
  flushedCount: number;
  /** A background flush was asked for and has not been reported. */
  flushPending: boolean;
}

export function openSegment(
  disk: Disk,
  tp: TopicPartition,
  baseOffset: number,
  openedMs: Millis,
  salt: number,
): Segment {
  return {
    baseOffset,
    file: disk.open<RecordBatch>(segmentFileName(tp, baseOffset)),
    openedMs,
    jitter: (mix3(tp, baseOffset, salt) >>> 0) / 0x1_0000_0000,
    firstTimestamp: -1,
    largestTimestamp: -1,
    offsetIndexEntries: 0,
    bytesSinceIndexEntry: 0,
    flushedCount: 0,
    flushPending: false,
  };
}

/** The offset after the last batch; the base offset of an empty segment. */
export function segmentEnd(segment: Segment): number {
  const { entries } = segment.file;
  return entries.length === 0 ? segment.baseOffset : nextOffset(entries[entries.length - 1]!);
}

/** Folds one more batch into the numbers (LogSegment.append). */
export function noteBatch(segment: Segment, batch: RecordBatch, indexIntervalBytes: number): void {
  if (segment.firstTimestamp < 0) segment.firstTimestamp = batch.maxTimestamp;
  if (batch.maxTimestamp > segment.largestTimestamp) segment.largestTimestamp = batch.maxTimestamp;
  if (segment.bytesSinceIndexEntry > indexIntervalBytes) {
    segment.offsetIndexEntries++;
    segment.bytesSinceIndexEntry = 0;
  }
  segment.bytesSinceIndexEntry += batch.sizeInBytes;
}

/** Folds the numbers anew from the file. */
export function rebuildSegment(segment: Segment, indexIntervalBytes: number): void {
  segment.firstTimestamp = -1;
  segment.largestTimestamp = -1;
  segment.offsetIndexEntries = 0;
  segment.bytesSinceIndexEntry = 0;
  const { entries } = segment.file;
  for (let i = 0; i < entries.length; i++) noteBatch(segment, entries[i]!, indexIntervalBytes);
  if (segment.flushedCount > entries.length) segment.flushedCount = entries.length;
}

/** Index of the first batch that ends at or after `offset`; the number of batches if none does. */
export function batchIndexAt(segment: Segment, offset: number): number {
  const { entries } = segment.file;
  const last = entries.length - 1;
  if (last < 0 || lastOffset(entries[last]!) < offset) return last + 1;
  if (entries[last]!.baseOffset <= offset) return last;
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (lastOffset(entries[middle]!) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const bytesPerOffsetIndexEntry = 8;
const bytesPerTimeIndexEntry = 12;
const largestRelativeOffset = 0x7fffffff;

/** Must this batch go into a new segment? (L-13; LogSegment.shouldRoll.) An empty segment takes any batch. */
export function mustRoll(segment: Segment, batch: RecordBatch, config: TopicConfig, rollAfterMs: Millis): boolean {
  const sizeInBytes = segment.file.sizeInBytes;
  if (segment.file.entries.length === 0) return false;
  if (sizeInBytes + batch.sizeInBytes > config.segmentBytes) return true;
  const waitedMs = batch.maxTimestamp - segment.firstTimestamp;
  if (waitedMs > rollAfterMs - segment.jitter * Math.min(config.segmentJitterMs, rollAfterMs)) return true;
  if (isIndexFull(segment, config)) return true;
  return batch.baseOffset + batch.lastOffsetDelta - segment.baseOffset > largestRelativeOffset;
}

/** A compacted topic rolls early enough for max.compaction.lag.ms (LogConfig.maxSegmentMs). */
export const rollAfterMsOf = (config: TopicConfig): Millis =>
  config.cleanupPolicy.includes("compact") ? Math.min(config.maxCompactionLagMs, config.segmentMs) : config.segmentMs;

/** The time index always keeps room for the entry that closes it (AbstractIndex.isFull, TimeIndex.isFull). */
const isIndexFull = (segment: Segment, config: TopicConfig): boolean =>
  segment.offsetIndexEntries >= Math.floor(config.segmentIndexBytes / bytesPerOffsetIndexEntry) ||
  segment.offsetIndexEntries >= Math.floor(config.segmentIndexBytes / bytesPerTimeIndexEntry) - 1;
