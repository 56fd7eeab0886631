/**
 * Compaction of one log (protocol §4.6; LogCleanerManager, Cleaner): which segments, and the swap.
 *
 *     [ clean ][ clean ][ dirty ][ dirty ][ uncleanable ... ][ active ]
 *                       ^ firstDirtyOffset ^ first uncleanable: the segment that holds min(LSO, HW), or is too young
 *
 * Transitions of a segment: dirty, (once the log is due) clean; cleaned again with every later cleaning.
 */
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import type { RecordBatch } from "../records.ts";
import { type Cleaning, cleanBatch, lastOffsetsOfProducers, latestOffsets } from "./cleaner.ts";
import { writeCleanerCheckpoint } from "./cleaner-checkpoint.ts";
import { type LogEnv, type PartitionLog, segmentIndexAt } from "./partition-log.ts";
import { rebuildSegment, type Segment } from "./segment.ts";

/** Every log.cleaner.backoff.ms. True if the log was cleaned. */
export function cleanIfDue(log: PartitionLog, env: LogEnv): boolean {
  if (log.storageFailed || !log.config.cleanupPolicy.includes("compact")) return false;
  const count = countCleanable(log, env);
  if (!isDue(log, count, env.wallClockMs())) return false;
  return cleanSegments(log, count, env);
}

/** How many leading segments lie below the first uncleanable offset (L-50). */
function countCleanable(log: PartitionLog, env: LogEnv): number {
  const bound = env.rules.log.firstUncleanableOffset(log);
  const youngestMs = env.wallClockMs() - log.config.minCompactionLagMs;
  let count = 0;
  while (count + 1 < log.segments.length && log.segments[count + 1]!.baseOffset <= bound) {
    const segment = log.segments[count]!;
    const isDirty = log.segments[count + 1]!.baseOffset > log.firstDirtyOffset;
    if (log.config.minCompactionLagMs > 0 && isDirty && segment.largestTimestamp > youngestMs) break;
    count++;
  }
  return count;
}

/** Enough dirt, or dirt that is too old (L-51). */
function isDue(log: PartitionLog, count: number, wallClockMs: Millis): boolean {
  let cleanBytes = 0;
  let dirtyBytes = 0;
  let oldestDirtMs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const segment = log.segments[i]!;
    if (log.segments[i + 1]!.baseOffset <= log.firstDirtyOffset) cleanBytes += segment.file.sizeInBytes;
    else {
      dirtyBytes += segment.file.sizeInBytes;
      if (segment.firstTimestamp >= 0 && segment.firstTimestamp < oldestDirtMs) oldestDirtMs = segment.firstTimestamp;
    }
  }
  if (dirtyBytes === 0) return false;
  if (dirtyBytes / (cleanBytes + dirtyBytes) >= log.config.minCleanableDirtyRatio) return true;
  return wallClockMs - oldestDirtMs > log.config.maxCompactionLagMs;
}

/** Recopies the first `count` segments and swaps them in, group by group (L-52). */
function cleanSegments(log: PartitionLog, count: number, env: LogEnv): boolean {
  const endOffset = log.segments[count]!.baseOffset;
  const dirtyFrom = segmentIndexAt(log, log.firstDirtyOffset);
  const nowMs = env.wallClockMs();
  const cleaning: Cleaning = {
    nowMs,
    keptEnd: env.rules.log.keptBatchEnd({ cleanedEnd: endOffset, highWatermark: log.highWatermark }),
    deleteRetentionMs: log.config.deleteRetentionMs,
    latestOffsets: latestOffsets(log.segments, dirtyFrom, count, log.firstDirtyOffset),
    lastOffsetsOfProducers: lastOffsetsOfProducers(log.producers),
  };
  const before: RecordBatch[] = [];
  const after: RecordBatch[] = [];
  const cleaned: Segment[] = [];
  for (let from = 0; from < count; ) {
    const to = groupEnd(log, from, count);
    const segment = cleanGroup(log, from, to, cleaning, before, after);
    if (segment === null) return false;
    cleaned.push(segment);
    from = to;
  }
  invariant(count < log.segments.length, "the active segment is never cleaned");
  invariant(endOffset > log.firstDirtyOffset, "a cleaning makes the clean part longer");
  log.segments.splice(0, count, ...cleaned);
  log.firstDirtyOffset = endOffset;
  let left = 0;
  for (const { file } of cleaned) left += file.entries.length;
  invariant(left === after.length, "a cleaning leaves what it keeps");
  invariant(log.segments[cleaned.length]?.baseOffset === endOffset, "the clean part ends where a segment begins");
  writeCleanerCheckpoint(log);
  env.observer.compacted(env.brokerId, log.topicPartition, before, after, nowMs);
  return true;
}

/** Small neighbours become one segment (Cleaner.groupSegmentsBySize). */
function groupEnd(log: PartitionLog, from: number, count: number): number {
  let sizeInBytes = log.segments[from]!.file.sizeInBytes;
  let to = from + 1;
  while (to < count) {
    sizeInBytes += log.segments[to]!.file.sizeInBytes;
    const span = log.segments[to + 1]!.baseOffset - log.segments[from]!.baseOffset;
    if (sizeInBytes > log.config.segmentBytes || span > 0x7fffffff) break;
    to++;
  }
  return to;
}

/** Cleans segments `from`..`to` into the first of them; null when the disk refused. */
function cleanGroup(
  log: PartitionLog,
  from: number,
  to: number,
  cleaning: Cleaning,
  before: RecordBatch[],
  after: RecordBatch[],
): Segment | null {
  const kept: RecordBatch[] = [];
  let sizeInBytes = 0;
  for (let i = from; i < to; i++) {
    for (const batch of log.segments[i]!.file.entries) {
      before.push(batch);
      const cleaned = cleanBatch(batch, cleaning);
      if (cleaned === null) continue;
      invariant(cleaned.baseOffset === batch.baseOffset, "a cleaned batch keeps its offsets");
      invariant(cleaned.sizeInBytes <= batch.sizeInBytes, "a cleaned batch is not larger");
      kept.push(cleaned);
      after.push(cleaned);
      sizeInBytes += cleaned.sizeInBytes;
    }
  }
  const first = log.segments[from]!;
  if (!first.file.replace(kept, sizeInBytes)) {
    log.storageFailed = true;
    return null;
  }
  for (let i = from + 1; i < to; i++) log.disk.remove(log.segments[i]!.file.name);
  rebuildSegment(first, log.config.indexIntervalBytes);
  first.flushedCount = kept.length;
  return first;
}
