import { describe, expect, test } from "vitest";
import { appendAsFollower, appendAsLeader } from "../../../src/kafka/log/append.ts";
import {
  checkpointedRecoveryPoint,
  writeLogStartCheckpoint,
  writeRecoveryPointCheckpoint,
} from "../../../src/kafka/log/checkpoints.ts";
import { flushLog } from "../../../src/kafka/log/flush.ts";
import { moveLogStart } from "../../../src/kafka/log/log-start.ts";
import { assignEpoch, setHighWatermark } from "../../../src/kafka/log/partition-log.ts";
import { deleteOldSegments } from "../../../src/kafka/log/retention.ts";
import { truncateFullyAndStartAt, truncateTo } from "../../../src/kafka/log/truncation.ts";
import type { RecordBatch } from "../../../src/kafka/records.ts";
import { batchOf, finishFlushes, newWorld, offsetsIn, reopen, tp, type World } from "./world.ts";

describe("recovery", () => {
  const threeSegments = (): World => {
    const world = newWorld({ segmentBytes: 400 });
    for (let i = 0; i < 7; i++) appendAsLeader(world.log, batchOf(), i < 4 ? 0 : 1, world.env);
    return world;
  };

  test("truncates at the first corrupt batch and deletes later segments", () => {
    const world = threeSegments();
    world.disk.damage(`${tp}/2.log`, 1, (batch) => ({ ...(batch as RecordBatch), checksum: 0 }));
    const log = reopen(world, false);
    expect(offsetsIn(log)).toEqual([0, 1, 2]);
    expect(world.disk.files()).toEqual([`${tp}/0.log`, `${tp}/2.log`]);
    expect(log.epochCache).toEqual({ epochs: [0], startOffsets: [0] });
    expect(log.recoveredSegments).toBe(2);
  });

  test("reads nothing below the recovery point, and nothing after a clean stop", () => {
    for (const clean of [false, true]) {
      const world = threeSegments();
      finishFlushes(world);
      writeRecoveryPointCheckpoint(world.disk, [world.log]);
      expect(checkpointedRecoveryPoint(world.disk, tp)).toBe(6);
      world.disk.damage(`${tp}/2.log`, 1, (batch) => ({ ...(batch as RecordBatch), checksum: 0 }));
      const log = reopen(world, clean);
      expect(log.logEndOffset).toBe(7);
      expect(log.recoveredSegments).toBe(clean ? 0 : 1);
    }
  });

  test("recovery time: the segments to read grow with what was not flushed", () => {
    const world = newWorld({ segmentBytes: 200 });
    for (let i = 0; i < 25; i++) appendAsLeader(world.log, batchOf(), 0, world.env);
    expect(reopen(world, false).recoveredSegments).toBe(25);
    flushLog(world.log, world.env);
    writeRecoveryPointCheckpoint(world.disk, [world.log]);
    expect(reopen(world, false).recoveredSegments).toBe(1);
  });

  test("a later segment that survived a torn one is deleted", () => {
    const world = threeSegments();
    world.disk.powerLoss((file, _flushed, total) => (file.endsWith("/2.log") ? 1 : total));
    expect(offsetsIn(reopen(world, false))).toEqual([0, 1, 2]);
  });

  test("a flush of a new segment makes the deletion of older ones last", () => {
    for (const flushes of [true, false]) {
      const world = threeSegments();
      finishFlushes(world);
      setHighWatermark(world.log, 7);
      moveLogStart(world.log, 7, "delete-records", world.env);
      deleteOldSegments(world.log, world.env);
      truncateFullyAndStartAt(world.log, 20, 0, world.env);
      appendAsFollower(world.log, { ...batchOf(), baseOffset: 20, partitionLeaderEpoch: 0 }, 0, world.env);
      if (flushes) flushLog(world.log, world.env);
      world.disk.powerLoss((_file, _flushed, total) => total);
      const offsets = offsetsIn(reopen(world, false));
      expect([offsets.at(-1), offsets[0] === 20]).toEqual([20, flushes]);
    }
  });

  test("a gap between segments is no tear: a follower's segment begins at the batch that opened it (UnifiedLog.maybeRoll)", () => {
    const world = newWorld({ segmentBytes: 200 });
    for (const baseOffset of [0, 5])
      appendAsFollower(world.log, { ...batchOf(), baseOffset, partitionLeaderEpoch: 0 }, 0, world.env);
    expect(world.disk.files()).toEqual([`${tp}/0.log`, `${tp}/5.log`]);
    world.disk.powerLoss((_file, _flushed, total) => total);
    expect(offsetsIn(reopen(world, false))).toEqual([0, 5]);
  });

  test("epochs that the log start cut from the cache do not come back with it", () => {
    const world = threeSegments();
    setHighWatermark(world.log, 7);
    moveLogStart(world.log, 5, "delete-records", world.env);
    const log = reopen(world, false);
    expect(log.logStartOffset).toBe(0);
    expect(log.epochCache).toEqual({ epochs: [1], startOffsets: [5] });
  });

  test("a power loss right after a truncation brings epochs back, of which loading cuts those beyond the log end", () => {
    const reopened = (trimsEpochsInBackground: boolean, appends: number): readonly number[] => {
      const world = newWorld({}, { trimsEpochsInBackground });
      for (let i = 0; i < 4; i++) appendAsLeader(world.log, batchOf(), 0, world.env);
      assignEpoch(world.log, 3, 4);
      appendAsLeader(world.log, batchOf(), 3, world.env);
      truncateTo(world.log, 4, 3, world.env);
      for (let i = 0; i < appends; i++) appendAsLeader(world.log, batchOf(), 0, world.env);
      world.disk.powerLoss((_file, _flushed, total) => total);
      return reopen(world, false).epochCache.epochs;
    };
    expect(reopened(true, 0)).toEqual([0]);
    expect(reopened(true, 2)).toEqual([0, 3]);
    expect(reopened(false, 2)).toEqual([0]);
  });

  test("what is left wholly below the log start goes", () => {
    const world = threeSegments();
    setHighWatermark(world.log, 7);
    moveLogStart(world.log, 5, "delete-records", world.env);
    writeLogStartCheckpoint(world.disk, [world.log]);
    world.disk.powerLoss(() => 0);
    const log = reopen(world, false);
    expect(log).toMatchObject({ logStartOffset: 5, highWatermark: 5, logEndOffset: 5, latestEpoch: -1 });
    expect(appendAsLeader(log, batchOf(), 4, world.env).baseOffset).toBe(5);
  });

  test("a new log is told as clean, a recovered one as unclean", () => {
    const heard: boolean[] = [];
    const world = newWorld({}, {}, { logOpened: (_broker, _tp, _start, _end, _mark, unclean) => heard.push(unclean) });
    reopen(world, false);
    reopen(world, true);
    expect(heard).toEqual([false, true, false]);
  });
});
