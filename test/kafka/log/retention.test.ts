import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TopicConfig } from "../../../src/kafka/config/resolve-topic.ts";
import { Errors } from "../../../src/kafka/errors.ts";
import { appendAsLeader } from "../../../src/kafka/log/append.ts";
import { removeDeletedFiles } from "../../../src/kafka/log/deleted-segments.ts";
import { deletedSegments } from "../../../src/kafka/log/log-files.ts";
import { moveLogStart } from "../../../src/kafka/log/log-start.ts";
import { logSizeInBytes, setHighWatermark } from "../../../src/kafka/log/partition-log.ts";
import { deleteOldSegments } from "../../../src/kafka/log/retention.ts";
import { advance, batchOf, dayMs, hourMs, newWorld, reopen, tp, type World } from "./world.ts";

const megabyte = 1_000_000;
const checkMs = 300_000;

function write(world: World, sizeInBytes: number, timestamp = world.clock.wallMs): void {
  appendAsLeader(world.log, batchOf({ sizeInBytes: sizeInBytes - 61, timestamp }), 0, world.env);
  setHighWatermark(world.log, world.log.logEndOffset);
}

/** A source of 100 MB a day, in hourly batches; returns the age of the first record when it goes, in days. */
function daysUntilFirstRecordGoes(config: Partial<TopicConfig>, writingDays: number): number {
  const world = newWorld({
    maxMessageBytes: 10 * megabyte,
    segmentBytes: 1000 * megabyte,
    retentionMs: 7 * dayMs,
    ...config,
  });
  const startMs = world.clock.wallMs;
  for (let elapsed = 0; elapsed < 100 * dayMs; elapsed += checkMs) {
    if (elapsed % hourMs === 0 && elapsed < writingDays * dayMs) write(world, (100 * megabyte) / 24);
    deleteOldSegments(world.log, world.env);
    if (world.log.logStartOffset > 0) return (world.clock.wallMs - startMs) / dayMs;
    advance(world, checkMs);
  }
  throw new Error("the first record stays for ever");
}

describe("17 days: a source of 100 MB a day, 1 GB segments, retention of 7 days", () => {
  test("17 days, if segments roll by size alone: rolling time of 11 days or more", () => {
    const days = daysUntilFirstRecordGoes({ segmentMs: 11 * dayMs }, 40);
    // The segment is full on day 10; its newest record expires seven days later, at the next check.
    expect(days).toBeGreaterThan(16.9);
    expect(days).toBeLessThanOrEqual(17 + checkMs / dayMs);
  });

  test("14 days, with Kafka's default of rolling after 7", () => {
    const days = daysUntilFirstRecordGoes({}, 40);
    expect(days).toBeGreaterThan(13.9);
    expect(days).toBeLessThanOrEqual(14 + hourMs / dayMs + checkMs / dayMs);
  });

  test("the active segment too is rolled and deleted once its newest record expired", () => {
    const days = daysUntilFirstRecordGoes({ segmentMs: 11 * dayMs }, 1);
    // Written for one day (the last record in its 24th hour), then silence: all expires seven days after that.
    expect(days).toBeGreaterThan(7.9);
    expect(days).toBeLessThanOrEqual(8);
  });
});

describe("retention by size", () => {
  test("8 partitions of 1 GB keep 8 GB and up to one more segment each, not at most 8 GB", () => {
    const world = newWorld({
      maxMessageBytes: 60 * megabyte,
      segmentBytes: 1000 * megabyte,
      retentionBytes: 1000 * megabyte,
    });
    let smallest = Number.POSITIVE_INFINITY;
    let largest = 0;
    for (let i = 0; i < 200; i++) {
      write(world, 50 * megabyte);
      deleteOldSegments(world.log, world.env);
      if (i < 40) continue;
      smallest = Math.min(smallest, 8 * logSizeInBytes(world.log));
      largest = Math.max(largest, 8 * logSizeInBytes(world.log));
    }
    expect(smallest).toBeGreaterThanOrEqual(8000 * megabyte);
    expect(largest).toBeGreaterThan(15_000 * megabyte);
    expect(largest).toBeLessThan(16_000 * megabyte);
  });

  test("what is kept lies in [retention.bytes, retention.bytes + one segment), oldest first", () => {
    const sizes = fc.array(fc.integer({ min: 62, max: 300 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 300, max: 800 }),
        fc.integer({ min: 0, max: 3000 }),
        (batches, segmentBytes, retentionBytes) => {
          const world = newWorld({ segmentBytes, retentionBytes });
          for (const size of batches) write(world, size);
          const total = logSizeInBytes(world.log);
          deleteOldSegments(world.log, world.env);
          const kept = logSizeInBytes(world.log);
          expect(kept).toBeGreaterThanOrEqual(Math.min(total, retentionBytes));
          expect(kept).toBeLessThan(retentionBytes + segmentBytes);
          expect(world.log.logStartOffset).toBe(world.log.segments[0]!.baseOffset);
        },
      ),
    );
  });
});

describe("retention", () => {
  /** Five closed segments of one batch and an active one, a day apart. */
  function sixDays(config: Partial<TopicConfig> = {}): World {
    const world = newWorld({ segmentBytes: 200, retentionMs: 3 * dayMs, ...config });
    for (let day = 0; day < 6; day++) {
      if (day > 0) advance(world, dayMs);
      write(world, 161);
    }
    return world;
  }

  test("by time: a segment goes when its newest record is older than the limit", () => {
    const world = sixDays();
    deleteOldSegments(world.log, world.env);
    expect(world.log.logStartOffset).toBe(2);
    advance(world, 1);
    deleteOldSegments(world.log, world.env);
    expect(world.log.logStartOffset).toBe(3);
  });

  test("never above the high watermark", () => {
    const world = sixDays();
    advance(world, 30 * dayMs);
    setHighWatermark(world.log, 3);
    deleteOldSegments(world.log, world.env);
    expect([world.log.logStartOffset, world.log.logEndOffset]).toEqual([3, 6]);
  });

  test("-1 keeps for ever; a compacted topic deletes below the log start alone", () => {
    for (const config of [{ retentionMs: -1 }, { cleanupPolicy: ["compact"] } as const]) {
      const world = sixDays(config);
      advance(world, 1000 * dayMs);
      expect(deleteOldSegments(world.log, world.env)).toBe(0);
      moveLogStart(world.log, 2, "delete-records", world.env);
      expect(deleteOldSegments(world.log, world.env)).toBe(2);
    }
  });

  test("without any cleanup.policy nothing goes but what lies below the log start (KAFKA-19112)", () => {
    const world = sixDays({ cleanupPolicy: [], retentionBytes: 0 });
    expect(deleteOldSegments(world.log, world.env)).toBe(0);
    moveLogStart(world.log, 2, "delete-records", world.env);
    expect(deleteOldSegments(world.log, world.env)).toBe(2);
  });

  test("the list of deleted files goes with the last of them", () => {
    const world = sixDays();
    expect(deleteOldSegments(world.log, world.env)).toBeGreaterThan(0);
    expect(world.disk.readCheckpoint(deletedSegments(tp))).not.toBeUndefined();
    advance(world, world.log.config.fileDeleteDelayMs);
    removeDeletedFiles(world.log, world.env);
    expect(world.disk.readCheckpoint(deletedSegments(tp))).toBeUndefined();
  });

  test("one far-future timestamp keeps its segment and all after it", () => {
    const world = newWorld({ segmentBytes: 400, messageTimestampAfterMaxMs: Number.POSITIVE_INFINITY });
    for (let i = 0; i < 6; i++) write(world, 161, i === 3 ? world.clock.wallMs + 1000 * dayMs : world.clock.wallMs);
    advance(world, 100 * dayMs);
    deleteOldSegments(world.log, world.env);
    // By its time, record 3 began a segment of its own; 4 and 5, of today, are kept with it.
    expect([world.log.logStartOffset, world.log.segments.map((one) => one.baseOffset)]).toEqual([3, [3, 5]]);
  });

  test("files go file.delete.delay.ms later; a restart does not take them back, a power loss may", () => {
    for (const [lose, start] of [
      [false, 2],
      [true, 0],
    ] as const) {
      const world = sixDays();
      expect(deleteOldSegments(world.log, world.env)).toBe(2);
      expect(world.disk.files()).toHaveLength(6);
      if (lose) world.disk.powerLoss((_file, _flushed, total) => total);
      reopen(world, false);
      expect(world.log.logStartOffset).toBe(start);
      expect(world.disk.files()).toHaveLength(6 - start);
    }
    const world = sixDays();
    deleteOldSegments(world.log, world.env);
    world.clock.nowMs += 60_000;
    deleteOldSegments(world.log, world.env);
    expect(world.disk.files()).toHaveLength(4);
  });

  test("the log start moves forward only, and not beyond the high watermark", () => {
    const reasons: string[] = [];
    const world = newWorld(
      {},
      {},
      { logStartMoved: (_broker, _tp, offset, reason) => reasons.push(`${reason} ${offset}`) },
    );
    for (let i = 0; i < 6; i++) write(world, 161);
    setHighWatermark(world.log, 4);
    expect(moveLogStart(world.log, 5, "delete-records", world.env)).toBe(Errors.OFFSET_OUT_OF_RANGE);
    expect(moveLogStart(world.log, 3, "delete-records", world.env)).toBe(Errors.NONE);
    expect(moveLogStart(world.log, 1, "leader", world.env)).toBe(Errors.NONE);
    expect(world.log.logStartOffset).toBe(3);
    expect(world.log.epochCache).toEqual({ epochs: [0], startOffsets: [3] });
    expect(reasons).toEqual(["delete-records 3"]);
  });
});
