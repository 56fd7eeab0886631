import { Errors } from "../../../../src/kafka/errors.ts";
import { appendAsFollower, appendAsLeader } from "../../../../src/kafka/log/append.ts";
import {
  finishLoading,
  readAndRemoveCleanShutdown,
  writeCleanShutdown,
} from "../../../../src/kafka/log/clean-shutdown.ts";
import { cleanIfDue } from "../../../../src/kafka/log/compaction.ts";
import { setHighWatermark } from "../../../../src/kafka/log/partition-log.ts";
import { truncateTo } from "../../../../src/kafka/log/truncation.ts";
import type { Rules } from "../../../../src/kafka/rules/rules.ts";
import { batchesIn, batchOf, newWorld, type World } from "../../log/world.ts";
import type { Behaviours } from "./behaviour.ts";

export const logBehaviours: Behaviours = {
  "clean-marker-removed-late": { show: secondStart, before: "clean", after: "unclean" },
  "compaction-beyond-high-watermark": { show: committedValue, before: [], after: ["old"] },
  "batch-of-larger-epoch-appended": {
    show: ({ log }) => {
      const world = newWorld({}, log);
      return appendAsFollower(world.log, { ...batchOf(), baseOffset: 0, partitionLeaderEpoch: 4 }, 3, world.env);
    },
    before: Errors.NONE,
    after: Errors.UNKNOWN_LEADER_EPOCH,
  },
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
