/**
 * Retention: whole segments from the oldest on, by time, by size, below the log start (L-40..L-42), never above the
 * high watermark (L-34).
 *
 *     [ 0..99 ][ 100..199 ][ 200..    )     high watermark 150: only the first may go, whatever its age
 */
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import { Errors } from "../errors.ts";
import { deleteLater, removeDeletedFiles, writeDeleted } from "./deleted-segments.ts";
import { moveLogStart } from "./log-start.ts";
import { type LogEnv, logSizeInBytes, type PartitionLog } from "./partition-log.ts";
import { rollSegment } from "./roll.ts";
import type { Segment } from "./segment.ts";

/** Every log.retention.check.interval.ms. Returns how many segments left the log; files of earlier ones go when due. */
export function deleteOldSegments(log: PartitionLog, env: LogEnv): number {
  if (log.storageFailed) return 0;
  removeDeletedFiles(log, env);
  let count = 0;
  if (log.config.cleanupPolicy.includes("delete")) {
    count += deleteOldest(log, countExpired(log, env.wallClockMs()), env);
    count += deleteOldest(log, countOversize(log), env);
  }
  return count + deleteOldest(log, countBelowStart(log), env);
}

/** By time: while the newest record of the oldest segment is older than retention.ms. The active one may be among them. */
function countExpired(log: PartitionLog, wallClockMs: Millis): number {
  const { retentionMs } = log.config;
  if (retentionMs < 0) return 0;
  let count = 0;
  while (count < log.segments.length && isDeletable(log, count)) {
    const segment = log.segments[count]!;
    if (wallClockMs - timestampOf(segment) <= retentionMs) break;
    count++;
  }
  return count;
}

/** Of its largest timestamp (L-40, KIP-33); one that compaction has emptied is as old as its opening. */
const timestampOf = (segment: Segment): Millis =>
  segment.file.entries.length === 0 ? segment.openedMs : segment.largestTimestamp;

/** By size: while what remains is still at least retention.bytes. */
function countOversize(log: PartitionLog): number {
  const { retentionBytes } = log.config;
  if (retentionBytes < 0) return 0;
  let excessBytes = logSizeInBytes(log) - retentionBytes;
  let count = 0;
  while (count < log.segments.length && isDeletable(log, count)) {
    excessBytes -= log.segments[count]!.file.sizeInBytes;
    if (excessBytes < 0) break;
    count++;
  }
  return count;
}

/** By log start: while the next segment begins at or below it. */
function countBelowStart(log: PartitionLog): number {
  let count = 0;
  while (count + 1 < log.segments.length && isDeletable(log, count)) {
    if (log.segments[count + 1]!.baseOffset > log.logStartOffset) break;
    count++;
  }
  return count;
}

/** The whole segment is committed, and it is not the empty active one. */
function isDeletable(log: PartitionLog, index: number): boolean {
  const next = log.segments[index + 1];
  if (next !== undefined) return log.highWatermark >= next.baseOffset;
  return log.highWatermark >= log.logEndOffset && log.segments[index]!.file.entries.length > 0;
}

/** There is always one segment: if all are to go, the active one is rolled first. */
function deleteOldest(log: PartitionLog, count: number, env: LogEnv): number {
  if (count === 0) return 0;
  if (count === log.segments.length) rollSegment(log, log.logEndOffset, env);
  invariant(count < log.segments.length, "retention leaves a segment");
  for (let i = 0; i < count; i++) deleteLater(log, log.segments[i]!, env);
  log.segments.splice(0, count);
  writeDeleted(log, false);
  const first = log.segments[0]!.baseOffset;
  if (log.recoveryPoint < first) log.recoveryPoint = first;
  const moved = moveLogStart(log, first, "retention", env);
  invariant(moved === Errors.NONE, "retention deletes nothing above the high watermark");
  return count;
}
