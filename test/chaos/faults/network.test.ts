import { describe, expect, test } from "vitest";
import { cluster, nodes, type Plan, reaches, send } from "../cluster.ts";

describe("link faults", () => {
  test("cut: between two groups, both ways or one way", () => {
    const both = cluster([{ kind: "cut", from: ["b1"], to: ["b2", "b3"], oneWay: false, durationMs: 500 }]);
    both.runTo(150);
    expect([reaches(both, 1, 2), reaches(both, 3, 1), reaches(both, 2, 3)]).toEqual([false, false, true]);
    both.runTo(700);
    expect([reaches(both, 1, 2), reaches(both, 3, 1)]).toEqual([true, true]);
    const one = cluster([{ kind: "cut", from: ["b1"], to: ["b2"], oneWay: true, durationMs: 500 }]);
    expect([reaches(one, 1, 2), reaches(one, 2, 1)]).toEqual([true, true]);
    one.runTo(150);
    expect([reaches(one, 1, 2), reaches(one, 2, 1)]).toEqual([false, true]);
  });

  test("isolate: from everybody", () => {
    const c = cluster([{ kind: "isolate", node: "b1", durationMs: 1000 }]);
    c.runTo(150);
    expect(nodes.filter((node) => node !== 1).map((node) => reaches(c, node, 1))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(reaches(c, 2, 0)).toBe(true);
  });

  test("slow-link: one way, added up", () => {
    const slow: Plan = { kind: "slow-link", from: "b1", to: "b2", extraMs: 50, durationMs: 1000 };
    const c = cluster([slow, slow]);
    c.runTo(150);
    send(c, 1, 2, "slow");
    c.runTo(400);
    expect(c.diary.timeOf("2 message slow from 1")).toBeGreaterThan(250_000);
    c.runTo(1200);
    expect(reaches(c, 1, 2)).toBe(true);
  });

  test("reset: both ends are told", () => {
    const c = cluster([{ kind: "reset", from: "b1", to: "b2" }]);
    send(c, 2, 1, "hello");
    c.runTo(200);
    expect(
      c
        .story(/disconnect/)
        .map((line) => line.slice(4))
        .sort(),
    ).toEqual(["1 disconnect from 2", "2 disconnect to 1"]);
  });

  test("session-loss: the heartbeat channel to the controller only", () => {
    const c = cluster([{ kind: "session-loss", node: "b1", durationMs: 1000 }]);
    c.runTo(150);
    expect([reaches(c, 1, 0), reaches(c, 1, 0, 1), reaches(c, 1, 2), reaches(c, 2, 0)]).toEqual([
      false,
      true,
      true,
      true,
    ]);
    c.runTo(1200);
    expect(reaches(c, 1, 0)).toBe(true);
  });
});

describe("clock faults and admin actions", () => {
  test("clock-jump: the wall clock only", () => {
    const c = cluster([{ kind: "clock-jump", node: "b1", jumpMs: -5000 }]);
    const [one, two] = [c.contexts.get(1)!, c.contexts.get(2)!];
    c.runTo(200);
    expect([one.nowMs() - two.nowMs(), one.wallClockMs() - two.wallClockMs()]).toEqual([0, -5000]);
  });

  test("clock-drift: for a time, the latest of several", () => {
    const c = cluster([
      { kind: "clock-drift", node: "b1", driftPpm: 100_000, durationMs: 1000 },
      { kind: "clock-drift", node: "b1", driftPpm: -100_000, durationMs: 200, trigger: { at: 300 } },
    ]);
    const ahead = () => c.contexts.get(1)!.nowMs() - c.contexts.get(2)!.nowMs();
    c.runTo(300);
    expect(ahead()).toBe(20);
    c.runTo(500);
    expect(ahead()).toBe(0);
    c.runTo(1100);
    expect(ahead()).toBe(60);
    c.runTo(2000);
    expect(ahead()).toBe(60);
  });

  test("admin: hands the action over, with the fault's id", () => {
    const action = { do: "elect-preferred" } as const;
    const c = cluster([
      { kind: "admin", action, id: 9 },
      { kind: "admin", action, id: 10, via: "controller", trigger: { at: 150 } },
    ]);
    c.runTo(200);
    expect(c.admin).toEqual([{ action, fault: 9 }]);
    expect(c.asked).toEqual([{ action, fault: 10 }]);
    expect(c.story()).toEqual(["100 fault 0 started", "100 fault 0 ended", "150 fault 1 started", "150 fault 1 ended"]);
  });
});
