import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { partitionHash } from "../../src/client/producer/murmur2.ts";
import { emptyDraft, type RecordDraft } from "../../src/client/record-source.ts";
import type { ProducerPlan } from "../../src/workload/plan.ts";
import { producerWorkload } from "../../src/workload/producer-workload.ts";

const plan: ProducerPlan = {
  settings: {},
  topic: "orders",
  records: 200,
  everyMs: 10,
  burst: 3,
  keys: 4,
  valueBytes: [10, 40],
  tombstoneEvery: 5,
  timestampSkewMs: [-50, 20],
  startMs: 100,
};

const all = (changes: Partial<ProducerPlan> = {}, seed = 1, producer = 0): RecordDraft[] => {
  const source = producerWorkload({ ...plan, ...changes }, seed, producer);
  return Array.from({ length: source.records }, (_, i) => {
    const draft = emptyDraft();
    source.fill(i, draft);
    return draft;
  });
};

describe("the records of a plan", () => {
  test("are the same for the same seed and producer, others otherwise", () => {
    expect(all()).toEqual(all());
    expect(all({}, 2).map(({ key }) => key)).not.toEqual(all().map(({ key }) => key));
    expect(all({}, 1, 1).map(({ key }) => key)).not.toEqual(all().map(({ key }) => key));
  });

  test("of several topics are spread over them, each record in one, otherwise the same", () => {
    const { topic: _, ...others } = plan;
    const source = producerWorkload({ ...others, topics: ["orders", "payments", "refunds"] }, 1, 0);
    const records = Array.from({ length: source.records }, (_, i) => {
      const draft = emptyDraft();
      source.fill(i, draft);
      return draft;
    });
    expect(source.topics).toEqual(["orders", "payments", "refunds"]);
    expect(new Set(records.map((record) => record.topic))).toEqual(new Set([0, 1, 2]));
    expect(records.map((record) => ({ ...record, topic: 0 }))).toEqual(all());
  });

  test("do not depend on how many there are, or when", () => {
    expect(all({ records: 50, everyMs: 1, burst: 1 })).toEqual(all().slice(0, 50));
  });

  test("have ids that no other producer's records have", () => {
    expect(all({}, 1, 3).map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, i) => 3 * 2 ** 24 + i));
  });

  test("lie in the plan's ranges and use all of them", () => {
    const records = all({ records: 2000 });
    expect(new Set(records.map(({ key }) => key))).toEqual(new Set(["key-0", "key-1", "key-2", "key-3"]));
    for (const { key, keyHash, partition, timestampSkewMs } of records) {
      expect(keyHash).toBe(partitionHash(key!));
      expect(partition).toBe(-1);
      expect(timestampSkewMs).toBeGreaterThanOrEqual(-50);
      expect(timestampSkewMs).toBeLessThanOrEqual(20);
    }
    const tombstones = records.filter(({ value }) => value === null).length / records.length;
    expect(tombstones).toBeGreaterThan(0.15);
    expect(tombstones).toBeLessThan(0.25);
    expect(records.some(({ headers }) => headers.length > 0)).toBe(true);
    const sizes = records
      .filter(({ value, headers }) => value !== null && headers.length === 0)
      .map(({ sizeInBytes }) => sizeInBytes);
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([7 + 5 + 10, 7 + 5 + 40]);
  });

  test("may be keyless, or name their partition, one for each key", () => {
    expect(new Set(all({ keys: 0 }).map(({ key, keyHash }) => `${key} ${keyHash}`))).toEqual(new Set(["null -1"]));
    const explicit = all({ partitioning: "explicit" });
    const byKey = new Map(explicit.map(({ key, partition }) => [key, partition]));
    for (const { key, partition } of explicit) expect(partition).toBe(byKey.get(key));
    expect(all({ keys: 0, partitioning: "explicit" }).every(({ partition }) => partition >= 0)).toBe(true);
  });
});

describe("the times of a plan", () => {
  test("bursts at every interval from the start on", () => {
    const source = producerWorkload(plan, 1, 0);
    expect([0, 1, 2, 3, 6].map((i) => source.sendTimeMs(i))).toEqual([100, 100, 100, 110, 120]);
  });

  test("the first index after a moment is the first whose time lies after it", () => {
    const shapes = fc.record({
      startMs: fc.nat(300),
      everyMs: fc.nat(20),
      burst: fc.integer({ min: 1, max: 5 }),
      records: fc.nat(60),
      elapsedMs: fc.integer({ min: -100, max: 800 }),
    });
    fc.assert(
      fc.property(shapes, ({ elapsedMs, ...changes }) => {
        const source = producerWorkload({ ...plan, ...changes }, 1, 0);
        let expected = 0;
        while (expected < source.records && source.sendTimeMs(expected) <= elapsedMs) expected++;
        expect(source.firstIndexAfter(elapsedMs)).toBe(expected);
      }),
    );
  });
});
