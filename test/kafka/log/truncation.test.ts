import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectConsistent, foldProducers } from "../../../properties/log-fold.ts";
import { appendAsFollower, appendAsLeader } from "../../../src/kafka/log/append.ts";
import { closeLog } from "../../../src/kafka/log/flush.ts";
import { moveLogStart } from "../../../src/kafka/log/log-start.ts";
import { assignEpoch, setHighWatermark } from "../../../src/kafka/log/partition-log.ts";
import { truncateFullyAndStartAt, truncateTo } from "../../../src/kafka/log/truncation.ts";
import { nextOffset } from "../../../src/kafka/records.ts";
import { batchesIn, batchOf, finishFlushes, newWorld, offsetsIn, reopen, type World } from "./world.ts";

const appends = fc.array(
  fc.record({
    count: fc.integer({ min: 1, max: 3 }),
    producerId: fc.integer({ min: 0, max: 2 }),
    epochStep: fc.constantFrom(0, 0, 0, 1, 2),
  }),
  { minLength: 1, maxLength: 50 },
);

function filled(
  steps: readonly { count: number; producerId: number; epochStep: number }[],
  segmentBytes: number,
): World {
  const world = newWorld({ segmentBytes });
  const next = new Map<number, number>();
  let epoch = 0;
  for (const { count, producerId, epochStep } of steps) {
    epoch += epochStep;
    const baseSequence = next.get(producerId) ?? 0;
    next.set(producerId, baseSequence + count);
    appendAsLeader(world.log, batchOf({ count, producerId, baseSequence, sizeInBytes: 20 }), epoch, world.env);
  }
  return world;
}

describe("truncation", () => {
  test("leaves the log of the prefix, with everything that depends on it", () => {
    fc.assert(
      fc.property(
        appends,
        fc.integer({ min: 150, max: 900 }),
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        (steps, segmentBytes, cut, mark, flushed) => {
          const world = filled(steps, segmentBytes);
          if (flushed) finishFlushes(world);
          const batches = batchesIn(world.log);
          setHighWatermark(world.log, mark % (world.log.logEndOffset + 1));
          const highWatermark = world.log.highWatermark;
          const kept = cut % (batches.length + 1);
          const offset = kept === 0 ? 0 : nextOffset(batches[kept - 1]!);
          truncateTo(world.log, offset, 9, world.env);

          const prefix = filled(steps.slice(0, kept), segmentBytes);
          expect(batchesIn(world.log)).toEqual(batches.slice(0, kept));
          expect(world.log.logEndOffset).toBe(offset);
          expect(world.log.highWatermark).toBe(Math.min(highWatermark, offset));
          expect(world.log.epochCache).toEqual(prefix.log.epochCache);
          expect([...foldProducers(batches.slice(0, kept)).keys()].sort()).toEqual(
            [...world.log.producers.keys()].sort(),
          );
          expectConsistent(world.log, true);
          expect(world.disk.files()).toEqual(world.log.segments.map((segment) => segment.file.name));
          appendAsLeader(world.log, batchOf({ count: 2, sizeInBytes: 20 }), 50, world.env);
          expect(offsetsIn(world.log).at(-1)).toBe(offset + 1);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("takes a batch that spans the offset whole, and ends there all the same until a restart", () => {
    const told: number[] = [];
    const truncated = (...args: number[]) => told.push(args[2]!, args[6]!);
    const world = newWorld({}, {}, { truncated });
    for (let i = 0; i < 3; i++) appendAsLeader(world.log, batchOf({ count: 4 }), 0, world.env);
    truncateTo(world.log, 6, 1, world.env);
    expect(told).toEqual([6, 4]);
    expect(offsetsIn(world.log).at(-1)).toBe(3);
    expect(world.log.logEndOffset).toBe(6);
    closeLog(world.log, world.env);
    expect(reopen(world, true).logEndOffset).toBe(4);
  });

  test("at the end still drops a later epoch from the cache (KAFKA-10706)", () => {
    const world = newWorld();
    appendAsLeader(world.log, batchOf(), 0, world.env);
    assignEpoch(world.log, 3, 1);
    truncateTo(world.log, 1, 4, world.env);
    expect(world.log.epochCache.epochs).toEqual([0]);
  });

  test("is told once, and not when nothing goes", () => {
    const heard: number[] = [];
    const world = newWorld({}, {}, { truncated: (_broker, _tp, offset) => heard.push(offset) });
    for (let i = 0; i < 3; i++) appendAsLeader(world.log, batchOf(), 0, world.env);
    truncateTo(world.log, 3, 1, world.env);
    truncateTo(world.log, 7, 1, world.env);
    truncateTo(world.log, 1, 1, world.env);
    expect(heard).toEqual([1]);
  });

  test("is told with the high watermark and the log start that the log has after it", () => {
    const heard: unknown[] = [];
    const world = newWorld(
      {},
      {},
      {
        truncated: (_broker, _tp, ...told) => heard.push(told),
        restartedAt: (_broker, _tp, ...told) => heard.push(told),
      },
    );
    for (let i = 0; i < 5; i++) appendAsLeader(world.log, batchOf(), 0, world.env);
    setHighWatermark(world.log, 3);
    moveLogStart(world.log, 1, "delete-records", world.env);
    truncateTo(world.log, 4, 7, world.env);
    truncateTo(world.log, 2, 8, world.env);
    truncateFullyAndStartAt(world.log, 9, 9, world.env);
    expect(heard).toEqual([
      [4, 7, 3, 1, 4],
      [2, 8, 2, 1, 2],
      [9, 9, 9],
    ]);
  });

  test("a snapshot beyond the cut does not come back with a power loss", () => {
    const world = newWorld({ segmentBytes: 200 });
    for (let i = 0; i < 4; i++) appendAsLeader(world.log, batchOf({ producerId: 1, baseSequence: i }), 0, world.env);
    finishFlushes(world);
    truncateTo(world.log, 1, 1, world.env);
    world.disk.powerLoss((_file, _flushed, total) => total);
    expect(JSON.stringify(world.disk.readCheckpoint(`${world.log.topicPartition}/producer-snapshots`))).not.toContain(
      '"offset":2',
    );
  });
});

describe("a log restarted at an offset", () => {
  test("is empty there, in every respect", () => {
    const world = filled(
      [...Array(9)].map((_, i) => ({ count: 2, producerId: i % 3, epochStep: 1 })),
      200,
    );
    setHighWatermark(world.log, 10);
    truncateFullyAndStartAt(world.log, 500, 3, world.env);
    expect(world.log).toMatchObject({
      logStartOffset: 500,
      lastStableOffset: 500,
      highWatermark: 500,
      logEndOffset: 500,
      latestEpoch: -1,
    });
    expect([world.log.producers.size, world.log.snapshots.length, world.disk.files().length]).toEqual([0, 0, 1]);
    expectConsistent(world.log, true);
    const [batch] = batchesIn(filled([{ count: 2, producerId: 0, epochStep: 0 }], 900).log);
    appendAsFollower(world.log, { ...batch!, baseOffset: 500 }, 3, world.env);
    expect(offsetsIn(world.log)).toEqual([500, 501]);
  });

  test("below its high watermark takes that along (KAFKA-9491)", () => {
    const world = newWorld();
    appendAsLeader(world.log, batchOf({ count: 9 }), 0, world.env);
    setHighWatermark(world.log, 9);
    truncateFullyAndStartAt(world.log, 4, 3, world.env);
    expect(world.log.highWatermark).toBe(4);
    expectConsistent(world.log, true);
  });

  test("a cut below the first segment restarts the log", () => {
    const world = newWorld();
    truncateFullyAndStartAt(world.log, 100, 0, world.env);
    appendAsLeader(world.log, batchOf(), 0, world.env);
    truncateTo(world.log, 40, 1, world.env);
    expect([world.log.logStartOffset, world.log.logEndOffset]).toEqual([40, 40]);
  });

  test("beyond the log end takes an epoch without records away (KAFKA-10706)", () => {
    const world = newWorld();
    appendAsLeader(world.log, batchOf(), 0, world.env);
    assignEpoch(world.log, 4, 1);
    truncateTo(world.log, 9, 5, world.env);
    expect(world.log.epochCache).toEqual({ epochs: [0], startOffsets: [0] });
  });
});
