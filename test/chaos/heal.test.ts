import { describe, expect, test } from "vitest";
import { cluster, nodes, type Plan, send } from "./cluster.ts";

const long = 1_000_000;

/** One fault of every lasting kind, all still lasting when everything is healed. */
const everything: readonly Plan[] = [
  { kind: "process-crash", node: "b1", downMs: long },
  { kind: "power-loss", nodes: ["b2", "controller"], downMs: long, tail: "torn" },
  { kind: "rack-outage", rack: "a", power: false, downMs: long },
  { kind: "pause", node: "b3", durationMs: long },
  { kind: "disk-full", node: "b3", disk: -1, durationMs: long },
  { kind: "disk-slow", node: "b1", disk: 0, factor: 100, durationMs: long },
  { kind: "cut", from: ["producer-0"], to: ["b1", "b2", "b3"], oneWay: true, durationMs: long },
  { kind: "isolate", node: "consumer-0", durationMs: long },
  { kind: "slow-link", from: "b1", to: "b2", extraMs: 5000, durationMs: long },
  { kind: "clock-drift", node: "b2", driftPpm: 900, durationMs: long },
  { kind: "session-loss", node: "b2", durationMs: long },
  { kind: "client-crash", node: "producer-0", downMs: long },
  { kind: "process-crash", node: "b2", downMs: 10, trigger: { at: 5000 } },
];

describe("heal", () => {
  test("ends everything and lets nothing begin any more", () => {
    const c = cluster(everything);
    c.runTo(1000);
    c.nemesis.healAll(null);
    expect(nodes.map((node) => c.sim.statusOf(node))).toEqual(nodes.map(() => "up"));
    const started = c.diary.lines.filter((line) => /fault \d+ started/.test(line)).length;
    expect(started).toBe(everything.length - 1);
    expect(c.diary.lines.filter((line) => /fault \d+ ended/.test(line))).toHaveLength(started);
    for (const disk of [...c.sim.disksOf(1), ...c.sim.disksOf(3)]) {
      expect([disk.slowness, disk.accepts, disk.healthy]).toEqual([1, true, true]);
    }
    for (const from of nodes) for (const to of nodes) if (from !== to) send(c, from, to, `from ${from}`);
    c.runTo(1020);
    for (const to of nodes) expect(c.diary.of(to).filter((line) => /message from/.test(line))).toHaveLength(5);
    const downs = c.story(/down/).length;
    c.runTo(2 * long);
    expect(c.story(/down/).length).toBe(downs);
    expect(c.story(/fault 12/)).toEqual([]);
  });

  test("starts brokers anew that go without a directory", () => {
    const c = cluster([
      { kind: "disk-fail", node: "b1", disk: 0, durationMs: 100 },
      { kind: "disk-fail", node: "b2", disk: 0, durationMs: 100 },
      { kind: "process-crash", node: "b2", downMs: 100, trigger: { at: 300 } },
      { kind: "disk-fail", node: "b3", disk: 0, durationMs: long },
    ]);
    c.runTo(1000);
    c.nemesis.healAll(null);
    expect([1, 2, 3].map((node) => c.sim.incarnationOf(node))).toEqual([1, 1, 1]);
    expect(c.story(/1 (down|up)/)).toEqual(["1000 1 down process-crash", "1000 1 up 1"]);
  });

  test("leaves those dead for good that are down outside the core, until told otherwise", () => {
    const c = cluster([
      { kind: "process-crash", node: "b1", downMs: 500 },
      { kind: "process-crash", node: "b2", downMs: 500 },
    ]);
    c.runTo(200);
    c.nemesis.healAll([0, 1]);
    c.runTo(10_000);
    expect([1, 2, 3].map((node) => c.sim.statusOf(node))).toEqual(["up", "down", "up"]);
    c.nemesis.healAll(null);
    expect(c.sim.statusOf(2)).toBe("up");
    c.runTo(20_000);
    expect(c.story(/2 up/)).toEqual(["10000 2 up 1"]);
  });

  test("breaks off restarts that are under way", () => {
    const c = cluster([{ kind: "rolling-restart", downMs: 1000, gapMs: 100 }], { stubborn: true });
    c.runTo(500);
    c.nemesis.healAll(null);
    expect(c.story(/\d (down|up) /)).toEqual(["500 1 down process-crash", "500 1 up 1"]);
    c.runTo(100_000);
    expect(c.story(/\d (down|up) /)).toHaveLength(2);
    const gone = cluster([{ kind: "rolling-restart", downMs: 1000, gapMs: 100 }]);
    gone.runTo(500);
    gone.nemesis.healAll(null);
    gone.runTo(100_000);
    expect(gone.story(/\d (down|up) /)).toEqual(["100 1 down exit", "500 1 up 1"]);
  });
});
