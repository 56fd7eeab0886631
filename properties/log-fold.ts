/** Simple references: what the things beside a log must be, folded from its batches alone. */
import { expect } from "vitest";
import type { PartitionLog } from "../src/kafka/log/partition-log.ts";
import type { Segment } from "../src/kafka/log/segment.ts";
import { lastOffset, type RecordBatch } from "../src/kafka/records.ts";
import { batchesIn } from "../test/kafka/log/world.ts";

export interface FoldedProducer {
  readonly epoch: number;
  /** Base offsets of its last five batches. */
  readonly window: readonly number[];
  readonly lastOffset: number;
}

export function foldProducers(batches: readonly RecordBatch[]): Map<number, FoldedProducer> {
  const folded = new Map<number, FoldedProducer>();
  for (const batch of batches) {
    if (batch.producerId < 0) continue;
    const known = folded.get(batch.producerId);
    const before = known?.epoch === batch.producerEpoch ? known.window : [];
    folded.set(batch.producerId, {
      epoch: batch.producerEpoch,
      window: [...before, batch.baseOffset].slice(-5),
      lastOffset: lastOffset(batch),
    });
  }
  return folded;
}

/**
 * Everything that depends on the batches agrees with them. `since`: below it producers and epochs may be forgotten (a log
 * start that a crash took back); `exactWindows`: nothing was compacted.
 */
export function expectConsistent(log: PartitionLog, exactWindows: boolean, since = 0): void {
  expectOffsets(log);
  expectEpochCache(log, since);
  expectProducers(log, exactWindows, since);
  expect(log.snapshots.every((snapshot) => snapshot.offset <= log.logEndOffset)).toBe(true);
}

function expectOffsets(log: PartitionLog): void {
  expect(log.logStartOffset).toBeLessThanOrEqual(log.lastStableOffset);
  expect(log.lastStableOffset).toBeLessThanOrEqual(log.highWatermark);
  expect(log.highWatermark).toBeLessThanOrEqual(log.logEndOffset);
  expect(log.recoveryPoint).toBeLessThanOrEqual(log.logEndOffset);
  expect(log.firstDirtyOffset).toBeLessThanOrEqual(log.logEndOffset);
  expect(log.active).toBe(log.segments.at(-1));
  let expected = -1;
  for (const segment of log.segments) {
    expect(segment.baseOffset).toBeGreaterThanOrEqual(expected);
    expected = segment.baseOffset;
    for (const batch of segment.file.entries) {
      expect(batch.baseOffset).toBeGreaterThanOrEqual(expected);
      expected = lastOffset(batch) + 1;
    }
    expect(segment.flushedCount).toBeLessThanOrEqual(segment.file.flushedCount);
    expectNumbers(segment);
  }
  expect(log.logEndOffset).toBeGreaterThanOrEqual(expected);
}

/** What is searched and retained by: the times of a segment are those of its batches. */
function expectNumbers({ file, firstTimestamp, largestTimestamp }: Segment): void {
  const times = file.entries.map((batch) => batch.maxTimestamp);
  expect(firstTimestamp).toBe(times[0] ?? -1);
  expect(largestTimestamp).toBe(Math.max(-1, ...times));
  expect(file.sizeInBytes).toBe(file.entries.reduce((sum, batch) => sum + batch.sizeInBytes, 0));
}

function expectEpochCache(log: PartitionLog, since: number): void {
  const { epochs, startOffsets } = log.epochCache;
  expect(log.latestEpoch).toBe(epochs.at(-1) ?? -1);
  for (let i = 1; i < epochs.length; i++) {
    expect(epochs[i]!).toBeGreaterThan(epochs[i - 1]!);
    expect(startOffsets[i]!).toBeGreaterThan(startOffsets[i - 1]!);
  }
  for (const batch of batchesIn(log)) {
    if (batch.baseOffset < Math.max(log.logStartOffset, since)) continue;
    const floor = startOffsets.findLastIndex((start) => start <= batch.baseOffset);
    expect(epochs[floor], `epoch of offset ${batch.baseOffset}`).toBe(batch.partitionLeaderEpoch);
  }
}

function expectProducers(log: PartitionLog, exactWindows: boolean, producersSince: number): void {
  const folded = foldProducers(batchesIn(log));
  for (const [producerId, expected] of folded) {
    if (expected.lastOffset < Math.max(log.logStartOffset, producersSince)) continue;
    const entry = log.producers.get(producerId);
    expect(entry?.producerEpoch).toBe(expected.epoch);
    const last = entry?.batches.at(-1);
    const known = last === undefined ? -1 : last.baseOffset + last.lastOffsetDelta;
    // A snapshot may know of a later batch that compaction has taken out.
    if (exactWindows) expect(known).toBe(expected.lastOffset);
    else expect(known).toBeGreaterThanOrEqual(expected.lastOffset);
  }
  if (!exactWindows) return;
  for (const entry of log.producers.values()) {
    const window = entry.batches.map((batch) => batch.baseOffset);
    expect(folded.get(entry.producerId)?.window.slice(-window.length)).toEqual(window);
  }
}
