import { describe, expect, test } from "vitest";
import { appendAsLeader } from "../../../src/kafka/log/append.ts";
import {
  writeHighWatermarkCheckpoint,
  writeLogStartCheckpoint,
  writeRecoveryPointCheckpoint,
} from "../../../src/kafka/log/checkpoints.ts";
import { deleteLog } from "../../../src/kafka/log/delete-log.ts";
import { listLogs } from "../../../src/kafka/log/log-files.ts";
import { moveLogStart } from "../../../src/kafka/log/log-start.ts";
import { openLog } from "../../../src/kafka/log/open-log.ts";
import { setHighWatermark } from "../../../src/kafka/log/partition-log.ts";
import { batchOf, newWorld, plainTopic, reopen, tp } from "./world.ts";

describe("a disk", () => {
  test("lists its logs; a deleted one leaves no trace for a later one of that name", () => {
    const world = newWorld({ segmentBytes: 200 });
    const other = openLog(world.disk, 0, 7, plainTopic, world.env, false);
    for (let i = 0; i < 5; i++) appendAsLeader(world.log, batchOf({ producerId: 1, baseSequence: i }), 3, world.env);
    setHighWatermark(world.log, 5);
    moveLogStart(world.log, 4, "delete-records", world.env);
    for (const write of [writeHighWatermarkCheckpoint, writeRecoveryPointCheckpoint, writeLogStartCheckpoint])
      write(world.disk, [world.log, other]);
    expect(listLogs(world.disk)).toEqual([7, tp]);
    deleteLog(world.log, world.disk, world.env);
    expect(listLogs(world.disk)).toEqual([7]);
    const log = reopen(world, true);
    expect(log).toMatchObject({ logStartOffset: 0, highWatermark: 0, logEndOffset: 0, latestEpoch: -1, snapshots: [] });
  });
});
