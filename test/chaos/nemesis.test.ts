import { describe, expect, test } from "vitest";
import { cluster, log, type Plan, reaches } from "./cluster.ts";

describe("faults together", () => {
  test("leave a node down until the last restart", () => {
    const c = cluster([
      { kind: "process-crash", node: "b1", downMs: 500 },
      { kind: "power-loss", nodes: ["b1"], downMs: 100, tail: "none", trigger: { at: 200 } },
      { kind: "process-crash", node: "b1", downMs: 900, trigger: { at: 300 } },
    ]);
    log(c, 1).append("x", 1);
    c.runTo(5000);
    expect(c.story(/1 (up|down|torn)/)).toEqual([
      "100 1 down process-crash",
      "200 1 down power-loss",
      "200 1 torn 0:log 0/1",
      "1200 1 up 1",
    ]);
  });

  test("count cuts and pauses", () => {
    const cutFor = (durationMs: number): Plan => ({ kind: "cut", from: ["b1"], to: ["b2"], oneWay: false, durationMs });
    const c = cluster([
      cutFor(200),
      cutFor(600),
      { kind: "pause", node: "b3", durationMs: 300 },
      { kind: "pause", node: "b3", durationMs: 100 },
    ]);
    c.runTo(350);
    expect(reaches(c, 1, 2)).toBe(false);
    c.runTo(800);
    expect(reaches(c, 1, 2)).toBe(true);
    expect(c.story(/paused|resumed/)).toEqual(["100 3 paused", "400 3 resumed"]);
  });

  test("do nothing where they name nobody", () => {
    const c = cluster([
      { kind: "process-crash", node: "b9", downMs: 10 },
      { kind: "process-crash", node: "nonsense", downMs: 10 },
      { kind: "power-loss", nodes: ["b7", "producer-4"], downMs: 10, tail: "torn" },
      { kind: "rack-outage", rack: "z", power: true, downMs: 10 },
      { kind: "disk-fail", node: "b1", disk: 7, durationMs: 10 },
      { kind: "disk-slow", node: "producer-0", disk: -1, factor: 3, durationMs: 10 },
      { kind: "cut", from: ["b1"], to: ["b8"], oneWay: true, durationMs: 10 },
      { kind: "reset", from: "b1", to: "b1" },
      { kind: "controlled-shutdown", node: "producer-0", downMs: 10 },
      { kind: "session-loss", node: "controller", durationMs: 10 },
    ]);
    c.runTo(1000);
    expect(c.story()).toEqual([]);
  });
});
