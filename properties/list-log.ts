/**
 * A log as a list of segments of batches, by the definitions of protocol §4 alone: nothing is kept that can be counted again.
 * What it is asked it answers by looking through all of it. No disk, no crash.
 */
import { expect } from "vitest";
import type { TopicConfig } from "../src/kafka/config/resolve-topic.ts";
import { type ErrorCode, Errors } from "../src/kafka/errors.ts";
import { type KafkaRecord, nextOffset, type RecordBatch } from "../src/kafka/records.ts";

export interface ListSegment {
  readonly base: number;
  batches: RecordBatch[];
  readonly openedMs: number;
}

export interface Epoch {
  readonly epoch: number;
  readonly start: number;
}

/** Of one producer: its last batches, the oldest first. */
export interface KnownProducer {
  readonly epoch: number;
  readonly window: readonly RecordBatch[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
export const bytesOf = (batches: readonly RecordBatch[]): number => sum(batches.map((batch) => batch.sizeInBytes));

/** Whatever distinguishes a batch from another, the records by their checksum. */
const told = (batches: readonly RecordBatch[]): string =>
  batches
    .map((one) =>
      [one.baseOffset, one.lastOffsetDelta, one.partitionLeaderEpoch, one.maxTimestamp, one.checksum].join("/"),
    )
    .join();

/** A comparison of vitest costs as much as a step. */
export function same(found: readonly RecordBatch[], listed: readonly RecordBatch[]): void {
  if (told(found) !== told(listed)) expect(found).toEqual(listed);
}

export class ListLog {
  segments: ListSegment[];
  epochs: Epoch[] = [];
  producers = new Map<number, KnownProducer>();
  start = 0;
  end = 0;
  highWatermark = 0;
  /** Where the part ends that compaction has gone over. */
  firstDirty = 0;
  config: TopicConfig;

  constructor(config: TopicConfig, openedMs: number) {
    this.config = config;
    this.segments = [{ base: 0, batches: [], openedMs }];
  }

  get batches(): readonly RecordBatch[] {
    return this.segments.flatMap((segment) => segment.batches);
  }

  get active(): ListSegment {
    return this.segments.at(-1)!;
  }

  /** Each batch has a place of its own in the index once so many bytes went by since the one before. */
  indexEntries({ batches }: ListSegment): number {
    let entries = 0;
    let since = 0;
    for (const batch of batches) {
      if (since > this.config.indexIntervalBytes) {
        entries++;
        since = 0;
      }
      since += batch.sizeInBytes;
    }
    return entries;
  }

  mustRoll(batch: RecordBatch): boolean {
    const { batches } = this.active;
    if (batches.length === 0) return false;
    const { cleanupPolicy, maxCompactionLagMs, segmentBytes, segmentIndexBytes, segmentMs } = this.config;
    const after = cleanupPolicy.includes("compact") ? Math.min(segmentMs, maxCompactionLagMs) : segmentMs;
    const places = Math.min(Math.floor(segmentIndexBytes / 8), Math.floor(segmentIndexBytes / 12) - 1);
    return (
      bytesOf(batches) + batch.sizeInBytes > segmentBytes ||
      batch.maxTimestamp - batches[0]!.maxTimestamp > after ||
      this.indexEntries(this.active) >= places
    );
  }

  append(batch: RecordBatch, openedMs: number): void {
    if (this.mustRoll(batch)) this.segments.push({ base: batch.baseOffset, batches: [], openedMs });
    this.begin(batch.partitionLeaderEpoch, batch.baseOffset);
    this.active.batches.push(batch);
    this.end = nextOffset(batch);
    const { producerId, producerEpoch } = batch;
    if (producerId < 0) return;
    const known = this.producers.get(producerId);
    const before = known?.epoch === producerEpoch ? known.window : [];
    const window = batch.isControl ? before : [...before, batch].slice(-5);
    this.producers.set(producerId, { epoch: producerEpoch, window });
  }

  /** An epoch begins, unless it has: what it contradicts goes. */
  begin(epoch: number, start: number): void {
    if (epoch === this.epochs.at(-1)?.epoch) return;
    this.epochs = [...this.epochs.filter((one) => one.epoch < epoch && one.start < start), { epoch, start }];
  }

  epochAt(offset: number): number {
    return this.epochs.findLast(({ start }) => start <= offset)?.epoch ?? -1;
  }

  original({ producerId, producerEpoch, baseSequence, lastOffsetDelta }: RecordBatch): RecordBatch | null {
    const known = this.producers.get(producerId);
    if (producerId < 0 || known?.epoch !== producerEpoch) return null;
    return (
      known.window.findLast((one) => one.baseSequence === baseSequence && one.lastOffsetDelta === lastOffsetDelta) ??
      null
    );
  }

  /** What the session of a producer calls for. */
  refuseSequence({ producerId, producerEpoch, baseSequence }: RecordBatch): ErrorCode {
    const known = this.producers.get(producerId);
    if (producerId < 0 || known === undefined) return Errors.NONE;
    if (producerEpoch < known.epoch) return Errors.INVALID_PRODUCER_EPOCH;
    const last = known.epoch === producerEpoch ? known.window.at(-1) : undefined;
    const next = last === undefined ? 0 : last.baseSequence + last.lastOffsetDelta + 1;
    return baseSequence === next ? Errors.NONE : Errors.OUT_OF_ORDER_SEQUENCE_NUMBER;
  }

  truncate(to: number): void {
    if (to < this.end) {
      while (this.segments.length > 1 && this.active.base > to) this.segments.pop();
      this.active.batches = this.active.batches.filter((batch) => nextOffset(batch) <= to);
      this.end = to;
    }
    this.firstDirty = Math.min(this.firstDirty, this.end);
    this.epochs = this.epochs.filter(({ start }) => start < this.end);
  }

  moveStart(to: number): void {
    if (to <= this.start) return;
    this.start = to;
    this.firstDirty = Math.max(this.firstDirty, to);
    const below = this.epochs.filter(({ start }) => start <= to);
    if (below.length === 0) return;
    this.epochs = [{ epoch: below.at(-1)!.epoch, start: to }, ...this.epochs.filter(({ start }) => start > to)];
  }

  private isDeletable(index: number): boolean {
    const next = this.segments[index + 1];
    return next === undefined
      ? this.highWatermark >= this.end && this.segments[index]!.batches.length > 0
      : this.highWatermark >= next.base;
  }

  /** How many of the oldest segments go, one after another, while `goes` says so. */
  private drop(goes: (segment: ListSegment, index: number) => boolean, nowMs: number): ListSegment[] {
    let count = 0;
    while (count < this.segments.length && this.isDeletable(count) && goes(this.segments[count]!, count)) count++;
    if (count === this.segments.length) this.segments.push({ base: this.end, batches: [], openedMs: nowMs });
    const gone = this.segments.splice(0, count);
    if (count > 0) this.moveStart(this.segments[0]!.base);
    return gone;
  }

  /** The segments that retention takes. */
  retain(nowMs: number): ListSegment[] {
    const { cleanupPolicy, retentionBytes, retentionMs } = this.config;
    const ageOf = ({ batches, openedMs }: ListSegment): number =>
      nowMs - (batches.length === 0 ? openedMs : Math.max(...batches.map((batch) => batch.maxTimestamp)));
    const gone: ListSegment[] = [];
    if (cleanupPolicy.includes("delete")) {
      if (retentionMs >= 0) gone.push(...this.drop((segment) => ageOf(segment) > retentionMs, nowMs));
      const all = bytesOf(this.batches);
      const upTo = (index: number): number => sum(this.segments.slice(0, index + 1).map((one) => bytesOf(one.batches)));
      if (retentionBytes >= 0) gone.push(...this.drop((_, index) => all - upTo(index) >= retentionBytes, nowMs));
    }
    gone.push(...this.drop((_, index) => (this.segments[index + 1]?.base ?? Infinity) <= this.start, nowMs));
    return gone;
  }

  read(from: number, maxBytes: number, bound: number): readonly RecordBatch[] {
    const seen = this.segments
      .map(({ base, batches }) => ({ base, batches: batches.filter((batch) => nextOffset(batch) > from) }))
      .find(({ batches }) => batches.length > 0);
    if (seen === undefined || from >= bound) return [];
    const shown = seen.batches.filter((batch) => nextOffset(batch) <= bound);
    return shown.filter((_, i) => i === 0 || bytesOf(shown.slice(0, i + 1)) <= maxBytes);
  }

  timeOf(batch: RecordBatch, record: KafkaRecord): number {
    return batch.timestampType === "LogAppendTime" ? batch.maxTimestamp : record.timestamp;
  }

  /** The first record that is so young. */
  offsetForTime(time: number): { offset: number; timestamp: number; leaderEpoch: number } | null {
    for (const batch of this.batches)
      for (const record of batch.records) {
        const offset = batch.baseOffset + record.offsetDelta;
        const timestamp = this.timeOf(batch, record);
        if (offset < this.start || timestamp < time) continue;
        return { offset, timestamp, leaderEpoch: this.epochAt(offset) };
      }
    return null;
  }

  /** Where an epoch ends: that of the largest one not above it. */
  endOf(epoch: number): { epoch: number; endOffset: number } {
    const latest = this.epochs.at(-1)?.epoch ?? -1;
    if (epoch < 0 || epoch > latest) return { epoch: -1, endOffset: -1 };
    const floor = this.epochs.findLast((one) => one.epoch <= epoch);
    const above = this.epochs.find((one) => one.epoch > epoch);
    return { epoch: floor?.epoch ?? epoch, endOffset: above?.start ?? this.end };
  }
}
