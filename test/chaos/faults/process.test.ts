import { describe, expect, test } from "vitest";
import { cluster, log, reaches } from "../cluster.ts";

describe("process faults", () => {
  test("process-crash: down, and up again after its time", () => {
    const c = cluster([{ kind: "process-crash", node: "b2", downMs: 300 }]);
    c.runTo(1000);
    expect(c.story()).toEqual(["100 fault 0 started", "100 2 down process-crash", "400 2 up 1", "400 fault 0 ended"]);
  });

  test("client-crash, and crashes of the controller", () => {
    const c = cluster([
      { kind: "client-crash", node: "producer-0", downMs: 50 },
      { kind: "process-crash", node: "controller", downMs: 100 },
    ]);
    c.runTo(1000);
    expect(c.story(/down|up/).sort()).toEqual([
      "100 0 down process-crash",
      "100 1000 down process-crash",
      "150 1000 up 1",
      "200 0 up 1",
    ]);
  });

  test("power-loss: several at one moment, each keeping what was flushed", () => {
    const c = cluster([{ kind: "power-loss", nodes: ["b1", "b2"], downMs: 200, tail: "none" }]);
    for (const node of [1, 2, 3]) log(c, node).append("x", 1);
    log(c, 1).flush();
    c.runTo(1000);
    expect(c.story(/down|up|torn/)).toEqual([
      "100 1 down power-loss",
      "100 2 down power-loss",
      "100 2 torn 0:log 0/1",
      "300 1 up 1",
      "300 2 up 1",
    ]);
    expect([1, 2, 3].map((node) => log(c, node).entries.length)).toEqual([1, 0, 1]);
  });

  test("power-loss with a torn tail keeps a part of the rest, under its own id", () => {
    const kept = (id: number) => {
      const c = cluster([{ kind: "power-loss", id, nodes: ["b1"], downMs: 200, tail: "torn" }]);
      for (let i = 0; i < 1000; i++) log(c, 1).append("x", 1);
      c.runTo(1000);
      return log(c, 1).entries.length;
    };
    expect(new Set([1, 2, 3, 4].map(kept)).size).toBe(4);
    expect(kept(3)).toBe(kept(3));
  });

  test("rack-outage: by power, or cut off from everybody else", () => {
    const dark = cluster([{ kind: "rack-outage", rack: "a", power: true, downMs: 200 }]);
    dark.runTo(1000);
    expect(dark.story(/down|up/)).toEqual([
      "100 3 down power-loss",
      "100 1 down power-loss",
      "300 3 up 1",
      "300 1 up 1",
    ]);
    const split = cluster([{ kind: "rack-outage", rack: "a", power: false, downMs: 300 }]);
    split.runTo(150);
    expect([reaches(split, 1, 3), reaches(split, 1, 2), reaches(split, 1000, 3), reaches(split, 1000, 2)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    split.runTo(500);
    expect(reaches(split, 1, 2)).toBe(true);
  });

  test("pause and client-pause: inputs wait", () => {
    const c = cluster([
      { kind: "pause", node: "b1", durationMs: 300 },
      { kind: "client-pause", node: "consumer-0", durationMs: 100 },
    ]);
    c.runTo(150);
    expect(reaches(c, 2, 1)).toBe(false);
    c.runTo(1000);
    expect(c.story(/paused|resumed|probe/)).toEqual([
      expect.stringMatching(/^100 (1|2000) paused$/),
      expect.stringMatching(/^100 (1|2000) paused$/),
      "200 2000 resumed",
      "400 1 resumed",
      "400 1 message probe at 150000 from 2",
    ]);
  });
});

describe("orderly restarts", () => {
  test("controlled-shutdown: the broker is asked, exits, and is started again", () => {
    const c = cluster([{ kind: "controlled-shutdown", node: "b1", downMs: 200 }]);
    c.runTo(1000);
    expect(c.story()).toEqual([
      "100 fault 0 started",
      "100 1 message shut down from -1",
      "100 1 down exit",
      "300 1 up 1",
      "300 fault 0 ended",
    ]);
  });

  test("controlled-shutdown: a broker that does not end is killed after 30 s", () => {
    const c = cluster([{ kind: "controlled-shutdown", node: "b1", downMs: 200 }], { stubborn: true });
    c.runTo(60_000);
    expect(c.story(/down process|up/)).toEqual(["30100 1 down process-crash", "30300 1 up 1"]);
  });

  test("controlled-shutdown: of a dead broker is nothing", () => {
    const c = cluster([
      { kind: "process-crash", node: "b1", downMs: 500, trigger: { at: 50 } },
      { kind: "controlled-shutdown", node: "b1", downMs: 900 },
    ]);
    c.runTo(5000);
    expect(c.story(/down|up/)).toEqual(["50 1 down process-crash", "550 1 up 1"]);
    expect(c.story(/fault 1/)).toEqual(["100 fault 1 started", "100 fault 1 ended"]);
  });

  test("rolling-restart: brokers by id, the next one a gap after the last start", () => {
    const c = cluster([{ kind: "rolling-restart", downMs: 100, gapMs: 50 }]);
    c.runTo(5000);
    expect(c.story(/down exit|up|fault/)).toEqual([
      "100 fault 0 started",
      "100 1 down exit",
      "200 1 up 1",
      "250 2 down exit",
      "350 2 up 1",
      "400 3 down exit",
      "500 3 up 1",
      "550 fault 0 ended",
    ]);
  });

  test("rolling-restart: goes on past a broker that is dead", () => {
    const c = cluster([
      { kind: "rolling-restart", downMs: 100, gapMs: 50 },
      { kind: "process-crash", node: "b2", downMs: 2000 },
    ]);
    c.runTo(5000);
    expect(c.story(/exit|ended/)).toEqual([
      "100 1 down exit",
      "300 3 down exit",
      "450 fault 0 ended",
      "2100 fault 1 ended",
    ]);
  });
});
