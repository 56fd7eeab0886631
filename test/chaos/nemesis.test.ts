import { describe, expect, it } from "vitest";
import { type Cluster, cluster, nodes, type Plan, send } from "./cluster.ts";

/** Whether a message from one node reaches the other now. */
function reaches(c: Cluster, from: number, to: number, channel = 0): boolean {
  const text = `probe at ${c.sim.now}`;
  send(c, from, to, text, channel);
  c.runTo(c.sim.now / 1000 + 20);
  return c.diary.lines.includes(`${to} message ${text} from ${from}`);
}

const log = (c: Cluster, node: number, disk = 0) => c.sim.disksOf(node)[disk]!.open<string>("log");

describe("process faults", () => {
  it("process-crash: down, and up again after its time", () => {
    const c = cluster([{ kind: "process-crash", node: "b2", downMs: 300 }]);
    c.runTo(1000);
    expect(c.story()).toEqual(["100 fault 0 started", "100 2 down process-crash", "400 2 up 1", "400 fault 0 ended"]);
  });

  it("client-crash, and crashes of the controller", () => {
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

  it("power-loss: several at one moment, each keeping what was flushed", () => {
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

  it("power-loss with a torn tail keeps a part of the rest, under its own id", () => {
    const kept = (id: number) => {
      const c = cluster([{ kind: "power-loss", id, nodes: ["b1"], downMs: 200, tail: "torn" }]);
      for (let i = 0; i < 1000; i++) log(c, 1).append("x", 1);
      c.runTo(1000);
      return log(c, 1).entries.length;
    };
    expect(new Set([1, 2, 3, 4].map(kept)).size).toBe(4);
    expect(kept(3)).toBe(kept(3));
  });

  it("rack-outage: by power, or cut off from everybody else", () => {
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

  it("pause and client-pause: inputs wait", () => {
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
  it("controlled-shutdown: the broker is asked, exits, and is started again", () => {
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

  it("controlled-shutdown: a broker that does not end is killed after 30 s", () => {
    const c = cluster([{ kind: "controlled-shutdown", node: "b1", downMs: 200 }], { stubborn: true });
    c.runTo(60_000);
    expect(c.story(/down process|up/)).toEqual(["30100 1 down process-crash", "30300 1 up 1"]);
  });

  it("controlled-shutdown: of a dead broker is nothing", () => {
    const c = cluster([
      { kind: "process-crash", node: "b1", downMs: 500, trigger: { at: 50 } },
      { kind: "controlled-shutdown", node: "b1", downMs: 900 },
    ]);
    c.runTo(5000);
    expect(c.story(/down|up/)).toEqual(["50 1 down process-crash", "550 1 up 1"]);
    expect(c.story(/fault 1/)).toEqual(["100 fault 1 started", "100 fault 1 ended"]);
  });

  it("rolling-restart: brokers by id, the next one a gap after the last start", () => {
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

  it("rolling-restart: goes on past a broker that is dead", () => {
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

describe("disk faults", () => {
  it("disk-wipe: the broker dies and finds one disk, or all, empty", () => {
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

  it("disk-wipe: never of the controller", () => {
    const c = cluster([{ kind: "disk-wipe", node: "controller", disk: -1, downMs: 100 }]);
    log(c, 0).append("x", 1);
    c.runTo(1000);
    expect(log(c, 0).entries.length).toBe(1);
    expect(c.story()).toEqual([]);
  });

  it("disk-fail and disk-full: writes are refused for a time", () => {
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

  it("disk-fail: a broker that halted for it is started when it is repaired", () => {
    const c = cluster([{ kind: "disk-fail", node: "b1", disk: 0, durationMs: 500 }]);
    c.sim.at(200_000, 1, () => c.contexts.get(1)!.exit("no directory left"));
    c.runTo(1000);
    expect(c.story(/down|up/)).toEqual(["200 1 down exit", "600 1 up 1"]);
  });

  it("disk-slow: the slowest of several counts", () => {
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

describe("link faults", () => {
  it("cut: between two groups, both ways or one way", () => {
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

  it("isolate: from everybody", () => {
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

  it("slow-link: one way, added up", () => {
    const slow: Plan = { kind: "slow-link", from: "b1", to: "b2", extraMs: 50, durationMs: 1000 };
    const c = cluster([slow, slow]);
    c.runTo(150);
    send(c, 1, 2, "slow");
    c.runTo(400);
    expect(c.diary.timeOf("2 message slow from 1")).toBeGreaterThan(250_000);
    c.runTo(1200);
    expect(reaches(c, 1, 2)).toBe(true);
  });

  it("reset: both ends are told", () => {
    const c = cluster([{ kind: "reset", from: "b1", to: "b2" }]);
    send(c, 2, 1, "hello");
    c.runTo(200);
    expect(c.story(/disconnect/).map((line) => line.slice(4)).sort()).toEqual(["1 disconnect from 2", "2 disconnect to 1"]);
  });

  it("session-loss: the heartbeat channel to the controller only", () => {
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
  it("clock-jump: the wall clock only", () => {
    const c = cluster([{ kind: "clock-jump", node: "b1", jumpMs: -5000 }]);
    const [one, two] = [c.contexts.get(1)!, c.contexts.get(2)!];
    c.runTo(200);
    expect([one.nowMs() - two.nowMs(), one.wallClockMs() - two.wallClockMs()]).toEqual([0, -5000]);
  });

  it("clock-drift: for a time, the latest of several", () => {
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

  it("admin: hands the action over, with the fault's id", () => {
    const action = { do: "elect-preferred" } as const;
    const c = cluster([{ kind: "admin", action, id: 9 }]);
    c.runTo(200);
    expect(c.admin).toEqual([{ action, fault: 9 }]);
    expect(c.story()).toEqual(["100 fault 0 started", "100 fault 0 ended"]);
  });
});

describe("faults together", () => {
  it("leave a node down until the last restart", () => {
    const c = cluster([
      { kind: "process-crash", node: "b1", downMs: 500 },
      { kind: "power-loss", nodes: ["b1"], downMs: 100, tail: "none", trigger: { at: 200 } },
      { kind: "process-crash", node: "b1", downMs: 900, trigger: { at: 300 } },
    ]);
    log(c, 1).append("x", 1);
    c.runTo(5000);
    expect(c.story(/1 (up|down|torn)/)).toEqual(["100 1 down process-crash", "200 1 torn 0:log 0/1", "1200 1 up 1"]);
  });

  it("count cuts and pauses", () => {
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

  it("do nothing where they name nobody", () => {
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
