import { describe, expect, test } from "vitest";
import { allCards, cardOf, type Fault, namesIn, withNames } from "../../src/chaos/fault.ts";
import { profileNames, profiles } from "../../src/chaos/fault-kinds.ts";

describe("kinds of faults", () => {
  test("stand once each in the table, and in some profile", () => {
    const kinds = allCards.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(profiles.all.kinds).toEqual(kinds);
    for (const name of profileNames) expect(profiles[name].kinds.length).toBeGreaterThan(0);
  });

  test("have one order in each profile, on which draws depend", () => {
    expect(profiles["power-loss"].kinds).toEqual(["power-loss", "process-crash", "rack-outage"]);
    expect(profiles["disk-loss"].kinds).toEqual(["disk-wipe", "disk-fail", "disk-full", "process-crash"]);
    expect(profiles.network.kinds).toEqual(["cut", "isolate", "slow-link", "reset", "session-loss"]);
    expect(profiles["pause-clock"].kinds).toEqual(["pause", "clock-jump", "clock-drift", "disk-slow"]);
    expect(profiles["rolling-restart"].kinds).toEqual(["rolling-restart", "controlled-shutdown"]);
    expect(profiles.clients.kinds).toEqual(["client-crash", "client-pause"]);
  });
});

describe("the nodes of a fault", () => {
  const head = { id: 1, trigger: { at: 0 } };
  const cut: Fault = { ...head, kind: "cut", from: ["b1"], to: ["b2", "b3"], oneWay: true, durationMs: 5 };
  const crash: Fault = { ...head, kind: "process-crash", node: "b1", downMs: 5 };

  test("are read by field, and replaced by field", () => {
    expect(namesIn(cut)).toEqual({ from: ["b1"], to: ["b2", "b3"] });
    expect(namesIn(crash)).toEqual({ node: ["b1"] });
    expect(withNames(cut, { to: ["b1"] })).toEqual({ ...cut, to: ["b1"] });
    expect(withNames(crash, { node: ["b3"] })).toEqual({ ...crash, node: "b3" });
    expect(namesIn({ ...head, kind: "rolling-restart", downMs: 1, gapMs: 1 })).toEqual({});
  });

  test("become fewer when a fault is made simpler", () => {
    expect(cardOf("cut").simpler?.(cut)).toEqual([
      { ...cut, to: ["b2"] },
      { ...cut, to: ["b3"] },
    ]);
    const power: Fault = { ...head, kind: "power-loss", nodes: ["b1", "b2"], downMs: 5, tail: "torn" };
    expect(cardOf("power-loss").simpler?.(power)).toEqual([
      { ...power, nodes: ["b1"] },
      { ...power, nodes: ["b2"] },
    ]);
    expect(cardOf("power-loss").simpler?.({ ...power, nodes: ["b1"] })).toEqual([
      { ...power, nodes: ["b1"], tail: "none" },
    ]);
  });
});
