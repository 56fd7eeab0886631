import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stamp } from "../../../src/kafka/log/record-batch.ts";
import {
  addSequence,
  isBatchValid,
  lastSequence,
  makeBatch,
  type RecordBatch,
  resequence,
} from "../../../src/kafka/records.ts";
import { batchOf, record } from "./world.ts";

const shapes = fc.record({
  count: fc.integer({ min: 1, max: 20 }),
  timestamp: fc.integer({ min: 0, max: 2 ** 41 }),
  sizeInBytes: fc.integer({ min: 1, max: 5000 }),
  producerId: fc.integer({ min: 0, max: 1000 }),
  producerEpoch: fc.integer({ min: 0, max: 100 }),
  baseSequence: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
});

describe("a record batch", () => {
  test("weighs its records and 61 bytes, after compression", () => {
    expect(batchOf({ count: 10, sizeInBytes: 1000 }).sizeInBytes).toBe(10_061);
    expect(batchOf({ count: 10, sizeInBytes: 1000, compressionRatio: 0.25 }).sizeInBytes).toBe(2561);
    expect(batchOf({ count: 1, sizeInBytes: 3, compressionRatio: 0.5 }).sizeInBytes).toBe(63);
  });

  test("has the largest timestamp of its records", () => {
    const records = [5, 9, 7].map((timestamp, i) => record(i, { timestamp }));
    expect(makeBatch(records, -1, -1, -1, 1).maxTimestamp).toBe(9);
  });

  test("keeps null keys, null values and headers as they are", () => {
    const headers = [
      { key: "schema", value: "2" },
      { key: "schema", value: null },
    ];
    const one = record(0, { key: null, value: null, headers });
    expect(stamp(makeBatch([one], -1, -1, -1, 1), 7, 3, "CreateTime", 0).records[0]).toBe(one);
  });

  test("the leader's stamp leaves the checksum and the records alone", () => {
    fc.assert(
      fc.property(shapes, fc.nat(), fc.nat(), (shape, baseOffset, epoch) => {
        const batch = batchOf(shape);
        const stored = stamp(batch, baseOffset, epoch, "CreateTime", 123);
        expect(stored.records).toBe(batch.records);
        expect(stored.checksum).toBe(batch.checksum);
        expect(isBatchValid(stored)).toBe(true);
        expect({ ...stored, baseOffset: 0, partitionLeaderEpoch: -1 }).toEqual(batch);
      }),
    );
  });

  test("LogAppendTime changes the time and, with it, the checksum", () => {
    const batch = batchOf({ count: 3, timestamp: 50 });
    const stored = stamp(batch, 4, 2, "LogAppendTime", 999);
    expect(stored.maxTimestamp).toBe(999);
    expect(stored.checksum).not.toBe(batch.checksum);
    expect(isBatchValid(stored)).toBe(true);
  });

  test("the checksum covers everything but base offset and leader epoch", () => {
    const batch = batchOf({ count: 2, producerId: 7, baseSequence: 3 });
    const changes: Partial<RecordBatch>[] = [
      { lastOffsetDelta: 2 },
      { producerId: 8 },
      { producerEpoch: 1 },
      { baseSequence: 4 },
      { isTransactional: true },
      { isControl: true },
      { maxTimestamp: 1 },
      { deleteHorizonMs: 5 },
      { sizeInBytes: 1 },
      { records: batch.records.slice(1) },
      { records: [batch.records[1]!, batch.records[0]!] },
      { records: [batch.records[0]!, { ...batch.records[1]!, value: null }] },
    ];
    for (const change of changes) expect(isBatchValid({ ...batch, ...change }), JSON.stringify(change)).toBe(false);
    expect(isBatchValid({ ...batch, baseOffset: 9, partitionLeaderEpoch: 9 })).toBe(true);
  });

  test("sequences are int32 and wrap to 0", () => {
    expect(addSequence(2 ** 31 - 1, 1)).toBe(0);
    expect(lastSequence(batchOf({ count: 3, producerId: 1, baseSequence: 2 ** 31 - 2 }))).toBe(0);
    expect(lastSequence(batchOf({ count: 3 }))).toBe(-1);
  });

  test("a batch may be put into another session", () => {
    const moved = resequence(batchOf({ count: 3, producerId: 1, producerEpoch: 0, baseSequence: 40 }), 1, 1, 0);
    expect([moved.producerEpoch, moved.baseSequence, isBatchValid(moved)]).toEqual([1, 0, true]);
  });
});
