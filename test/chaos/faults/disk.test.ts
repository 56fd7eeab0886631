import { describe, expect, test } from "vitest";
import { cluster, log } from "../cluster.ts";

describe("disk faults", () => {
  test("disk-wipe: the broker dies and finds one disk, or all, empty", () => {
    const run = (disk: number) => {
      const c = cluster([{ kind: "disk-wipe", node: "b1", disk, downMs: 100 }]);
      for (const each of [0, 1]) log(c, 1, each).append("x", 1);
      c.runTo(1000);
      expect(c.story(/down|up/)).toEqual(["100 1 down process-crash", "200 1 up 1"]);
      return [0, 1].map((each) => log(c, 1, each).entries.length);
    };
    expect(run(1)).toEqual([1, 0]);
    expect(run(-1)).toEqual([0, 0]);
  });

  test("disk-wipe: never of the controller", () => {
    const c = cluster([{ kind: "disk-wipe", node: "controller", disk: -1, downMs: 100 }]);
    log(c, 0).append("x", 1);
    c.runTo(1000);
    expect(log(c, 0).entries.length).toBe(1);
    expect(c.story()).toEqual([]);
  });

  test("disk-fail and disk-full: writes are refused for a time", () => {
    const c = cluster([
      { kind: "disk-fail", node: "b1", disk: 0, durationMs: 100 },
      { kind: "disk-full", node: "b2", disk: -1, durationMs: 100 },
    ]);
    c.runTo(150);
    expect([log(c, 1).append("x", 1), log(c, 1, 1).append("x", 1), c.sim.disksOf(1)[0]!.healthy]).toEqual([
      false,
      true,
      false,
    ]);
    expect([log(c, 2).append("x", 1), log(c, 2, 1).append("x", 1), c.sim.disksOf(2)[0]!.healthy]).toEqual([
      false,
      false,
      true,
    ]);
    c.runTo(250);
    expect([log(c, 1), log(c, 2), log(c, 2, 1)].map((file) => file.append("x", 1))).toEqual([true, true, true]);
  });

  test("disk-fail: a broker that halted for it is started when it is repaired", () => {
    const c = cluster([{ kind: "disk-fail", node: "b1", disk: 0, durationMs: 500 }]);
    c.sim.at(200_000, 1, () => c.contexts.get(1)!.exit("no directory left"));
    c.runTo(1000);
    expect(c.story(/down|up/)).toEqual(["200 1 down exit", "600 1 up 1"]);
  });

  test("disk-slow: the slowest of several counts", () => {
    const c = cluster([
      { kind: "disk-slow", node: "b1", disk: 0, factor: 10, durationMs: 1000 },
      { kind: "disk-slow", node: "b1", disk: 0, factor: 50, durationMs: 100 },
    ]);
    const slowness = () => c.sim.disksOf(1)[0]!.slowness;
    c.runTo(150);
    expect(slowness()).toBe(50);
    c.runTo(300);
    expect(slowness()).toBe(10);
    c.runTo(1200);
    expect(slowness()).toBe(1);
  });
});
