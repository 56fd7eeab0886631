import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  assignToCache,
  cachedEpochAt,
  emptyEpochCache,
  epochEnd,
  type LeaderEpochCache,
  trimCacheEnd,
  trimCacheStart,
} from "../../../src/kafka/log/leader-epoch-cache.ts";
import { assignEpoch, endOffsetForEpoch } from "../../../src/kafka/log/partition-log.ts";
import type { EpochLookup } from "../../../src/kafka/rules/log-rules.ts";
import { kafka4Log } from "../../../src/kafka/rules/log-rules.ts";
import { newWorld, reopen } from "./world.ts";

const cacheOf = (...entries: [number, number][]): LeaderEpochCache => {
  const cache = emptyEpochCache();
  for (const [epoch, start] of entries) assignToCache(cache, epoch, start);
  return cache;
};

describe("the leader-epoch cache", () => {
  test("tells where an epoch ends (L-63)", () => {
    const cache = cacheOf([0, 0], [2, 10], [5, 17]);
    const end = (epoch: number) => epochEnd(cache, epoch, 20, kafka4Log);
    expect(end(0)).toEqual({ epoch: 0, endOffset: 10 });
    expect(end(1)).toEqual({ epoch: 0, endOffset: 10 });
    expect(end(2)).toEqual({ epoch: 2, endOffset: 17 });
    expect(end(4)).toEqual({ epoch: 2, endOffset: 17 });
    expect(end(5)).toEqual({ epoch: 5, endOffset: 20 });
    expect(end(6)).toEqual({ epoch: -1, endOffset: -1 });
    expect(end(-1)).toEqual({ epoch: -1, endOffset: -1 });
    expect(epochEnd(cacheOf([3, 7]), 1, 20, kafka4Log)).toEqual({ epoch: 1, endOffset: 7 });
    expect(epochEnd(emptyEpochCache(), 1, 20, kafka4Log)).toEqual({ epoch: -1, endOffset: -1 });
  });

  test("answered with the offset alone before KIP-279 (R-03)", () => {
    const kip101 = {
      ...kafka4Log,
      epochLookupReply: (found: EpochLookup) => ({ epoch: found.requestedEpoch, endOffset: found.endOffset }),
    };
    expect(epochEnd(cacheOf([0, 0], [2, 1]), 1, 5, kip101)).toEqual({ epoch: 1, endOffset: 1 });
  });

  test("drops what conflicts with a new entry", () => {
    const cache = cacheOf([0, 0], [2, 10], [5, 17]);
    expect(assignToCache(cache, 5, 19)).toBe(false);
    expect(assignToCache(cache, 6, 10)).toBe(true);
    expect(cache).toEqual({ epochs: [0, 6], startOffsets: [0, 10] });
    expect(assignToCache(cache, 3, 12)).toBe(true);
    expect(cache).toEqual({ epochs: [0, 3], startOffsets: [0, 12] });
  });

  test("is what the epochs of the records say, through appends and trims", () => {
    const ops = fc.array(
      fc.oneof(
        fc.record({
          kind: fc.constant("append" as const),
          count: fc.integer({ min: 1, max: 4 }),
          step: fc.integer({ min: 0, max: 2 }),
        }),
        fc.record({ kind: fc.constant("cut" as const), share: fc.constantFrom(0, 0.3, 0.6, 1) }),
        fc.record({ kind: fc.constant("start" as const), share: fc.constantFrom(0, 0.3, 0.6, 1) }),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(ops, (steps) => {
        const cache = emptyEpochCache();
        const epochOf: number[] = [];
        let start = 0;
        let latest = 0;
        for (const step of steps) {
          if (step.kind === "append") {
            latest += step.step;
            assignToCache(cache, latest, epochOf.length);
            for (let i = 0; i < step.count; i++) epochOf.push(latest);
          } else if (step.kind === "cut") {
            epochOf.length = start + Math.floor((epochOf.length - start) * step.share);
            trimCacheEnd(cache, epochOf.length);
            latest = Math.max(latest, epochOf.at(-1) ?? 0);
          } else {
            start += Math.floor((epochOf.length - start) * step.share);
            trimCacheStart(cache, start);
          }
          const kept = epochOf.slice(start);
          const expected = [...new Set(kept)];
          expect(cache.epochs.filter((_, i) => cache.startOffsets[i]! < epochOf.length)).toEqual(expected);
          for (const [i, epoch] of kept.entries()) expect(cachedEpochAt(cache, start + i)).toBe(epoch);
          for (let i = 1; i < cache.epochs.length; i++) {
            expect(cache.epochs[i]!).toBeGreaterThan(cache.epochs[i - 1]!);
            expect(cache.startOffsets[i]!).toBeGreaterThan(cache.startOffsets[i - 1]!);
          }
        }
      }),
    );
  });

  test("is durable at once, and an epoch without records is dropped with a restart", () => {
    const world = newWorld();
    assignEpoch(world.log, 4, 0);
    expect(endOffsetForEpoch(world.log, 4, world.env.rules)).toEqual({ epoch: 4, endOffset: 0 });
    world.disk.powerLoss(() => 0);
    expect(world.disk.readCheckpoint(`${world.log.topicPartition}/leader-epoch-checkpoint`)).toEqual({
      epochs: [4],
      startOffsets: [0],
    });
    reopen(world, false);
    expect(world.log.latestEpoch).toBe(-1);
  });
});
