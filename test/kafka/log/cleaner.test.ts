import { describe, expect, test } from "vitest";
import type { TopicConfig } from "../../../src/kafka/config/resolve-topic.ts";
import { appendAsFollower, appendAsLeader } from "../../../src/kafka/log/append.ts";
import { cleanIfDue } from "../../../src/kafka/log/compaction.ts";
import { setHighWatermark } from "../../../src/kafka/log/partition-log.ts";
import { stamp } from "../../../src/kafka/log/record-batch.ts";
import { sealed } from "../../../src/kafka/records.ts";
import { advance, batchesIn, batchOf, dayMs, newWorld, offsetsIn, record, reopen, type World } from "./world.ts";

/** Each batch of one record fills a segment. */
const compacted = (config: Partial<TopicConfig> = {}): World =>
  newWorld({ cleanupPolicy: ["compact"], segmentBytes: 161, minCleanableDirtyRatio: 0, ...config });

function put(world: World, key: string, value: string | null): void {
  appendAsLeader(world.log, batchOf({ keys: [key], values: [value], timestamp: world.clock.wallMs }), 0, world.env);
}

const commit = (world: World): void => setHighWatermark(world.log, world.log.logEndOffset);

describe("a tombstone", () => {
  function deleted(config: Partial<TopicConfig> = {}): World {
    const world = compacted(config);
    put(world, "a", "1");
    put(world, "a", null);
    put(world, "b", "1");
    commit(world);
    cleanIfDue(world.log, world.env);
    return world;
  }
  const cleanAgain = (world: World): void => {
    put(world, "c", "1");
    commit(world);
    cleanIfDue(world.log, world.env);
  };

  test("stays until its horizon: delete.retention.ms after the first cleaning that saw it", () => {
    const world = deleted();
    expect(batchesIn(world.log)[0]).toMatchObject({ baseOffset: 1, deleteHorizonMs: world.clock.wallMs + dayMs });
    advance(world, dayMs - 1);
    cleanAgain(world);
    expect(offsetsIn(world.log)).toContain(1);
    advance(world, 1);
    cleanAgain(world);
    expect(offsetsIn(world.log)).not.toContain(1);
  });

  test("outlives the cleaning that sets its horizon, also with delete.retention.ms=0", () => {
    const world = deleted({ deleteRetentionMs: 0 });
    expect(offsetsIn(world.log)).toContain(1);
    cleanAgain(world);
    expect(offsetsIn(world.log)).not.toContain(1);
  });

  test("keeps its horizon on a follower and over a restart", () => {
    const world = deleted();
    const [first] = batchesIn(world.log);
    const follower = newWorld();
    expect(appendAsFollower(follower.log, first!, 0, follower.env)).toBe(0);
    reopen(world, false);
    expect(batchesIn(world.log)[0]?.deleteHorizonMs).toBe(first?.deleteHorizonMs);
  });
});

describe("the largest time of a cleaned batch", () => {
  const cleanedTime = (messageTimestampType: "CreateTime" | "LogAppendTime"): number => {
    const world = compacted({ messageTimestampType });
    const batch = batchOf({ keys: ["a", "b"], timestamp: 1000 });
    appendAsLeader(world.log, { ...batch, maxTimestamp: 1000 }, 0, world.env);
    world.clock.wallMs += 5;
    for (const key of ["b", "c"]) put(world, key, "2");
    commit(world);
    const before = batchesIn(world.log)[0]!.maxTimestamp;
    cleanIfDue(world.log, world.env);
    const [after] = batchesIn(world.log);
    expect(after!.records).toHaveLength(1);
    return after!.maxTimestamp - before;
  };

  test("is as it was: that of the batch with LogAppendTime, of the records that stay with CreateTime", () => {
    expect(cleanedTime("LogAppendTime")).toBe(0);
    expect(cleanedTime("CreateTime")).toBe(0);
  });
});

describe("what is no record of a key", () => {
  test("the batch that ends at the high watermark stays, emptied, so that the log keeps its end (KAFKA-20452)", () => {
    const kept = (highWatermark: number): readonly (readonly number[])[] => {
      const world = compacted();
      put(world, "a", "1");
      appendAsFollower(world.log, stamp(batchOf({ keys: [null] }), 1, 0, "CreateTime", 0), 0, world.env);
      put(world, "b", "1");
      setHighWatermark(world.log, highWatermark);
      cleanIfDue(world.log, world.env);
      return batchesIn(world.log).map((batch) => [batch.baseOffset, batch.records.length]);
    };
    expect(kept(2)).toEqual([
      [0, 1],
      [1, 0],
      [2, 1],
    ]);
    expect(kept(3)).toEqual([
      [0, 1],
      [2, 1],
    ]);
  });

  test("the last batch of a producer stays, emptied, so that its sequence is known (KAFKA-8335)", () => {
    const world = compacted();
    for (let i = 0; i < 3; i++) {
      appendAsLeader(world.log, batchOf({ keys: ["a"], producerId: 5, baseSequence: i }), 0, world.env);
    }
    for (let i = 0; i < 2; i++) put(world, "a", `${i}`);
    commit(world);
    cleanIfDue(world.log, world.env);
    expect(batchesIn(world.log).map((batch) => [batch.baseOffset, batch.records.length])).toEqual([
      [2, 0],
      [3, 1],
      [4, 1],
    ]);
    reopen(world, false);
    expect(
      appendAsLeader(world.log, batchOf({ keys: ["a"], producerId: 5, baseSequence: 2 }), 0, world.env),
    ).toMatchObject({ duplicate: true, baseOffset: 2 });
    expect(
      appendAsLeader(world.log, batchOf({ keys: ["a"], producerId: 5, baseSequence: 3 }), 0, world.env).errorCode,
    ).toBe(0);
  });

  test("a control record is matched by no key (KAFKA-14055), and goes after its horizon", () => {
    const world = compacted();
    const marker = sealed({
      ...stamp(batchOf({ keys: ["a"] }), 0, 0, "CreateTime", 0),
      isControl: true,
      records: [record(0, { key: "a", value: "commit" })],
    });
    appendAsFollower(world.log, marker, 0, world.env);
    put(world, "a", "1");
    put(world, "b", "1");
    commit(world);
    cleanIfDue(world.log, world.env);
    expect(offsetsIn(world.log)).toContain(0);
    advance(world, 2 * dayMs);
    put(world, "c", "1");
    commit(world);
    cleanIfDue(world.log, world.env);
    expect(offsetsIn(world.log)).not.toContain(0);
  });
});
