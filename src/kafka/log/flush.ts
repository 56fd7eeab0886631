/**
 * Flushing and the recovery point (L-20..L-22). By default Kafka flushes only what it rolled, in the background; the
 * recovery point follows the flushes it asked for, never what the operating system wrote back on its own.
 */
import { invariant } from "../../core/invariant.ts";
import { nextOffset } from "../records.ts";
import { writeDeleted } from "./deleted-segments.ts";
import { type LogEnv, type PartitionLog, segmentIndexAt } from "./partition-log.ts";
import { takeSnapshot, writeSnapshots } from "./producer-snapshot.ts";
import type { Segment } from "./segment.ts";

/** fsync of everything, before the step goes on: by flush.messages, flush.ms or shutdown. */
export function flushLog(log: PartitionLog, env: LogEnv): void {
  if (log.active.baseOffset >= log.recoveryPoint) flushDirectory(log);
  for (let i = segmentIndexAt(log, log.recoveryPoint); i < log.segments.length; i++) {
    const segment = log.segments[i]!;
    segment.file.flush();
    segment.flushedCount = segment.file.flushedCount;
    if (segment.flushedCount < segment.file.entries.length) log.storageFailed = true;
  }
  log.lastFlushedMs = env.nowMs();
  raiseRecoveryPoint(log);
  invariant(
    log.storageFailed || log.recoveryPoint === log.logEndOffset,
    "a log that was flushed is durable to its end",
  );
  if (log.snapshotsUnflushed) writeSnapshots(log, log.snapshots, true);
}

/** After an append: flush.messages (LocalLog.unflushedMessages). */
export function flushIfManyMessages(log: PartitionLog, env: LogEnv): void {
  if (log.logEndOffset - log.recoveryPoint >= log.config.flushMessages) flushLog(log, env);
}

/** Every log.flush.scheduler.interval.ms: flush.ms. True if it flushed. */
export function flushIfDue(log: PartitionLog, env: LogEnv): boolean {
  if (log.storageFailed || env.nowMs() - log.lastFlushedMs < log.config.flushMs) return false;
  if (log.recoveryPoint >= log.logEndOffset) return false;
  flushLog(log, env);
  return true;
}

/** Asks for a flush of each closed segment from the recovery point on (UnifiedLog.flushUptoOffsetExclusive). */
export function flushInBackground(log: PartitionLog): void {
  for (let i = segmentIndexAt(log, log.recoveryPoint); i < log.segments.length - 1; i++) {
    const segment = log.segments[i]!;
    if (segment.flushPending || segment.flushedCount >= segment.file.entries.length) continue;
    segment.flushPending = true;
    segment.file.flushLater();
  }
}

/** The `flushed` input of a file of this log: its first `count` batches are on the platter. */
export function onFlushed(log: PartitionLog, file: string, count: number): void {
  const segment = segmentOfFile(log, file);
  if (segment === null) return;
  segment.flushPending = false;
  // The file may have been truncated since the flush began: what counts is what the disk says now.
  const flushed = Math.min(count, segment.file.flushedCount, segment.file.entries.length);
  invariant(segment.flushedCount <= segment.file.entries.length, "no more is known to be flushed than there is");
  if (flushed > segment.flushedCount) segment.flushedCount = flushed;
  if (segment.baseOffset >= log.recoveryPoint) flushDirectory(log);
  raiseRecoveryPoint(log);
  if (log.snapshotsUnflushed) writeSnapshots(log, log.snapshots, true);
}

/**
 * With a segment that no flush has met yet the directory is flushed too (LocalLog.flush, KAFKA-3968), and so the renaming
 * of what was deleted: otherwise a power loss would bring back old segments below.
 */
function flushDirectory(log: PartitionLog): void {
  if (log.deletedSegments.length > 0) writeDeleted(log, true);
}

/** Before a clean stop: everything on the platter, and a snapshot at the log end (UnifiedLog.close). */
export function closeLog(log: PartitionLog, env: LogEnv): void {
  if (log.storageFailed) return;
  flushLog(log, env);
  takeSnapshot(log, log.logEndOffset, true);
}

/** The recovery point is the end of the unbroken run of flushed batches. */
function raiseRecoveryPoint(log: PartitionLog): void {
  const { segments } = log;
  for (let i = segmentIndexAt(log, log.recoveryPoint); i < segments.length; i++) {
    const segment = segments[i]!;
    const { entries } = segment.file;
    if (segment.flushedCount < entries.length) {
      if (segment.flushedCount > 0) raiseTo(log, nextOffset(entries[segment.flushedCount - 1]!));
      return;
    }
    raiseTo(log, i + 1 < segments.length ? segments[i + 1]!.baseOffset : log.logEndOffset);
  }
}

function raiseTo(log: PartitionLog, offset: number): void {
  invariant(offset <= log.logEndOffset, "what is flushed lies below the log end");
  if (offset > log.recoveryPoint) log.recoveryPoint = offset;
}

/** From the end: it is nearly always the one before the active segment. */
function segmentOfFile(log: PartitionLog, file: string): Segment | null {
  for (let i = log.segments.length - 1; i >= 0; i--) {
    if (log.segments[i]!.file.name === file) return log.segments[i]!;
  }
  return null;
}
