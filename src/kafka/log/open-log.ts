/**
 * Opening a replica's log: the folding of what is on the disk into the state (L-24..L-26, LogLoader.load).
 *
 *   nothing there --> empty, from 0        left by a clean stop --> as it lies        else --> recovered
 */
import type { Disk } from "../../core/disk.ts";
import { invariant } from "../../core/invariant.ts";
import type { TopicConfig } from "../config/resolve-topic.ts";
import type { Rules } from "../rules/rules.ts";
import type { TopicPartition } from "../topic-partition.ts";
import {
  checkpointedHighWatermark,
  checkpointedLogStart,
  checkpointedRecoveryPoint,
  lowerRecoveryPointCheckpoint,
} from "./checkpoints.ts";
import { readCleanerCheckpoint } from "./cleaner-checkpoint.ts";
import { removeDeletedAtBoot } from "./deleted-segments.ts";
import {
  clearCache,
  emptyEpochCache,
  type LeaderEpochCache,
  latestCachedEpoch,
  trimCacheEnd,
  trimCacheStart,
} from "./leader-epoch-cache.ts";
import { leaderEpochCheckpoint, listSegments } from "./log-files.ts";
import {
  epochCacheChanged,
  epochCacheTrimmed,
  type LogEnv,
  type PartitionLog,
  requireOrder,
  setHighWatermark,
} from "./partition-log.ts";
import { dropSnapshotsBeyond, dropStraySnapshots, readSnapshots } from "./producer-snapshot.ts";
import { rebuildProducers, snapshotAndReload } from "./rebuild-producers.ts";
import { recoverSegments } from "./recovery.ts";
import { addSegment } from "./roll.ts";
import { batchIndexAt, openSegment, rebuildSegment, rollAfterMsOf, type Segment, segmentEnd } from "./segment.ts";

/** `cleanShutdown`: the directory's marker was there. `log.recoveredSegments` tells what recovery had to read. */
export function openLog(
  disk: Disk,
  diskIndex: number,
  tp: TopicPartition,
  config: TopicConfig,
  env: LogEnv,
  cleanShutdown: boolean,
): PartitionLog {
  removeDeletedAtBoot(disk, tp);
  const baseOffsets = listSegments(disk, tp);
  const isNew = baseOffsets.length === 0;
  const open = (baseOffset: number): Segment => openSegment(disk, tp, baseOffset, env.wallClockMs(), env.brokerId);
  const log = newLog(disk, diskIndex, tp, config, env, isNew ? [open(0)] : baseOffsets.map(open));
  if (!isNew) load(log, cleanShutdown, env);
  env.observer.logOpened(
    env.brokerId,
    tp,
    log.logStartOffset,
    log.logEndOffset,
    log.highWatermark,
    !isNew && !cleanShutdown,
  );
  return log;
}

function newLog(
  disk: Disk,
  diskIndex: number,
  tp: TopicPartition,
  config: TopicConfig,
  env: LogEnv,
  segments: Segment[],
): PartitionLog {
  const epochCache = readEpochCache(disk, tp);
  return {
    topicPartition: tp,
    disk,
    diskIndex,
    config,
    rollAfterMs: rollAfterMsOf(config),
    segments,
    active: segments.at(-1)!,
    logStartOffset: 0,
    firstUndecidedOffset: -1,
    lastStableOffset: 0,
    highWatermark: 0,
    logEndOffset: 0,
    recoveryPoint: 0,
    latestEpoch: latestCachedEpoch(epochCache),
    epochCache,
    producers: new Map(),
    snapshots: readSnapshots(disk, tp),
    snapshotsUnflushed: false,
    firstDirtyOffset: 0,
    deletedSegments: [],
    lastFlushedMs: env.nowMs(),
    storageFailed: false,
    recoveredSegments: 0,
  };
}

function load(log: PartitionLog, cleanShutdown: boolean, env: LogEnv): void {
  const { disk, topicPartition: tp } = log;
  log.logStartOffset = Math.max(checkpointedLogStart(disk, tp), log.segments[0]!.baseOffset);
  log.recoveryPoint = checkpointedRecoveryPoint(disk, tp);
  log.firstDirtyOffset = readCleanerCheckpoint(disk, tp);
  if (!cleanShutdown) recoverSegments(log);
  log.active = log.segments.at(-1)!;
  log.logEndOffset = segmentEnd(log.active);
  if (log.logEndOffset < log.logStartOffset) restartAtLogStart(log, env);
  for (const segment of log.segments) rebuildSegment(segment, log.config.indexIntervalBytes);
  settleDependents(log, cleanShutdown, env.rules);
  dropSnapshotsBeyond(log, log.logEndOffset);
  if (cleanShutdown) dropStraySnapshots(log);
  rebuildProducers(log, env.rules);
  // Kafka recovers each segment with a state of its own, and loads what that state's snapshot kept (LogLoader.recoverSegment).
  if (!cleanShutdown) snapshotAndReload(log, env.rules);
  setHighWatermark(log, checkpointedHighWatermark(disk, tp));
  requireOrder(log);
  for (let i = 1; i < log.segments.length; i++) {
    const isAfter = segmentEnd(log.segments[i - 1]!) <= log.segments[i]!.baseOffset;
    invariant(isAfter, "a segment begins at or above the end of the one before it");
  }
}

/** All that is left lies below the log start: nothing of it may be read (LogLoader.deleteSegmentsIfLogStartGreaterThanLogEnd). */
function restartAtLogStart(log: PartitionLog, env: LogEnv): void {
  for (const segment of log.segments.splice(0)) log.disk.remove(segment.file.name);
  addSegment(log, log.logStartOffset, env);
  log.logEndOffset = log.logStartOffset;
  if (clearCache(log.epochCache)) epochCacheChanged(log);
}

/**
 * Everything beside the batches is cut to where the log begins and ends now. The log start goes back when its move was not
 * checkpointed before a crash; the epochs that were cut from the cache with it do not come back.
 */
function settleDependents(log: PartitionLog, cleanShutdown: boolean, rules: Rules): void {
  const cutEnd = trimCacheEnd(log.epochCache, log.logEndOffset);
  if (trimCacheStart(log.epochCache, log.logStartOffset) || cutEnd) epochCacheTrimmed(log, rules);
  if (log.firstDirtyOffset > log.logEndOffset) log.firstDirtyOffset = log.logStartOffset;
  log.firstDirtyOffset = Math.max(log.firstDirtyOffset, log.logStartOffset);
  // Never forward without a flush: a second crash would skip what this recovery has not made durable.
  log.recoveryPoint = cleanShutdown ? log.logEndOffset : Math.min(log.recoveryPoint, log.logEndOffset);
  lowerRecoveryPointCheckpoint(log);
  for (const segment of log.segments) segment.flushedCount = batchIndexAt(segment, log.recoveryPoint);
}

function readEpochCache(disk: Disk, tp: TopicPartition): LeaderEpochCache {
  const value = disk.readCheckpoint(leaderEpochCheckpoint(tp));
  return isEpochCache(value)
    ? { epochs: value.epochs.slice(), startOffsets: value.startOffsets.slice() }
    : emptyEpochCache();
}

const isEpochCache = (value: unknown): value is LeaderEpochCache =>
  typeof value === "object" && value !== null && "epochs" in value && "startOffsets" in value;
