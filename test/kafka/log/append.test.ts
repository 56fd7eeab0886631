import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { appendAsFollower, appendAsLeader, isOfNewerEpoch } from "../../../src/kafka/log/append.ts";
import { stamp } from "../../../src/kafka/log/record-batch.ts";
import type { RecordBatch } from "../../../src/kafka/records.ts";
import { batchesIn, batchOf, newWorld, offsetsIn } from "./world.ts";

const stored = (batch: RecordBatch, baseOffset: number, epoch: number): RecordBatch =>
  stamp(batch, baseOffset, epoch, "CreateTime", 0);

describe("a leader's append", () => {
  test("gives consecutive offsets and its epoch, and tells of them", () => {
    const heard: string[] = [];
    const world = newWorld(
      {},
      {},
      { appended: (_b, _t, batch, asLeader, epoch) => heard.push(`${batch.baseOffset} ${asLeader} ${epoch}`) },
    );
    expect(appendAsLeader(world.log, batchOf({ count: 3 }), 5, world.env)).toEqual({
      errorCode: Errors.NONE,
      baseOffset: 0,
      lastOffset: 2,
      logAppendTimeMs: -1,
      duplicate: false,
    });
    expect(appendAsLeader(world.log, batchOf({ count: 2 }), 6, world.env).baseOffset).toBe(3);
    expect(world.log.logEndOffset).toBe(5);
    expect(world.log.latestEpoch).toBe(6);
    expect(batchesIn(world.log).map((batch) => batch.partitionLeaderEpoch)).toEqual([5, 6]);
    expect(heard).toEqual(["0 true 5", "3 true 6"]);
  });

  const refusals: [string, Parameters<typeof newWorld>[0], RecordBatch, number][] = [
    ["larger than max.message.bytes", { maxMessageBytes: 160 }, batchOf(), Errors.MESSAGE_TOO_LARGE],
    ["larger than a segment", { segmentBytes: 160 }, batchOf(), Errors.RECORD_LIST_TOO_LARGE],
    ["corrupt", {}, { ...batchOf(), checksum: 1 }, Errors.CORRUPT_MESSAGE],
    ["with a base offset", {}, { ...batchOf(), baseOffset: 1 }, Errors.INVALID_RECORD],
    ["without records", {}, batchOf({ count: 0 }), Errors.INVALID_RECORD],
    [
      "without a key, in a compacted topic",
      { cleanupPolicy: ["compact"] },
      batchOf({ keys: ["a", null] }),
      Errors.INVALID_RECORD,
    ],
    ["more than an hour ahead", {}, batchOf({ timestamp: 1_000_000_000_000 + 3_600_001 }), Errors.INVALID_TIMESTAMP],
    [
      "older than the limit",
      { messageTimestampBeforeMaxMs: 1000 },
      batchOf({ timestamp: 1_000_000_000_000 - 1001 }),
      Errors.INVALID_TIMESTAMP,
    ],
  ];

  test.each(refusals)("refuses a batch %s", (_what, config, batch, errorCode) => {
    const world = newWorld(config);
    expect(appendAsLeader(world.log, batch, 0, world.env)).toEqual({
      errorCode,
      baseOffset: -1,
      lastOffset: -1,
      logAppendTimeMs: -1,
      duplicate: false,
    });
    expect([world.log.logEndOffset, batchesIn(world.log).length, world.log.latestEpoch]).toEqual([0, 0, -1]);
  });

  test("refuses a control batch and one that says LogAppendTime", () => {
    const world = newWorld();
    const control = stamp({ ...batchOf(), isControl: true }, 0, -1, "LogAppendTime", 5);
    expect(appendAsLeader(world.log, control, 0, world.env).errorCode).toBe(Errors.INVALID_RECORD);
    const timed = stamp(batchOf(), 0, -1, "LogAppendTime", 5);
    expect(appendAsLeader(world.log, timed, 0, world.env).errorCode).toBe(Errors.INVALID_TIMESTAMP);
  });

  test("timestamps within the limits pass", () => {
    const world = newWorld({ messageTimestampBeforeMaxMs: 1000 });
    for (const timestamp of [1_000_000_000_000 - 1000, 1_000_000_000_000 + 3_600_000]) {
      expect(appendAsLeader(world.log, batchOf({ timestamp }), 0, world.env).errorCode).toBe(Errors.NONE);
    }
  });

  test("size limits: a batch between the defaults of 2.4 and 2.5 passes the newer one only, by its compressed size", () => {
    const between = batchOf({ sizeInBytes: 1_010_000 });
    const compressed = batchOf({ sizeInBytes: 2_000_000, compressionRatio: 0.4 });
    const [older, newer] = [newWorld({ maxMessageBytes: 1_000_012 }), newWorld({ maxMessageBytes: 1_048_588 })];
    expect(appendAsLeader(older.log, between, 0, older.env).errorCode).toBe(Errors.MESSAGE_TOO_LARGE);
    expect(appendAsLeader(newer.log, between, 0, newer.env).errorCode).toBe(Errors.NONE);
    expect(appendAsLeader(older.log, compressed, 0, older.env).errorCode).toBe(Errors.NONE);
  });

  test("LogAppendTime is the leader's clock, whatever the producer said", () => {
    const world = newWorld({ messageTimestampType: "LogAppendTime" });
    world.clock.wallMs = 777;
    const result = appendAsLeader(world.log, batchOf({ timestamp: 5e15 }), 0, world.env);
    expect([result.errorCode, result.logAppendTimeMs]).toEqual([Errors.NONE, 777]);
    expect(batchesIn(world.log)[0]).toMatchObject({ maxTimestamp: 777, timestampType: "LogAppendTime" });
  });

  test("a disk that refuses a write ends appends until it is replaced", () => {
    const world = newWorld();
    world.disk.full = true;
    expect(appendAsLeader(world.log, batchOf(), 0, world.env).errorCode).toBe(Errors.KAFKA_STORAGE_ERROR);
    world.disk.full = false;
    expect(world.log.storageFailed).toBe(true);
    expect(appendAsLeader(world.log, batchOf(), 0, world.env).errorCode).toBe(Errors.KAFKA_STORAGE_ERROR);
    expect(appendAsFollower(world.log, stored(batchOf(), 0, 0), 0, world.env)).toBe(Errors.KAFKA_STORAGE_ERROR);
    expect(world.log.logEndOffset).toBe(0);
  });
});

describe("a follower's append", () => {
  test("stores the leader's very batch, gaps of compaction included", () => {
    const world = newWorld();
    const batch = stored(batchOf({ count: 2 }), 10, 3);
    expect(appendAsFollower(world.log, stored(batchOf({ count: 2 }), 0, 3), 3, world.env)).toBe(Errors.NONE);
    expect(appendAsFollower(world.log, batch, 3, world.env)).toBe(Errors.NONE);
    expect(batchesIn(world.log)[1]).toBe(batch);
    expect([world.log.logEndOffset, world.log.latestEpoch]).toEqual([12, 3]);
  });

  test("refuses what starts below its end or is corrupt", () => {
    const world = newWorld();
    appendAsFollower(world.log, stored(batchOf({ count: 5 }), 0, 3), 3, world.env);
    expect(appendAsFollower(world.log, stored(batchOf(), 4, 3), 3, world.env)).toBe(Errors.OFFSET_OUT_OF_RANGE);
    expect(appendAsFollower(world.log, { ...stored(batchOf(), 5, 3), checksum: 0 }, 3, world.env)).toBe(
      Errors.CORRUPT_MESSAGE,
    );
    expect(world.log.logEndOffset).toBe(5);
  });

  test("takes batches of any size", () => {
    const world = newWorld({ maxMessageBytes: 10, segmentBytes: 100 });
    expect(appendAsFollower(world.log, stored(batchOf(), 0, 0), 0, world.env)).toBe(Errors.NONE);
  });

  test("leaves what is of a newer epoch for a later fetch, since KAFKA-18723", () => {
    const newer = stored(batchOf(), 0, 4);
    expect(isOfNewerEpoch(newer, 3, newWorld().env)).toBe(true);
    expect(isOfNewerEpoch(newer, 4, newWorld().env)).toBe(false);
    expect(isOfNewerEpoch(newer, 3, newWorld({}, { followerChecksBatchEpoch: false }).env)).toBe(false);
  });

  test("an empty log restarts at a batch that spans its end", () => {
    const world = newWorld();
    world.log.logStartOffset = 5;
    world.log.logEndOffset = 5;
    expect(appendAsFollower(world.log, stored(batchOf({ count: 3 }), 1, 2), 2, world.env)).toBe(
      Errors.OFFSET_OUT_OF_RANGE,
    );
    expect(appendAsFollower(world.log, stored(batchOf({ count: 4 }), 3, 2), 2, world.env)).toBe(Errors.NONE);
    expect([world.log.logStartOffset, world.log.logEndOffset]).toEqual([3, 7]);
  });
});

describe("a replica", () => {
  test("is the leader's log, batch by batch", () => {
    const appends = fc.array(
      fc.record({ count: fc.integer({ min: 1, max: 4 }), epochStep: fc.integer({ min: 0, max: 1 }) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(appends, fc.integer({ min: 200, max: 2000 }), (steps, segmentBytes) => {
        const [leader, follower] = [newWorld({ segmentBytes }), newWorld({ segmentBytes })];
        let epoch = 0;
        for (const step of steps) {
          epoch += step.epochStep;
          appendAsLeader(leader.log, batchOf({ count: step.count, sizeInBytes: 20 }), epoch, leader.env);
        }
        for (const batch of batchesIn(leader.log))
          expect(appendAsFollower(follower.log, batch, epoch, follower.env)).toBe(Errors.NONE);
        expect(batchesIn(follower.log)).toEqual(batchesIn(leader.log));
        expect(follower.log.epochCache).toEqual(leader.log.epochCache);
        expect(follower.log.segments.map((one) => one.baseOffset)).toEqual(
          leader.log.segments.map((one) => one.baseOffset),
        );
        expect(offsetsIn(follower.log)).toEqual(Array.from({ length: leader.log.logEndOffset }, (_, i) => i));
      }),
    );
  });
});
