/**
 * Producer snapshots: the state at an offset, so that a restart need not replay the whole log (L-14, L-25, L-71).
 *
 * All snapshots of a log are one checkpoint, a list ascending by offset. A roll adds one without fsync, the flush of
 * the rolled segment makes it durable (KAFKA-15046). Those that no truncation or recovery can need are left out.
 */
import type { Disk } from "../../core/disk.ts";
import { invariant } from "../../core/invariant.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { producerSnapshots } from "./log-files.ts";
import type { PartitionLog } from "./partition-log.ts";
import type { CachedBatch, ProducerEntry, ProducerSnapshot, ProducerStates, SnapshotEntry } from "./producer-state.ts";

/** Takes a snapshot at the log end, unless the newest one is that already (ProducerStateManager.takeSnapshot). */
export function takeSnapshot(log: PartitionLog, offset: number, durable: boolean): void {
  const newest = log.snapshots.at(-1);
  if (newest !== undefined && newest.offset >= offset) return;
  if (log.producers.size === 0 && log.snapshots.length === 0) return;
  const kept = log.snapshots.slice(indexOfNewestNeeded(log));
  kept.push({ offset, producers: snapshotEntries(log.producers) });
  writeSnapshots(log, kept, durable);
}

export function writeSnapshots(log: PartitionLog, snapshots: readonly ProducerSnapshot[], durable: boolean): void {
  invariant(isAscending(snapshots), "producer snapshots are in the order of their offsets");
  invariant(
    (snapshots.at(-1)?.offset ?? 0) <= Math.max(log.logEndOffset, log.active.baseOffset),
    "no producer snapshot lies beyond the log end",
  );
  log.snapshots = snapshots;
  log.snapshotsUnflushed = !durable;
  if (!log.disk.writeCheckpoint(producerSnapshots(log.topicPartition), snapshots, durable)) log.storageFailed = true;
}

function isAscending(snapshots: readonly ProducerSnapshot[]): boolean {
  for (let i = 1; i < snapshots.length; i++) if (snapshots[i]!.offset <= snapshots[i - 1]!.offset) return false;
  return true;
}

/** Drops snapshots beyond a new log end; durably, as they tell of records that will never come back. */
export function dropSnapshotsBeyond(log: PartitionLog, logEndOffset: number): void {
  const kept = log.snapshots.filter((snapshot) => snapshot.offset <= logEndOffset);
  if (kept.length < log.snapshots.length) writeSnapshots(log, kept, true);
}

/**
 * When a log is opened, of the snapshots at which no segment begins the newest alone stays, and that only above the start of
 * the last segment (ProducerStateManager.removeStraySnapshots).
 */
export function dropStraySnapshots(log: PartitionLog): void {
  const { snapshots, segments } = log;
  if (snapshots.length === 0) return;
  const starts = new Set(segments.map(({ baseOffset }) => baseOffset));
  const newestStray = snapshots.findLast(({ offset }) => !starts.has(offset));
  const isLast = newestStray !== undefined && newestStray.offset >= segments.at(-1)!.baseOffset;
  const kept = snapshots.filter((one) => starts.has(one.offset) || (isLast && one === newestStray));
  if (kept.length < snapshots.length) writeSnapshots(log, kept, true);
}

/** The newest snapshot at or below `offset` and above the log start, or null (truncateAndReload). */
export function newestSnapshotAt(log: PartitionLog, offset: number): ProducerSnapshot | null {
  for (let i = log.snapshots.length - 1; i >= 0; i--) {
    const snapshot = log.snapshots[i]!;
    if (snapshot.offset <= offset && snapshot.offset > log.logStartOffset) return snapshot;
  }
  return null;
}

export function loadSnapshot(producers: ProducerStates, snapshot: ProducerSnapshot): void {
  for (const entry of snapshot.producers) producers.set(entry.producerId, restoredEntry(entry));
}

const restoredEntry = (entry: SnapshotEntry): ProducerEntry => ({
  producerId: entry.producerId,
  producerEpoch: entry.producerEpoch,
  batches: entry.batches.slice(),
  lastTimestamp: entry.lastTimestamp,
});

/** By producer id: a Map remembers the order of its history. */
function snapshotEntries(producers: ProducerStates): SnapshotEntry[] {
  const entries: SnapshotEntry[] = [];
  for (const entry of producers.values()) entries.push(snapshotEntry(entry));
  return entries.sort((a, b) => a.producerId - b.producerId);
}

/** As Kafka's format: of a producer's batches the last one alone (L-71, P-07). */
const snapshotEntry = (entry: ProducerEntry): SnapshotEntry => ({
  producerId: entry.producerId,
  producerEpoch: entry.producerEpoch,
  lastTimestamp: entry.lastTimestamp,
  batches: entry.batches.slice(-1).map(cachedPart),
});

/** The metadata alone: a snapshot must not keep a batch's records alive. */
const cachedPart = (batch: CachedBatch): CachedBatch => ({
  baseOffset: batch.baseOffset,
  lastOffsetDelta: batch.lastOffsetDelta,
  baseSequence: batch.baseSequence,
  maxTimestamp: batch.maxTimestamp,
});

/** No truncation goes below the high watermark and no recovery below the recovery point; older ones are dead weight. */
function indexOfNewestNeeded(log: PartitionLog): number {
  const bound = Math.min(log.highWatermark, log.recoveryPoint);
  let index = log.snapshots.length - 1;
  while (index > 0 && log.snapshots[index]!.offset > bound) index--;
  return Math.max(index, 0);
}

/** The snapshots on a disk, as they were written. */
export function readSnapshots(disk: Disk, tp: TopicPartition): readonly ProducerSnapshot[] {
  const value = disk.readCheckpoint(producerSnapshots(tp));
  if (value === undefined || value === null) return [];
  invariant(isSnapshotList(value), "a producer snapshot checkpoint holds a list of snapshots");
  return value;
}

const isSnapshotList = (value: unknown): value is readonly ProducerSnapshot[] =>
  Array.isArray(value) &&
  value.every((one) => typeof one === "object" && one !== null && "offset" in one && "producers" in one);
