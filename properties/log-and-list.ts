/** A log and the list that it should be, through the same steps. */
import { expect } from "vitest";
import type { TopicConfig } from "../src/kafka/config/resolve-topic.ts";
import { Errors } from "../src/kafka/errors.ts";
import { appendAsFollower, appendAsLeader } from "../src/kafka/log/append.ts";
import { cleanIfDue } from "../src/kafka/log/compaction.ts";
import { flushIfDue, flushLog } from "../src/kafka/log/flush.ts";
import { cachedEpochAt } from "../src/kafka/log/leader-epoch-cache.ts";
import { moveLogStart } from "../src/kafka/log/log-start.ts";
import { endOffsetForEpoch, logSizeInBytes, segmentIndexAt, setHighWatermark } from "../src/kafka/log/partition-log.ts";
import { batchStartAt, offsetForTimestamp, offsetOfMaxTimestamp, readBatches } from "../src/kafka/log/read.ts";
import { deleteOldSegments } from "../src/kafka/log/retention.ts";
import { truncateTo } from "../src/kafka/log/truncation.ts";
import { makeBatch, nextOffset, type RecordBatch, sealed } from "../src/kafka/records.ts";
import { advance, finishFlushes, newWorld, plainTopic, record, tp, type World } from "../test/kafka/log/world.ts";
import { compact } from "./list-compaction.ts";
import { bytesOf, ListLog, same } from "./list-log.ts";
import { refusal, type Shape, type Step, spoil } from "./log-steps.ts";

export class LogAndList {
  readonly world: World;
  readonly list: ListLog;
  /** Files that left the log, and when they go. */
  deleted: { readonly file: string; readonly atMs: number }[] = [];
  epoch = 0;
  lastFlushedMs = 0;
  wasCut = false;
  wasCleaned = false;
  readonly met: Map<string, number>;

  constructor(topic: Partial<TopicConfig>, met: Map<string, number>) {
    this.world = newWorld(topic);
    this.list = new ListLog({ ...plainTopic, ...topic }, this.world.clock.wallMs);
    this.met = met;
  }

  meet(what: string): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }

  clientBatch(shape: Shape): RecordBatch {
    const { producerId, back, producerEpochStep, skip, timesMs, recordBytes, keyless, deletes, spoilt } = shape;
    const { wallMs } = this.world.clock;
    const shift = spoilt === "future" ? 4_000_000 : spoilt === "ancient" ? -11_000 : 0;
    const records = timesMs.map((ms, i) =>
      record(i, {
        key: keyless && i === timesMs.length - 1 ? null : `k${i}`,
        ...(deletes && i === 0 ? { value: null } : {}),
        timestamp: wallMs + ms + shift,
        sizeInBytes: recordBytes,
      }),
    );
    const known = this.list.producers.get(producerId);
    const again = back > 0 ? known?.window.at(-back) : undefined;
    const last = known?.window.at(-1);
    const next = last === undefined ? 0 : last.baseSequence + last.lastOffsetDelta + 1;
    const epoch = producerId < 0 ? -1 : Math.max(0, (known?.epoch ?? 0) + producerEpochStep);
    const sequence = producerId < 0 ? -1 : (again?.baseSequence ?? (producerEpochStep > 0 ? 0 : next) + skip);
    const kept = again === undefined ? records : records.slice(0, again.lastOffsetDelta + 1);
    return spoil(makeBatch(kept, producerId, epoch, sequence, 1), spoilt);
  }

  /** As the leader stores it. */
  stored(one: RecordBatch): RecordBatch {
    const placed = { ...one, baseOffset: this.list.end, partitionLeaderEpoch: this.epoch };
    if (this.list.config.messageTimestampType === "CreateTime") return placed;
    return sealed({ ...placed, timestampType: "LogAppendTime", maxTimestamp: this.world.clock.wallMs });
  }

  lead(shape: Shape): void {
    const { log, env, clock } = this.world;
    this.epoch += shape.epochStep;
    const sent = this.clientBatch(shape);
    const refused = refusal(this.list.config, sent, clock.wallMs);
    const original = refused === Errors.NONE ? this.list.original(sent) : null;
    const errorCode = refused !== Errors.NONE || original !== null ? refused : this.list.refuseSequence(sent);
    const result = appendAsLeader(log, sent, this.epoch, env);
    const isStamped = this.list.config.messageTimestampType === "LogAppendTime";
    const at = errorCode !== Errors.NONE ? -1 : (original?.baseOffset ?? this.list.end);
    expect(result).toEqual({
      errorCode,
      baseOffset: at,
      lastOffset: at < 0 ? -1 : at + sent.lastOffsetDelta,
      logAppendTimeMs: at >= 0 && original === null && isStamped ? clock.wallMs : -1,
      duplicate: original !== null,
    });
    this.meet(original !== null ? "duplicate" : errorCode !== Errors.NONE ? `error ${errorCode}` : "led");
    if (errorCode === Errors.NONE && original === null) this.take(this.stored(sent));
  }

  follow(shape: Shape): void {
    const { log, env } = this.world;
    this.epoch += shape.epochStep;
    const isTooLow = shape.back === 6 && this.list.end > this.list.start;
    const placed = {
      ...this.clientBatch({ ...shape, back: 0, spoilt: shape.spoilt === "control" ? "control" : null }),
      partitionLeaderEpoch: this.epoch,
    };
    const isBroken = shape.spoilt === "checksum";
    const checksum = placed.checksum + (isBroken ? 1 : 0);
    const copied = { ...placed, baseOffset: this.list.end - (isTooLow ? 1 : 0), checksum };
    const errorCode = isBroken ? Errors.CORRUPT_MESSAGE : isTooLow ? Errors.OFFSET_OUT_OF_RANGE : Errors.NONE;
    expect(appendAsFollower(log, copied, this.epoch, env)).toBe(errorCode);
    this.meet(errorCode === Errors.NONE ? "followed" : `error ${errorCode}`);
    if (errorCode === Errors.NONE) this.take(copied);
  }

  take(one: RecordBatch): void {
    this.list.append(one, this.world.clock.wallMs);
    if (this.list.segments.length > 1) this.standsAgain(`${tp}/${this.list.active.base}.log`);
    const { log, clock } = this.world;
    const { flushMessages } = this.list.config;
    if (this.lastFlushedMs !== log.lastFlushedMs) this.lastFlushedMs = clock.nowMs;
    expect(log.lastFlushedMs).toBe(this.lastFlushedMs);
    expect(log.logEndOffset - log.recoveryPoint).toBeLessThan(flushMessages);
  }

  standsAgain(file: string): void {
    this.deleted = this.deleted.filter((one) => one.file !== file);
  }

  move({ kind, share: part }: Extract<Step, { share: number }>): void {
    const { world, list } = this;
    const { log, env, clock } = world;
    const between = (low: number, high: number): number => low + Math.floor((high - low) * part);
    switch (kind) {
      case "mark":
        setHighWatermark(log, between(log.highWatermark, log.logEndOffset));
        list.highWatermark = between(list.highWatermark, list.end);
        return;
      case "delete": {
        const to = between(list.start, list.end);
        const errorCode = to > list.highWatermark ? Errors.OFFSET_OUT_OF_RANGE : Errors.NONE;
        expect(moveLogStart(log, to, "delete-records", env)).toBe(errorCode);
        if (errorCode === Errors.NONE) list.moveStart(to);
        return;
      }
      case "truncate":
        this.truncate(part);
        return;
      case "retain":
        this.retain();
        return;
      case "clean": {
        const isCleaned = list.config.cleanupPolicy.includes("compact") && compact(list, clock.wallMs);
        expect(cleanIfDue(log, env)).toBe(isCleaned);
        if (isCleaned) this.meet("cleaned");
        this.wasCleaned ||= isCleaned;
        return;
      }
      case "age":
        advance(world, Math.ceil(60 * part));
        return;
      case "flush":
        flushLog(log, env);
        this.lastFlushedMs = clock.nowMs;
        expect(log.recoveryPoint).toBe(list.end);
        return;
      case "flush-due": {
        const isDue = clock.nowMs - this.lastFlushedMs >= list.config.flushMs && log.recoveryPoint < list.end;
        expect(flushIfDue(log, env)).toBe(isDue);
        if (isDue) this.lastFlushedMs = clock.nowMs;
        return;
      }
      case "flushed":
        finishFlushes(world);
        // A file that was cut while its flush was under way is asked for again with the next roll.
        if (!this.wasCut) expect(log.recoveryPoint).toBeGreaterThanOrEqual(list.active.base);
    }
  }

  truncate(part: number): void {
    const { list } = this;
    const { log, env } = this.world;
    const ends = [list.end, ...list.batches.map(nextOffset)].filter((end) => end >= list.highWatermark);
    const to = ends.sort((a, b) => b - a)[Math.floor((ends.length - 1) * part)]!;
    truncateTo(log, to, this.epoch, env);
    const isCut = to < list.end;
    list.truncate(to);
    if (!isCut) return;
    this.wasCut = true;
    this.meet("truncated");
    this.reload();
  }

  /** From a snapshot, which keeps the last batch of each producer: what it knows is the end of what the list says. */
  reload(): void {
    const { list } = this;
    const { log } = this.world;
    const windows = new Map<number, RecordBatch[]>();
    for (const one of list.batches) {
      if (one.producerId < 0) continue;
      const before = windows.get(one.producerId) ?? [];
      if (one.isControl) continue;
      windows.set(
        one.producerId,
        [...(before.at(-1)?.producerEpoch === one.producerEpoch ? before : []), one].slice(-5),
      );
    }
    const oldest = list.segments[0]!.base;
    for (const [producerId, window] of windows) {
      const entry = log.producers.get(producerId);
      if (window.at(-1)!.baseOffset < Math.max(oldest, list.start)) continue;
      expect(entry?.producerEpoch).toBe(window.at(-1)!.producerEpoch);
      expect(entry?.batches.at(-1)?.baseOffset).toBe(window.at(-1)!.baseOffset);
      const bases = entry!.batches.map((one) => one.baseOffset).filter((base) => base >= window[0]!.baseOffset);
      // What a snapshot knows of a batch may outlive its place in a compacted log.
      if (!this.wasCleaned) expect(window.map((one) => one.baseOffset).join()).toContain(bases.join());
    }
    list.producers = new Map(
      [...log.producers.values()].map((entry) => [
        entry.producerId,
        { epoch: entry.producerEpoch, window: entry.batches.slice() as RecordBatch[] },
      ]),
    );
  }

  retain(): void {
    const { list } = this;
    const { log, env, clock } = this.world;
    this.deleted = this.deleted.filter(({ atMs }) => atMs > clock.nowMs);
    const gone = list.retain(clock.wallMs);
    if (gone.length > 0) this.standsAgain(`${tp}/${list.active.base}.log`);
    expect(deleteOldSegments(log, env)).toBe(gone.length);
    const atMs = clock.nowMs + list.config.fileDeleteDelayMs;
    this.deleted.push(...gone.map(({ base }) => ({ file: `${tp}/${base}.log`, atMs })));
    if (gone.length > 0) this.meet("retained");
  }

  run(one: Step): void {
    if ("batch" in one) {
      if (one.kind === "follow") this.follow(one.batch);
      else this.lead(one.batch);
    } else this.move(one);
    this.compare();
  }

  compare(): void {
    const { list } = this;
    const { log, disk } = this.world;
    expect([log.logStartOffset, log.highWatermark, log.logEndOffset, log.firstDirtyOffset]).toEqual([
      list.start,
      list.highWatermark,
      list.end,
      list.firstDirty,
    ]);
    expect(log.segments.map((segment) => segment.baseOffset)).toEqual(list.segments.map(({ base }) => base));
    for (const [i, segment] of log.segments.entries()) same(segment.file.entries, list.segments[i]!.batches);
    for (const [i, segment] of log.segments.entries()) {
      const { batches } = list.segments[i]!;
      expect(segment.firstTimestamp).toBe(batches[0]?.maxTimestamp ?? -1);
      expect(segment.largestTimestamp).toBe(Math.max(-1, ...batches.map((one) => one.maxTimestamp)));
      expect(segment.offsetIndexEntries).toBe(list.indexEntries(list.segments[i]!));
    }
    expect(logSizeInBytes(log)).toBe(bytesOf(list.batches));
    const files = [...list.segments.map(({ base }) => `${tp}/${base}.log`), ...this.deleted.map(({ file }) => file)];
    expect([...disk.files()].sort()).toEqual(files.sort());
    expect(log.epochCache.epochs).toEqual(list.epochs.map(({ epoch }) => epoch));
    expect(log.epochCache.startOffsets).toEqual(list.epochs.map(({ start }) => start));
    expect(log.latestEpoch).toBe(list.epochs.at(-1)?.epoch ?? -1);
    const windows = [...log.producers.values()].map((entry) => [
      entry.producerId,
      { epoch: entry.producerEpoch, window: entry.batches.map(({ baseOffset }) => baseOffset) },
    ]);
    expect(Object.fromEntries(windows)).toEqual(
      Object.fromEntries(
        [...list.producers].map(([id, { epoch, window }]) => [
          id,
          { epoch, window: window.map((one) => one.baseOffset) },
        ]),
      ),
    );
  }

  askAll(): void {
    const { list } = this;
    const { log, env } = this.world;
    for (let from = list.start; from <= list.end; from++) {
      for (const bound of new Set([list.highWatermark, list.end]))
        for (const maxBytes of [1, 200, 400, 100_000])
          same(readBatches(log, from, maxBytes, bound), list.read(from, maxBytes, bound));
      const holder = list.batches.find((one) => nextOffset(one) > from);
      expect(batchStartAt(log, from)).toBe(holder?.baseOffset ?? from);
      expect(cachedEpochAt(log.epochCache, from)).toBe(list.epochAt(from));
      expect(segmentIndexAt(log, from)).toBe(
        Math.max(
          0,
          list.segments.findLastIndex(({ base }) => base <= from),
        ),
      );
    }
    for (let epoch = -1; epoch <= this.epoch + 1; epoch++)
      expect(endOffsetForEpoch(log, epoch, env.rules)).toEqual(list.endOf(epoch));
    const times = new Set(list.batches.flatMap((one) => one.records.map((each) => list.timeOf(one, each))));
    for (const time of times)
      for (const asked of [time, time + 1]) expect(offsetForTimestamp(log, asked)).toEqual(list.offsetForTime(asked));
    const latest = Math.max(-1, ...list.batches.map((one) => one.maxTimestamp));
    expect(offsetOfMaxTimestamp(log)).toEqual(latest < 0 ? null : list.offsetForTime(latest));
  }
}
