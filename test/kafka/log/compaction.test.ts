import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TopicConfig } from "../../../src/kafka/config/resolve-topic.ts";
import { appendAsLeader } from "../../../src/kafka/log/append.ts";
import { cleanIfDue } from "../../../src/kafka/log/compaction.ts";
import { setHighWatermark } from "../../../src/kafka/log/partition-log.ts";
import { truncateTo } from "../../../src/kafka/log/truncation.ts";
import { isBatchValid, type RecordBatch, type RecordValue } from "../../../src/kafka/records.ts";
import type { LogBounds, LogRules } from "../../../src/kafka/rules/log-rules.ts";
import { advance, batchesIn, batchOf, newWorld, offsetsIn, reopen, type World } from "./world.ts";

/** Each batch of one record fills a segment. */
const compacted = (config: Partial<TopicConfig> = {}, rules: Partial<LogRules> = {}): World =>
  newWorld({ cleanupPolicy: ["compact"], segmentBytes: 161, minCleanableDirtyRatio: 0, ...config }, rules);

function put(world: World, key: string, value: string | null): void {
  appendAsLeader(world.log, batchOf({ keys: [key], values: [value], timestamp: world.clock.wallMs }), 0, world.env);
}

const commit = (world: World): void => setHighWatermark(world.log, world.log.logEndOffset);

/** The table that a reader of the whole log builds. */
function tableOf(batches: readonly RecordBatch[], from = 0): Map<string, RecordValue> {
  const table = new Map<string, RecordValue>();
  for (const batch of batches) {
    for (const one of batch.records) {
      if (batch.baseOffset + one.offsetDelta < from || one.key === null) continue;
      if (one.value === null) table.delete(one.key);
      else table.set(one.key, one.value);
    }
  }
  return table;
}

const writes = fc.array(
  fc.record({
    keys: fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 3 }),
    deletes: fc.boolean(),
    producerId: fc.integer({ min: -1, max: 1 }),
    commits: fc.boolean(),
    cleans: fc.boolean(),
    passMs: fc.constantFrom(0, 1, 50, 200),
  }),
  { maxLength: 50 },
);

describe("compaction", () => {
  test("keeps the table, the order, and everything above its bound", () => {
    fc.assert(
      fc.property(
        writes,
        fc.integer({ min: 170, max: 900 }),
        fc.constantFrom(0, 0.3, 0.7),
        fc.constantFrom(0, 60),
        (steps, segmentBytes, ratio, lagMs) => {
          const world = compacted({
            segmentBytes,
            minCleanableDirtyRatio: ratio,
            deleteRetentionMs: 100,
            minCompactionLagMs: lagMs,
          });
          const written: RecordBatch[] = [];
          const sequences = new Map<number, number>();
          for (const step of steps) {
            advance(world, step.passMs);
            const baseSequence = sequences.get(step.producerId) ?? 0;
            sequences.set(step.producerId, baseSequence + step.keys.length);
            const values = step.keys.map((_, i) => (step.deletes ? null : `${written.length}.${i}`));
            const session = step.producerId < 0 ? {} : { producerId: step.producerId, baseSequence };
            appendAsLeader(
              world.log,
              batchOf({ keys: step.keys, values, sizeInBytes: 30, timestamp: world.clock.wallMs, ...session }),
              0,
              world.env,
            );
            written.push(batchesIn(world.log).at(-1)!);
            if (step.commits) commit(world);
            if (step.cleans) checkCleaning(world, written);
          }
          const end = world.log.logEndOffset;
          reopen(world, false);
          expect(world.log.logEndOffset).toBe(end);
        },
      ),
      { numRuns: 200 },
    );
  });

  function checkCleaning(world: World, written: readonly RecordBatch[]): void {
    const { highWatermark } = world.log;
    const before = batchesIn(world.log);
    if (!cleanIfDue(world.log, world.env)) {
      expect(batchesIn(world.log)).toEqual(before);
      return;
    }
    const after = batchesIn(world.log);
    const bound = world.log.firstDirtyOffset;
    expect(bound).toBeLessThanOrEqual(highWatermark);
    expect(bound).toBeLessThanOrEqual(world.log.active.baseOffset);
    expect(tableOf(after)).toEqual(tableOf(written));
    expect(after.filter((batch) => batch.baseOffset >= bound)).toEqual(
      written.filter((batch) => batch.baseOffset >= bound),
    );
    const offsets = offsetsIn(world.log);
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    const original = new Map(
      written.flatMap((batch) => batch.records.map((one) => [batch.baseOffset + one.offsetDelta, one])),
    );
    const newest = new Map<string, number>();
    for (const [offset, one] of original) if (offset < bound) newest.set(one.key!, offset);
    for (const batch of after) {
      expect(isBatchValid(batch)).toBe(true);
      for (const one of batch.records) expect(original.get(batch.baseOffset + one.offsetDelta)).toBe(one);
    }
    const kept = new Set(offsets);
    // Below the bound: the newest record of each key and no other, but for tombstones, which may have gone.
    for (const [key, offset] of newest)
      if (original.get(offset)!.value !== null) expect(kept.has(offset), `${key}@${offset}`).toBe(true);
    for (const offset of offsets) if (offset < bound) expect(newest.get(original.get(offset)!.key!)).toBe(offset);
  }

  test("waits for enough dirt, or for dirt that is too old", () => {
    const world = compacted({ minCleanableDirtyRatio: 0.5 });
    for (const key of ["a", "b", "c", "d", "e"]) put(world, key, "1");
    commit(world);
    expect(cleanIfDue(world.log, world.env)).toBe(true);
    for (const key of ["f", "g", "h"]) put(world, key, "1");
    commit(world);
    expect(cleanIfDue(world.log, world.env)).toBe(false);
    put(world, "i", "1");
    commit(world);
    expect(cleanIfDue(world.log, world.env)).toBe(true);

    const aged = compacted({ minCleanableDirtyRatio: 1, maxCompactionLagMs: 1000, segmentMs: 1e12 });
    for (const key of ["a", "a", "a"]) put(aged, key, "1");
    commit(aged);
    cleanIfDue(aged.log, aged.env);
    for (const key of ["a", "a"]) put(aged, key, "1");
    commit(aged);
    advance(aged, 1000);
    expect(cleanIfDue(aged.log, aged.env)).toBe(false);
    advance(aged, 1);
    expect(cleanIfDue(aged.log, aged.env)).toBe(true);
  });

  test("leaves records younger than min.compaction.lag.ms alone", () => {
    const world = compacted({ minCompactionLagMs: 1000 });
    put(world, "a", "1");
    put(world, "a", "2");
    advance(world, 500);
    put(world, "a", "3");
    put(world, "a", "4");
    commit(world);
    advance(world, 600);
    cleanIfDue(world.log, world.env);
    expect(offsetsIn(world.log)).toEqual([1, 2, 3]);
  });

  test("a delete-only topic is never cleaned", () => {
    const world = compacted({ cleanupPolicy: ["delete"] });
    for (let i = 0; i < 4; i++) put(world, "a", "1");
    commit(world);
    expect(cleanIfDue(world.log, world.env)).toBe(false);
  });

  test("merges small segments, and says what was and what is", () => {
    const heard: [number, number][] = [];
    const world = newWorld(
      { cleanupPolicy: ["compact"], segmentBytes: 330, minCleanableDirtyRatio: 0 },
      {},
      { compacted: (_b, _t, before, after) => heard.push([before.length, after.length]) },
    );
    for (let i = 0; i < 9; i++) put(world, i < 6 ? "a" : `k${i}`, `${i}`);
    commit(world);
    cleanIfDue(world.log, world.env);
    for (let i = 9; i < 17; i++) put(world, "a", `${i}`);
    commit(world);
    cleanIfDue(world.log, world.env);
    expect(heard[0]).toEqual([8, 3]);
    // Nine were rolled.
    expect(world.log.segments.length).toBe(7);
    expect(world.disk.files()).toEqual(world.log.segments.map((segment) => segment.file.name));
    expect(
      world.log.segments.every((segment, i) => i === 0 || segment.baseOffset > world.log.segments[i - 1]!.baseOffset),
    ).toBe(true);
  });

  test("never goes above the high watermark (KAFKA-13194): with another bound a committed value is lost", () => {
    for (const [firstUncleanableOffset, value] of [
      [undefined, "old"],
      [({ logEndOffset }: LogBounds) => logEndOffset, undefined],
    ] as const) {
      const world = compacted({}, firstUncleanableOffset === undefined ? {} : { firstUncleanableOffset });
      put(world, "a", "old");
      commit(world);
      put(world, "a", "new");
      put(world, "b", "1");
      cleanIfDue(world.log, world.env);
      truncateTo(world.log, 1, 5, world.env);
      expect(tableOf(batchesIn(world.log)).get("a")).toBe(value);
    }
  });
});
