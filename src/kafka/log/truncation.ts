/**
 * Truncating, and everything that depends on it (L-33, L-80, L-81). Only a follower does so, to an offset that
 * replication chose; the log itself does not judge it.
 *
 *     offset         0    10    20    25         truncateTo(20): epochs 0, 1 remain; HW min(HW, 20);
 *     epoch          0     1     3               producers from the newest snapshot at or below 20, then replayed
 */
import { invariant } from "../../core/invariant.ts";
import { lowerRecoveryPointCheckpoint } from "./checkpoints.ts";
import { writeCleanerCheckpoint } from "./cleaner-checkpoint.ts";
import { clearCache, trimCacheEnd } from "./leader-epoch-cache.ts";
import {
  epochCacheChanged,
  epochCacheTrimmed,
  type LogEnv,
  type PartitionLog,
  requireOrder,
  setHighWatermark,
} from "./partition-log.ts";
import { dropSnapshotsBeyond, takeSnapshot, writeSnapshots } from "./producer-snapshot.ts";
import { rebuildProducers } from "./rebuild-producers.ts";
import { addSegment } from "./roll.ts";
import { batchIndexAt, rebuildSegment, type Segment, segmentEnd } from "./segment.ts";

/**
 * Drops every batch that reaches to or beyond `offset`; the log ends at `offset` all the same, also where that lay inside a
 * batch, until a restart finds its end after the last batch (LocalLog.truncateTo). At or beyond the log end only the epoch cache is trimmed, as a
 * leader's empty epoch may stand there (KAFKA-10706). Below the first segment the log starts anew.
 */
export function truncateTo(log: PartitionLog, offset: number, leaderEpoch: number, env: LogEnv): void {
  invariant(offset >= 0, "a log is truncated to an offset that exists");
  if (offset >= log.logEndOffset) {
    if (trimCacheEnd(log.epochCache, log.logEndOffset)) epochCacheTrimmed(log, env.rules);
    return;
  }
  if (offset < log.segments[0]!.baseOffset) {
    truncateFullyAndStartAt(log, offset, leaderEpoch, env);
    return;
  }
  cutSegments(log, offset);
  log.logEndOffset = offset;
  if (trimCacheEnd(log.epochCache, log.logEndOffset)) epochCacheTrimmed(log, env.rules);
  if (log.logStartOffset > log.logEndOffset) log.logStartOffset = log.logEndOffset;
  boundByEnd(log);
  dropSnapshotsBeyond(log, log.logEndOffset);
  rebuildProducers(log, env.rules);
  // Its own window stays wide; a second cut at the same place finds this snapshot (UnifiedLog.rebuildProducerState).
  takeSnapshot(log, log.logEndOffset, true);
  if (log.highWatermark > log.logEndOffset) setHighWatermark(log, log.logEndOffset);
  const { topicPartition, logEndOffset, highWatermark, logStartOffset } = log;
  invariant(log.active.baseOffset <= logEndOffset, "a truncated log ends in its last segment");
  requireOrder(log);
  const batchesEnd = Math.min(segmentEnd(log.active), logEndOffset);
  env.observer.truncated(
    env.brokerId,
    topicPartition,
    logEndOffset,
    leaderEpoch,
    highWatermark,
    logStartOffset,
    batchesEnd,
  );
}

/** Drops everything; the next record will be at `offset` (L-33, KAFKA-9491). */
export function truncateFullyAndStartAt(log: PartitionLog, offset: number, leaderEpoch: number, env: LogEnv): void {
  for (const segment of log.segments.splice(0)) removeSegment(log, segment);
  addSegment(log, offset, env);
  log.logEndOffset = offset;
  log.logStartOffset = offset;
  if (clearCache(log.epochCache)) epochCacheChanged(log);
  boundByEnd(log);
  log.producers.clear();
  if (log.snapshots.length > 0) writeSnapshots(log, [], true);
  setHighWatermark(log, offset);
  invariant(
    log.segments.length === 1 && log.active.baseOffset === offset,
    "a restarted log is one segment, from its start",
  );
  requireOrder(log);
  env.observer.restartedAt(env.brokerId, log.topicPartition, log.logStartOffset, leaderEpoch, log.highWatermark);
}

/** A batch that spans `offset` goes whole. */
function cutSegments(log: PartitionLog, offset: number): void {
  const { segments } = log;
  while (segments.length > 1 && segments.at(-1)!.baseOffset > offset) removeSegment(log, segments.pop()!);
  const active = segments.at(-1)!;
  log.active = active;
  const kept = batchIndexAt(active, offset);
  invariant(active.baseOffset <= offset, "the segment that is cut holds the offset");
  active.file.truncate(kept);
  rebuildSegment(active, log.config.indexIntervalBytes);
}

/** The recovery point and the clean part end at the log end at the latest, on disk too. */
function boundByEnd(log: PartitionLog): void {
  if (log.recoveryPoint > log.logEndOffset) log.recoveryPoint = log.logEndOffset;
  lowerRecoveryPointCheckpoint(log);
  if (log.firstDirtyOffset > log.logEndOffset) {
    log.firstDirtyOffset = log.logEndOffset;
    writeCleanerCheckpoint(log);
  }
}

/** What truncation cut off must not come back: the file goes at once. */
const removeSegment = (log: PartitionLog, segment: Segment): void => log.disk.remove(segment.file.name);
