/** A log that is not as it must be is noticed by the next thing that is done to it. */
import { expect, test } from "vitest";
import { InvariantBroken } from "../../../src/core/invariant.ts";
import { appendAsLeader } from "../../../src/kafka/log/append.ts";
import { writeHighWatermarkCheckpoint } from "../../../src/kafka/log/checkpoints.ts";
import { moveLogStart } from "../../../src/kafka/log/log-start.ts";
import { setFirstUndecidedOffset, setHighWatermark } from "../../../src/kafka/log/partition-log.ts";
import { rollSegment } from "../../../src/kafka/log/roll.ts";
import { truncateTo } from "../../../src/kafka/log/truncation.ts";
import { batchOf, newWorld, type World } from "./world.ts";

function filled(): World {
  const world = newWorld();
  for (let i = 0; i < 4; i++) appendAsLeader(world.log, batchOf(), 0, world.env);
  return world;
}

test.each<[string, (world: World) => void, (world: World) => unknown]>([
  [
    "a high watermark beyond the end",
    ({ log }) => {
      log.highWatermark = 9;
    },
    ({ log, env }) => appendAsLeader(log, batchOf(), 0, env),
  ],
  [
    "a recovery point beyond the end",
    ({ log }) => {
      log.recoveryPoint = 9;
    },
    ({ log, env }) => rollSegment(log, log.logEndOffset, env),
  ],
  [
    "an end below the active segment",
    ({ log }) => {
      log.logEndOffset = -1;
    },
    ({ log, env }) => rollSegment(log, log.logEndOffset, env),
  ],
  [
    "a log start above the high watermark",
    ({ log }) => {
      log.logStartOffset = 3;
    },
    ({ log, env }) => truncateTo(log, 2, 1, env),
  ],
  [
    "a clean part beyond the end",
    ({ log }) => {
      log.firstDirtyOffset = 9;
      log.highWatermark = 4;
      log.lastStableOffset = 4;
    },
    ({ log, env }) => moveLogStart(log, 2, "delete-records", env),
  ],
  [
    "an offset to checkpoint that is not in the log",
    ({ log }) => {
      log.highWatermark = 9;
    },
    ({ disk, log }) => writeHighWatermarkCheckpoint(disk, [log]),
  ],
])("%s", (_what, spoil, act) => {
  const world = filled();
  expect(() => act(filled())).not.toThrow();
  spoil(world);
  expect(() => act(world)).toThrow(InvariantBroken);
});

test("the last stable offset is the high watermark, unless a transaction before it is open", () => {
  const { log } = filled();
  setHighWatermark(log, 3);
  expect(log.lastStableOffset).toBe(3);
  setFirstUndecidedOffset(log, 1);
  expect(log.lastStableOffset).toBe(1);
  setHighWatermark(log, 4);
  expect(log.lastStableOffset).toBe(1);
  setFirstUndecidedOffset(log, 4);
  expect(log.lastStableOffset).toBe(4);
  setFirstUndecidedOffset(log, -1);
  expect(log.lastStableOffset).toBe(4);
  expect(() => setFirstUndecidedOffset(log, 9)).toThrow(InvariantBroken);
});
