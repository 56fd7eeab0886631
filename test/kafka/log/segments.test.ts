import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { appendAsLeader } from "../../../src/kafka/log/append.ts";
import { setConfig } from "../../../src/kafka/log/partition-log.ts";
import { segmentEnd } from "../../../src/kafka/log/segment.ts";
import { batchOf, dayMs, hourMs, newWorld, type World } from "./world.ts";

const bases = (world: World): number[] => world.log.segments.map((segment) => segment.baseOffset);
const append = (world: World, shape: Parameters<typeof batchOf>[0]) =>
  appendAsLeader(world.log, batchOf(shape), 0, world.env);

describe("segments", () => {
  test("roll by size and by the time of the records, whichever comes first", () => {
    const appends = fc.array(
      fc.record({ sizeInBytes: fc.integer({ min: 1, max: 300 }), timestamp: fc.integer({ min: 0, max: 5000 }) }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(
        appends,
        fc.integer({ min: 400, max: 1500 }),
        fc.integer({ min: 1, max: 4000 }),
        (steps, segmentBytes, segmentMs) => {
          const world = newWorld({ segmentBytes, segmentMs });
          const expected = [0];
          let size = 0;
          let first = 0;
          steps.forEach(({ sizeInBytes, timestamp }, offset) => {
            append(world, { sizeInBytes, timestamp });
            if (size > 0 && (size + sizeInBytes + 61 > segmentBytes || timestamp - first > segmentMs)) {
              expected.push(offset);
              size = 0;
            }
            if (size === 0) first = timestamp;
            size += sizeInBytes + 61;
          });
          expect(bases(world)).toEqual(expected);
          for (const [i, segment] of world.log.segments.entries()) {
            expect(segment.file.name).toBe(`${world.log.topicPartition}/${segment.baseOffset}.log`);
            if (i > 0) expect(segment.baseOffset).toBe(segmentEnd(world.log.segments[i - 1]!));
          }
        },
      ),
    );
  });

  test("a batch that fills a segment exactly stays in it", () => {
    const world = newWorld({ segmentBytes: 322 });
    for (let i = 0; i < 3; i++) append(world, { sizeInBytes: 100 });
    expect(bases(world)).toEqual([0, 2]);
  });

  test("the clock of the records rolls, not that of the wall: silence rolls nothing", () => {
    const world = newWorld({ segmentMs: hourMs });
    append(world, { timestamp: 0 });
    world.clock.wallMs += 30 * dayMs;
    append(world, { timestamp: hourMs });
    append(world, { timestamp: hourMs + 1 });
    expect(bases(world)).toEqual([0, 2]);
  });

  test("jitter rolls earlier, by an amount of its own for each segment, never later", () => {
    const rolled: number[] = [];
    const world = newWorld({ segmentMs: 1000, segmentJitterMs: 500 });
    let first = 0;
    for (let timestamp = 0; rolled.length < 50 && timestamp < 60_000; timestamp++) {
      const before = world.log.segments.length;
      append(world, { timestamp });
      if (world.log.segments.length === before) continue;
      rolled.push(timestamp - first);
      first = timestamp;
    }
    expect(rolled.length).toBe(50);
    expect(Math.min(...rolled)).toBeGreaterThan(500);
    expect(Math.max(...rolled)).toBeLessThanOrEqual(1001);
    expect(new Set(rolled).size).toBeGreaterThan(10);
  });

  test("a shorter segment.ms counts for the active segment too", () => {
    const world = newWorld({ segmentMs: hourMs });
    append(world, { timestamp: 0 });
    setConfig(world.log, { ...world.log.config, segmentMs: 10 });
    append(world, { timestamp: 11 });
    expect(bases(world)).toEqual([0, 1]);
  });

  test("a full index rolls", () => {
    // Every batch after the first is indexed; 48 bytes hold 6 offset entries and 4 time entries, one of them kept back.
    const world = newWorld({ indexIntervalBytes: 1, segmentIndexBytes: 48 });
    for (let i = 0; i < 12; i++) append(world, {});
    expect(bases(world)).toEqual([0, 4, 8]);
  });

  test("a compacted topic rolls in time for max.compaction.lag.ms", () => {
    const world = newWorld({ cleanupPolicy: ["compact"], maxCompactionLagMs: 100 });
    append(world, { timestamp: 0 });
    append(world, { timestamp: 100 });
    append(world, { timestamp: 101 });
    expect(bases(world)).toEqual([0, 2]);
  });

  test("a roll is told, asks for a flush, and leaves a snapshot of the producers", () => {
    const heard: number[] = [];
    const world = newWorld({ segmentBytes: 200 }, {}, { segmentRolled: (_broker, _tp, base) => heard.push(base) });
    append(world, { producerId: 4, baseSequence: 0 });
    append(world, { producerId: 4, baseSequence: 1 });
    expect(heard).toEqual([1]);
    expect(world.disk.pendingFlushes).toEqual([{ file: `${world.log.topicPartition}/0.log`, count: 1 }]);
    expect(world.log.snapshots.map((snapshot) => snapshot.offset)).toEqual([1]);
  });
});
