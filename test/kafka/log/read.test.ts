import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { appendAsFollower, appendAsLeader } from "../../../src/kafka/log/append.ts";
import { moveLogStart } from "../../../src/kafka/log/log-start.ts";
import { setHighWatermark } from "../../../src/kafka/log/partition-log.ts";
import { offsetForTimestamp, readBatches } from "../../../src/kafka/log/read.ts";
import { recordTimestamp, stamp } from "../../../src/kafka/log/record-batch.ts";
import { lastOffset } from "../../../src/kafka/records.ts";
import { batchesIn, batchOf, newWorld, type World } from "./world.ts";

const shapes = fc.array(
  fc.record({
    count: fc.integer({ min: 1, max: 4 }),
    gap: fc.constantFrom(0, 0, 0, 3),
    sizeInBytes: fc.integer({ min: 1, max: 60 }),
    timestamp: fc.integer({ min: 0, max: 50 }),
  }),
  { minLength: 1, maxLength: 40 },
);

/** A log with gaps, as compaction leaves them. */
function logWithGaps(steps: readonly { count: number; gap: number; sizeInBytes: number; timestamp: number }[]): World {
  const world = newWorld({ segmentBytes: 500 });
  for (const step of steps)
    appendAsFollower(
      world.log,
      stamp(batchOf(step), world.log.logEndOffset + step.gap, 0, "CreateTime", 0),
      0,
      world.env,
    );
  return world;
}

describe("reading", () => {
  test("gives the batches that reach the offset, below the bound, at most so many bytes but at least one", () => {
    fc.assert(
      fc.property(
        shapes,
        fc.nat({ max: 200 }),
        fc.nat({ max: 200 }),
        fc.integer({ min: 0, max: 1000 }),
        (steps, from, bound, maxBytes) => {
          const world = logWithGaps(steps);
          const endOffset = Math.min(bound, world.log.logEndOffset);
          const read = readBatches(world.log, from, maxBytes, endOffset);
          const candidates = batchesIn(world.log).filter(
            (batch) => lastOffset(batch) >= from && lastOffset(batch) < endOffset,
          );
          expect(read).toEqual(candidates.slice(0, read.length));
          if (from < endOffset && candidates.length > 0) expect(read.length).toBeGreaterThan(0);
          if (read.length > 1)
            expect(read.reduce((sum, batch) => sum + batch.sizeInBytes, 0)).toBeLessThanOrEqual(maxBytes);
          const segment = world.log.segments.find((one) => one.file.entries.includes(read.at(-1)!));
          const next = candidates[read.length];
          if (next !== undefined && segment?.file.entries.includes(next)) {
            expect(read.reduce((sum, batch) => sum + batch.sizeInBytes, next.sizeInBytes)).toBeGreaterThan(maxBytes);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("from the first offset to the last, again and again, gives every batch once", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 0, max: 300 }), (steps, maxBytes) => {
        const world = logWithGaps(steps);
        const seen = [];
        const all = batchesIn(world.log);
        for (let offset = 0; offset < world.log.logEndOffset && seen.length <= all.length; ) {
          const read = readBatches(world.log, offset, maxBytes, world.log.logEndOffset);
          seen.push(...read);
          offset = lastOffset(read.at(-1)!) + 1;
        }
        expect(seen).toEqual(all);
      }),
    );
  });

  test("shows no batch that the bound cuts in two", () => {
    const world = newWorld();
    for (let i = 0; i < 2; i++) appendAsLeader(world.log, batchOf({ count: 4 }), 0, world.env);
    expect(readBatches(world.log, 0, 1e9, 6)).toHaveLength(1);
    expect(readBatches(world.log, 5, 1e9, 6)).toHaveLength(0);
    expect(readBatches(world.log, 8, 1e9, 8)).toBe(readBatches(world.log, 9, 1e9, 8));
  });
});

describe("the offset of a time", () => {
  test("is the first record at or after it, not below the log start", () => {
    fc.assert(
      fc.property(shapes, fc.nat({ max: 55 }), fc.nat({ max: 30 }), (steps, timestamp, start) => {
        const world = logWithGaps(steps);
        setHighWatermark(world.log, world.log.logEndOffset);
        moveLogStart(world.log, Math.min(start, world.log.logEndOffset), "delete-records", world.env);
        const expected = batchesIn(world.log)
          .flatMap((batch) =>
            batch.records.map((one, i) => ({
              offset: batch.baseOffset + one.offsetDelta,
              timestamp: recordTimestamp(batch, i),
              leaderEpoch: 0,
            })),
          )
          .find((one) => one.timestamp >= timestamp && one.offset >= world.log.logStartOffset);
        expect(offsetForTimestamp(world.log, timestamp)).toEqual(expected ?? null);
      }),
    );
  });

  test("is the append time where that is kept", () => {
    const world = newWorld({ messageTimestampType: "LogAppendTime" });
    for (const wallMs of [10, 20]) {
      world.clock.wallMs = wallMs;
      appendAsLeader(world.log, batchOf({ count: 2, timestamp: 1 }), 7, world.env);
    }
    expect(offsetForTimestamp(world.log, 11)).toEqual({ offset: 2, timestamp: 20, leaderEpoch: 7 });
    expect(offsetForTimestamp(world.log, 21)).toBeNull();
  });
});
