import { appendAsFollower, appendAsLeader, isOfNewerEpoch } from "../../../../src/kafka/log/append.ts";
import {
  finishLoading,
  readAndRemoveCleanShutdown,
  writeCleanShutdown,
} from "../../../../src/kafka/log/clean-shutdown.ts";
import { cleanIfDue } from "../../../../src/kafka/log/compaction.ts";
import { assignEpoch, setHighWatermark } from "../../../../src/kafka/log/partition-log.ts";
import { truncateTo } from "../../../../src/kafka/log/truncation.ts";
import type { Rules } from "../../../../src/kafka/rules/rules.ts";
import { batchesIn, batchOf, newWorld, reopen, type World } from "../../log/world.ts";
import type { Behaviours } from "./behaviour.ts";

export const logBehaviours: Behaviours = {
  "clean-marker-removed-late": { show: secondStart, before: "clean", after: "unclean" },
  "compaction-beyond-high-watermark": { show: committedValue, before: [], after: ["old"] },
  "batch-of-larger-epoch-appended": {
    show: ({ log }) => isOfNewerEpoch({ ...batchOf(), partitionLeaderEpoch: 4 }, 3, newWorld({}, log).env),
    before: false,
    after: true,
  },
  "epochs-trimmed-at-once": { show: epochsAfterPowerLoss, before: [0], after: [0, 3] },
  "last-cleaned-batch-not-kept": { show: (rules) => cleanedOffsets(rules, 2), before: [0, 2], after: [0, 1, 2] },
  "last-cleaned-batch-kept": { show: (rules) => cleanedOffsets(rules, 3), before: [0, 1, 2], after: [0, 2] },
};

/** Power is lost while a broker that was stopped in order loads its logs. */
function secondStart({ log }: Rules): string {
  const { disk, env } = newWorld({}, log);
  writeCleanShutdown(disk, 41);
  readAndRemoveCleanShutdown(disk, env.rules);
  disk.powerLoss(() => 0);
  const isClean = readAndRemoveCleanShutdown(disk, env.rules) !== null;
  finishLoading(disk);
  return isClean ? "clean" : "unclean";
}

/** Power is lost right after a truncation and two appends of the older epoch. */
function epochsAfterPowerLoss({ log }: Rules): readonly number[] {
  const world = newWorld({}, log);
  for (let i = 0; i < 4; i++) put(world, "a", "1");
  assignEpoch(world.log, 3, 4);
  truncateTo(world.log, 4, 3, world.env);
  for (let i = 0; i < 2; i++) put(world, "a", "2");
  world.disk.powerLoss((_file, _flushed, total) => total);
  return reopen(world, false).epochCache.epochs;
}

/** The record at 1 has no key: what compaction leaves of three segments. */
function cleanedOffsets({ log }: Rules, highWatermark: number): readonly number[] {
  const world = newWorld({ cleanupPolicy: ["compact"], segmentBytes: 161, minCleanableDirtyRatio: 0 }, log);
  put(world, "a", "1");
  appendAsFollower(world.log, { ...batchOf({ keys: [null] }), baseOffset: 1, partitionLeaderEpoch: 0 }, 0, world.env);
  put(world, "b", "1");
  setHighWatermark(world.log, highWatermark);
  cleanIfDue(world.log, world.env);
  return batchesIn(world.log).map(({ baseOffset }) => baseOffset);
}

/** A value is committed, a newer one of its key is not, and goes with the next leader: what is left of the key. */
function committedValue({ log }: Rules): readonly unknown[] {
  const world = newWorld({ cleanupPolicy: ["compact"], segmentBytes: 161, minCleanableDirtyRatio: 0 }, log);
  put(world, "a", "old");
  setHighWatermark(world.log, world.log.logEndOffset);
  put(world, "a", "new");
  put(world, "b", "1");
  cleanIfDue(world.log, world.env);
  truncateTo(world.log, 1, 5, world.env);
  return batchesIn(world.log).flatMap(({ records }) => records.map(({ value }) => value));
}

function put(world: World, key: string, value: string): void {
  appendAsLeader(world.log, batchOf({ keys: [key], values: [value], timestamp: world.clock.wallMs }), 0, world.env);
}
