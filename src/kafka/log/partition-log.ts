/**
 * One replica's log of one partition: the state, and the reads and marks that are one line each.
 *
 *     logStartOffset <= lastStableOffset <= highWatermark <= logEndOffset      (L-30)
 *
 * Transitions, and where they live:
 *   opened, recovered       open-log.ts, recovery.ts     deleted, closed      delete-log.ts, flush.ts
 *   appended (end grows)    append.ts, roll.ts           read                 read.ts
 *   truncated, restarted    truncation.ts                start moved          log-start.ts, retention.ts
 *   flushed (recovery point grows)  flush.ts             compacted            compaction.ts
 *   epoch assigned, high watermark set                   here
 *   checkpoints of a whole disk, clean-shutdown marker   checkpoints.ts, clean-shutdown.ts
 */
import type { Disk } from "../../core/disk.ts";
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import type { TopicConfig } from "../config/resolve-topic.ts";
import type { EpochEndOffset } from "../messages/fetch.ts";
import type { KafkaObserver } from "../observer.ts";
import type { Rules } from "../rules/rules.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { assignToCache, epochEnd, type LeaderEpochCache, latestCachedEpoch } from "./leader-epoch-cache.ts";
import { leaderEpochCheckpoint } from "./log-files.ts";
import type { ProducerSnapshot, ProducerStates } from "./producer-state.ts";
import { rollAfterMsOf, type Segment } from "./segment.ts";

/** What a log needs of the broker that holds it. */
export interface LogEnv {
  readonly brokerId: number;
  readonly rules: Rules;
  readonly observer: KafkaObserver;
  nowMs(): Millis;
  wallClockMs(): Millis;
}

export interface PartitionLog {
  readonly topicPartition: TopicPartition;
  readonly disk: Disk;
  readonly diskIndex: number;
  config: TopicConfig;
  /** Time after which the active segment rolls, of this configuration. */
  rollAfterMs: Millis;
  /** Ascending; the last one is the active one. Never empty. */
  readonly segments: Segment[];
  active: Segment;
  logStartOffset: number;
  /** Where the oldest transaction that is not decided begins; -1: all are. */
  firstUndecidedOffset: number;
  /** Below it everything is decided and committed: as far as the high watermark, unless a transaction is open. */
  lastStableOffset: number;
  highWatermark: number;
  logEndOffset: number;
  /** Everything below is known to be on the platter (L-22). */
  recoveryPoint: number;
  /** The newest epoch in the cache, -1 if there is none. */
  latestEpoch: number;
  readonly epochCache: LeaderEpochCache;
  readonly producers: ProducerStates;
  /** Ascending by offset; shared with the checkpoint, so replaced and never changed. */
  snapshots: readonly ProducerSnapshot[];
  /** The newest snapshots were written without fsync. */
  snapshotsUnflushed: boolean;
  /** End of the part that compaction has cleaned. */
  firstDirtyOffset: number;
  /** Left the log; their files go when the time has come (L-43). */
  readonly deletedSegments: DeletedSegment[];
  lastFlushedMs: Millis;
  /** A write failed: no more appends until the broker has another disk (L-15). */
  storageFailed: boolean;
  /** Segments scanned by recovery at the last opening: what recovery time is made of. */
  recoveredSegments: number;
}

interface DeletedSegment {
  readonly file: string;
  /** On the monotonic clock. */
  readonly removeAtMs: Millis;
}

/** What holds of any log after each change of it (L-30). */
export function requireOrder(log: PartitionLog): void {
  invariant(log.logStartOffset <= log.lastStableOffset, "the log start lies at or below the last stable offset");
  invariant(log.lastStableOffset <= log.highWatermark, "the last stable offset lies at or below the high watermark");
  invariant(log.highWatermark <= log.logEndOffset, "the high watermark lies at or below the log end");
  invariant(log.recoveryPoint <= log.logEndOffset, "the recovery point lies at or below the log end");
  invariant(log.firstDirtyOffset <= log.logEndOffset, "the cleaned part ends at or below the log end");
  invariant(log.active === log.segments[log.segments.length - 1], "the active segment is the last one");
  invariant(
    log.active.baseOffset <= log.logEndOffset || log.storageFailed,
    "the active segment begins at or below the log end",
  );
}

/** Where an epoch ends here; both parts -1 if that is undefined (L-63). */
export const endOffsetForEpoch = (log: PartitionLog, epoch: number, rules: Rules): EpochEndOffset =>
  epochEnd(log.epochCache, epoch, log.logEndOffset, rules.log);

export const latestEpoch = (log: PartitionLog): number => log.latestEpoch;

/** Records that `leaderEpoch` begins at `startOffset`, durably (L-23, L-60, L-61). */
export function assignEpoch(log: PartitionLog, leaderEpoch: number, startOffset: number): void {
  invariant(leaderEpoch >= 0 && startOffset >= 0, "an epoch that is recorded is known, and so is its start");
  if (!assignToCache(log.epochCache, leaderEpoch, startOffset)) return;
  epochCacheChanged(log);
}

/** An epoch was added, or all went: the cache is on disk before anything else happens (L-23). */
export function epochCacheChanged(log: PartitionLog): void {
  if (!log.disk.writeCheckpoint(leaderEpochCheckpoint(log.topicPartition), epochTable(log), true)) {
    log.storageFailed = true;
  }
}

/**
 * Entries were cut off: the background writes that, with fsync (LeaderEpochFileCache.truncateFromEndAsyncFlush,
 * KAFKA-15046, KAFKA-16541). A power loss before may bring them back; loading cuts those beyond the log's ends.
 */
export function epochCacheTrimmed(log: PartitionLog, rules: Rules): void {
  if (!rules.log.trimsEpochsInBackground) {
    epochCacheChanged(log);
    return;
  }
  if (!log.disk.writeCheckpointLater(leaderEpochCheckpoint(log.topicPartition), epochTable(log))) {
    log.storageFailed = true;
  }
}

function epochTable(log: PartitionLog): LeaderEpochCache {
  const { epochs, startOffsets } = log.epochCache;
  log.latestEpoch = latestCachedEpoch(log.epochCache);
  return { epochs: epochs.slice(), startOffsets: startOffsets.slice() };
}

/** Sets the mark, kept between log start and log end (UnifiedLog.updateHighWatermark). Who may raise or lower it is replication's matter. */
export function setHighWatermark(log: PartitionLog, offset: number): void {
  log.highWatermark = Math.min(Math.max(offset, log.logStartOffset), log.logEndOffset);
  settleLastStableOffset(log);
  invariant(log.logStartOffset <= log.logEndOffset, "the log start lies at or below the log end");
}

/** A transaction begins at `offset`, or (-1) the last open one was decided (UnifiedLog.firstUnstableOffsetMetadata). */
export function setFirstUndecidedOffset(log: PartitionLog, offset: number): void {
  invariant(offset >= -1 && offset <= log.logEndOffset, "a transaction begins within the log");
  log.firstUndecidedOffset = offset;
  settleLastStableOffset(log);
}

function settleLastStableOffset(log: PartitionLog): void {
  const { firstUndecidedOffset, highWatermark, logStartOffset } = log;
  const isOpen = firstUndecidedOffset !== -1 && firstUndecidedOffset < highWatermark;
  log.lastStableOffset = isOpen ? Math.max(firstUndecidedOffset, logStartOffset) : highWatermark;
}

export function setConfig(log: PartitionLog, config: TopicConfig): void {
  log.config = config;
  log.rollAfterMs = rollAfterMsOf(config);
}

/** Bytes of all segments. */
export function logSizeInBytes(log: PartitionLog): number {
  let sum = 0;
  for (const segment of log.segments) sum += segment.file.sizeInBytes;
  return sum;
}

/** Index of the segment that holds `offset`, or would; 0 for an offset below the log. */
export function segmentIndexAt(log: PartitionLog, offset: number): number {
  const { segments } = log;
  let low = 0;
  let high = segments.length - 1;
  if (segments[high]!.baseOffset <= offset) return high;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (segments[middle]!.baseOffset <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
