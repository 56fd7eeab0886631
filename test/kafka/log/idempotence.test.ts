import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { appendAsFollower, appendAsLeader } from "../../../src/kafka/log/append.ts";
import { writeLogStartCheckpoint } from "../../../src/kafka/log/checkpoints.ts";
import { closeLog } from "../../../src/kafka/log/flush.ts";
import { moveLogStart } from "../../../src/kafka/log/log-start.ts";
import { setHighWatermark } from "../../../src/kafka/log/partition-log.ts";
import { expireProducers } from "../../../src/kafka/log/producer-expiry.ts";
import { truncateTo } from "../../../src/kafka/log/truncation.ts";
import { addSequence } from "../../../src/kafka/records.ts";
import { batchesIn, batchOf, finishFlushes, newWorld, reopen, type World } from "./world.ts";

const send = (world: World, baseSequence: number, count = 1, producerEpoch = 0) =>
  appendAsLeader(world.log, batchOf({ producerId: 9, producerEpoch, baseSequence, count }), 0, world.env);

describe("an idempotent producer's batch", () => {
  test("comes again: nothing is appended, the original offsets are told", () => {
    const world = newWorld();
    for (let i = 0; i < 5; i++) send(world, 2 * i, 2);
    for (let i = 0; i < 5; i++) {
      expect(send(world, 2 * i, 2)).toMatchObject({
        errorCode: Errors.NONE,
        baseOffset: 2 * i,
        lastOffset: 2 * i + 1,
        duplicate: true,
      });
    }
    expect(world.log.logEndOffset).toBe(10);
  });

  test("older than the window, or ahead of its turn, is out of order", () => {
    const world = newWorld();
    for (let i = 0; i < 6; i++) send(world, i);
    expect(send(world, 0).errorCode).toBe(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
    expect(send(world, 7).errorCode).toBe(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
    expect(send(world, 5, 2).errorCode).toBe(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
    expect(send(world, 6).errorCode).toBe(Errors.NONE);
  });

  test("of an older epoch is fenced; of a newer one must begin at 0", () => {
    const world = newWorld();
    send(world, 0, 1, 3);
    expect(send(world, 1, 1, 2).errorCode).toBe(Errors.INVALID_PRODUCER_EPOCH);
    expect(send(world, 1, 1, 4).errorCode).toBe(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
    expect(send(world, 0, 1, 4).errorCode).toBe(Errors.NONE);
    expect(send(world, 0, 1, 3).errorCode).toBe(Errors.INVALID_PRODUCER_EPOCH);
  });

  test("of an unknown producer may begin anywhere", () => {
    expect(send(newWorld(), 77).errorCode).toBe(Errors.NONE);
  });

  test("sequences go on at 0 after the largest", () => {
    const world = newWorld();
    send(world, 2 ** 31 - 2, 2);
    expect(send(world, 0).errorCode).toBe(Errors.NONE);
    expect(send(world, 2 ** 31 - 2, 2).duplicate).toBe(true);
  });

  test("a window of 1 forgets what is in flight, a window of 0 everything (P-01)", () => {
    const [one, none] = [newWorld({}, { dedupWindow: 1 }), newWorld({}, { dedupWindow: 0 })];
    for (const world of [one, none]) for (let i = 0; i < 2; i++) send(world, i);
    expect(send(one, 0).errorCode).toBe(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
    expect(send(one, 1).duplicate).toBe(true);
    expect(send(none, 0)).toMatchObject({ errorCode: Errors.NONE, baseOffset: 2, duplicate: false });
  });

  test("any order of sends is judged as by a list of what was appended", () => {
    const sends = fc.array(
      fc.record({
        producerId: fc.integer({ min: 0, max: 1 }),
        back: fc.integer({ min: -1, max: 7 }),
        bump: fc.constantFrom(0, 0, 0, 0, 1, -1),
        count: fc.integer({ min: 1, max: 2 }),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(sends, (steps) => {
        const world = newWorld({ segmentBytes: 700 });
        let end = 0;
        const reference = new Map<
          number,
          { epoch: number; sent: { first: number; count: number; offset: number }[] }
        >();
        for (const step of steps) {
          const known = reference.get(step.producerId);
          const last = known?.sent.at(-1);
          const next = last === undefined ? 0 : last.first + last.count;
          const retry = step.back >= 0 && step.back < 7 ? known?.sent.at(-1 - step.back) : undefined;
          const epoch = (known?.epoch ?? 0) + step.bump;
          const first = step.bump > 0 ? step.back % 2 : (retry?.first ?? next + Math.max(0, step.back - 5));
          const count = retry?.count ?? step.count;
          const result = appendAsLeader(
            world.log,
            batchOf({ producerId: step.producerId, producerEpoch: epoch, baseSequence: Math.max(0, first), count }),
            0,
            world.env,
          );
          const original =
            known?.epoch === epoch
              ? known.sent.slice(-5).find((one) => one.first === first && one.count === count)
              : undefined;
          if (original !== undefined) {
            expect(result).toMatchObject({ duplicate: true, baseOffset: original.offset });
            continue;
          }
          const expected =
            known === undefined
              ? Errors.NONE
              : epoch < known.epoch
                ? Errors.INVALID_PRODUCER_EPOCH
                : epoch > known.epoch
                  ? Math.max(0, first) === 0
                    ? Errors.NONE
                    : Errors.OUT_OF_ORDER_SEQUENCE_NUMBER
                  : first === next
                    ? Errors.NONE
                    : Errors.OUT_OF_ORDER_SEQUENCE_NUMBER;
          expect(result.errorCode).toBe(expected);
          if (expected !== Errors.NONE) continue;
          expect(result.baseOffset).toBe(end);
          end += count;
          const sent = { first: Math.max(0, first), count, offset: result.baseOffset };
          if (known === undefined || known.epoch !== epoch) reference.set(step.producerId, { epoch, sent: [sent] });
          else known.sent.push(sent);
        }
        expect(world.log.logEndOffset).toBe(end);
      }),
      { numRuns: 300 },
    );
  });
});

describe("producer state", () => {
  test("a follower knows what its leader knows, and would answer a retry alike", () => {
    const [leader, follower] = [newWorld(), newWorld()];
    for (let i = 0; i < 7; i++) send(leader, i);
    for (const batch of batchesIn(leader.log)) appendAsFollower(follower.log, batch, 0, follower.env);
    expect(follower.log.producers).toEqual(leader.log.producers);
    expect(send(follower, 4)).toMatchObject({ duplicate: true, baseOffset: 4 });
  });

  test("a follower that does not track it takes a retry for news (P-03)", () => {
    const [leader, follower] = [newWorld(), newWorld({}, { followerTracksProducerState: false })];
    send(leader, 0);
    for (const batch of batchesIn(leader.log)) appendAsFollower(follower.log, batch, 0, follower.env);
    expect(send(follower, 0)).toMatchObject({ errorCode: Errors.NONE, duplicate: false, baseOffset: 1 });
  });

  test("a follower that judges sequences refuses its leader (P-04)", () => {
    const [leader, follower] = [newWorld(), newWorld({}, { validatesSequencesOnReplica: true })];
    for (let i = 0; i < 3; i++) send(leader, i);
    const [first, , third] = batchesIn(leader.log);
    expect(appendAsFollower(follower.log, first!, 0, follower.env)).toBe(Errors.NONE);
    expect(appendAsFollower(follower.log, third!, 0, follower.env)).toBe(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
  });

  test("after a clean restart the window holds one batch (P-07)", () => {
    const world = newWorld();
    for (let i = 0; i < 5; i++) send(world, i);
    closeLog(world.log, world.env);
    reopen(world, true);
    expect(world.log.producers.get(9)?.batches).toHaveLength(1);
    expect(send(world, 4).duplicate).toBe(true);
    expect(send(world, 0).errorCode).toBe(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
  });

  test("after a crash recovery gives back the last batch alone (LogLoader.recoverSegment)", () => {
    const world = newWorld();
    for (let i = 0; i < 8; i++) send(world, i);
    reopen(world, false);
    expect(send(world, 7)).toMatchObject({ duplicate: true, baseOffset: 7 });
    expect(send(world, 6)).toMatchObject({ errorCode: Errors.OUT_OF_ORDER_SEQUENCE_NUMBER });
    expect(send(world, 8)).toMatchObject({ errorCode: Errors.NONE, duplicate: false });
  });

  test("a truncation replays what came since the snapshot; a second one at the same place finds its snapshot", () => {
    const world = newWorld();
    for (let i = 0; i < 6; i++) send(world, i);
    truncateTo(world.log, 5, 1, world.env);
    expect(send(world, 1)).toMatchObject({ duplicate: true, baseOffset: 1 });
    send(world, 5);
    truncateTo(world.log, 5, 1, world.env);
    expect(send(world, 4)).toMatchObject({ duplicate: true, baseOffset: 4 });
    expect(send(world, 3)).toMatchObject({ errorCode: Errors.OUT_OF_ORDER_SEQUENCE_NUMBER });
  });

  test("a restart forgets the snapshot of the stop before it: a cut below the newest one finds the whole window", () => {
    const world = newWorld();
    const add = (baseSequence: number) =>
      appendAsLeader(world.log, batchOf({ producerId: 1, baseSequence }), 0, world.env);
    add(0);
    add(1);
    for (let stop = 0; stop < 2; stop++) {
      closeLog(world.log, world.env);
      reopen(world, true);
      if (stop === 0) add(2);
    }
    expect(world.log.snapshots.map(({ offset }) => offset)).toEqual([3]);
    truncateTo(world.log, 2, 1, world.env);
    expect(world.log.producers.get(1)!.batches.map(({ baseSequence }) => baseSequence)).toEqual([0, 1]);
  });

  test("outlives its records in memory, but not in a snapshot at or below the log start", () => {
    const world = newWorld({ segmentBytes: 200 });
    send(world, 0);
    for (let i = 0; i < 3; i++) appendAsLeader(world.log, batchOf(), 0, world.env);
    setHighWatermark(world.log, 4);
    moveLogStart(world.log, 3, "delete-records", world.env);
    expect(send(world, 0).duplicate).toBe(true);
    writeLogStartCheckpoint(world.disk, [world.log]);
    truncateTo(world.log, 3, 1, world.env);
    expect(world.log.producers.size).toBe(0);
  });

  test("keeps no more snapshots than a truncation or a recovery can need", () => {
    const world = newWorld({ segmentBytes: 200 });
    for (let i = 0; i < 30; i++) {
      send(world, i);
      setHighWatermark(world.log, world.log.logEndOffset);
      finishFlushes(world);
    }
    expect(world.log.snapshots.map((snapshot) => snapshot.offset)).toEqual([28, 29]);
  });

  test("an idle producer is forgotten by the time of its records", () => {
    const world = newWorld();
    send(world, 0);
    world.clock.wallMs += 99;
    expect(expireProducers(world.log, world.env, 100)).toBe(0);
    world.clock.wallMs += 1;
    expect(expireProducers(world.log, world.env, 100)).toBe(1);
    expect(send(world, addSequence(0, 500)).errorCode).toBe(Errors.NONE);
  });
});
