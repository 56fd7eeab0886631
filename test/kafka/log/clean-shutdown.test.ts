import { describe, expect, test } from "vitest";
import {
  finishLoading,
  readAndRemoveCleanShutdown,
  writeCleanShutdown,
} from "../../../src/kafka/log/clean-shutdown.ts";
import { newWorld } from "./world.ts";

describe("the clean-shutdown marker", () => {
  test("is gone before loading, so that a crash while loading is unclean", () => {
    for (const [removesCleanMarker, second] of [
      ["at-start", null],
      ["at-end", { brokerEpoch: 41 }],
    ] as const) {
      const world = newWorld({}, { removesCleanMarker });
      writeCleanShutdown(world.disk, 41);
      expect(readAndRemoveCleanShutdown(world.disk, world.env.rules)).toEqual({ brokerEpoch: 41 });
      world.disk.powerLoss(() => 0);
      expect(readAndRemoveCleanShutdown(world.disk, world.env.rules)).toEqual(second);
      finishLoading(world.disk);
      expect(readAndRemoveCleanShutdown(world.disk, world.env.rules)).toBeNull();
    }
  });

  test("is missing after a stop that the disk refused to mark: the next start recovers", () => {
    const { disk, env } = newWorld();
    disk.full = true;
    writeCleanShutdown(disk, 41);
    expect(readAndRemoveCleanShutdown(disk, env.rules)).toBeNull();
  });
});
