import { describe, expect, test } from "vitest";
import { appendAsLeader } from "../../../src/kafka/log/append.ts";
import { checkpointedRecoveryPoint, writeRecoveryPointCheckpoint } from "../../../src/kafka/log/checkpoints.ts";
import { flushIfDue } from "../../../src/kafka/log/flush.ts";
import { truncateTo } from "../../../src/kafka/log/truncation.ts";
import { advance, batchOf, finishFlushes, newWorld, tp } from "./world.ts";

describe("flushing", () => {
  test("every n messages", () => {
    const world = newWorld({ flushMessages: 3 });
    for (let i = 0; i < 4; i++) appendAsLeader(world.log, batchOf(), 0, world.env);
    expect(world.log.recoveryPoint).toBe(3);
  });

  test("every t", () => {
    const world = newWorld({ flushMs: 1000 });
    appendAsLeader(world.log, batchOf(), 0, world.env);
    advance(world, 999);
    expect(flushIfDue(world.log, world.env)).toBe(false);
    advance(world, 1);
    expect(flushIfDue(world.log, world.env)).toBe(true);
    expect(world.log.recoveryPoint).toBe(1);
  });

  test("of a rolled segment raises the recovery point when it is done, in whatever order", () => {
    const world = newWorld({ segmentBytes: 200 });
    for (let i = 0; i < 3; i++) appendAsLeader(world.log, batchOf(), 0, world.env);
    const [first, second] = world.disk.pendingFlushes.splice(0);
    world.disk.pendingFlushes.push(second!);
    finishFlushes(world);
    expect(world.log.recoveryPoint).toBe(0);
    world.disk.pendingFlushes.push(first!);
    finishFlushes(world);
    expect(world.log.recoveryPoint).toBe(2);
  });

  test("of what was truncated meanwhile counts for nothing", () => {
    const world = newWorld({ segmentBytes: 400 });
    for (let i = 0; i < 3; i++) appendAsLeader(world.log, batchOf(), 0, world.env);
    truncateTo(world.log, 1, 1, world.env);
    appendAsLeader(world.log, batchOf(), 2, world.env);
    finishFlushes(world);
    expect(world.log.recoveryPoint).toBe(1);
  });

  test("does not count what the operating system wrote back on its own", () => {
    const world = newWorld();
    appendAsLeader(world.log, batchOf(), 0, world.env);
    world.disk.open(`${tp}/0.log`).flush();
    writeRecoveryPointCheckpoint(world.disk, [world.log]);
    expect(checkpointedRecoveryPoint(world.disk, tp)).toBe(0);
  });
});
