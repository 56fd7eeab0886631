/** Brokers that operators add, and those that they take out of service. */
import { describe, expect, test } from "vitest";
import { cluster } from "../cluster.ts";

const add = (broker: number, at = 100) => ({
  kind: "admin" as const,
  action: { do: "add-broker" as const, broker },
  trigger: { at },
});
const remove = (broker: number, at = 100) => ({
  kind: "admin" as const,
  action: { do: "remove-broker" as const, broker },
  trigger: { at },
});

describe("add-broker", () => {
  test("starts one that stands by, which faults then concern", () => {
    const c = cluster(
      [
        { kind: "process-crash", node: "b4", downMs: 50, trigger: { at: 50 } },
        add(4, 200),
        add(4, 250),
        { kind: "process-crash", node: "b4", downMs: 50, trigger: { at: 300 } },
      ],
      { standby: [4] },
    );
    c.runTo(1000);
    expect(c.nemesis.members).toEqual([3, 1, 2, 4]);
    expect(c.story()).toEqual([
      "200 fault 1 started",
      "200 4 up 0",
      "200 fault 1 ended",
      "300 fault 3 started",
      "300 4 down process-crash",
      "350 4 up 1",
      "350 fault 3 ended",
    ]);
  });

  test("is nothing for a member, or a broker that nobody has", () => {
    const c = cluster([add(2), add(9)]);
    c.runTo(500);
    expect(c.story()).toEqual([]);
  });
});

describe("remove-broker", () => {
  test("waits until its replicas have moved, shuts it down, unregisters it; nothing starts it again", () => {
    const c = cluster([remove(2), { kind: "process-crash", node: "b2", downMs: 10, trigger: { at: 3000 } }], {
      moves: ["moving", "moving"],
    });
    c.runTo(4000);
    expect(c.story(/^\d+ (2|fault)/)).toEqual([
      "100 fault 0 started",
      "100 2 has replicas that are moving",
      "600 2 has replicas that are moving",
      "1100 2 has replicas that are gone",
      expect.stringMatching(/^110\d 2 message shut down/),
      expect.stringMatching(/^110\d 2 down exit/),
      expect.stringMatching(/^110\d 2 unregistered/),
      expect.stringMatching(/^110\d fault 0 ended/),
    ]);
    expect(c.nemesis.members).toEqual([3, 1]);
    c.nemesis.healAll(null);
    c.runTo(5000);
    expect(c.sim.statusOf(2)).toBe("down");
  });

  test("leaves a broker whose replicas nobody can take, and the last one that clients were told of", () => {
    const c = cluster([remove(2), add(4, 200), remove(1, 300), remove(2, 400), remove(3, 500)], {
      standby: [4],
      moves: ["impossible"],
    });
    c.runTo(2000);
    expect(c.nemesis.members).toEqual([3, 4]);
    expect(c.sim.statusOf(3)).toBe("up");
  });

  test("takes note of one that is down already, and may be undone", () => {
    const c = cluster([{ kind: "process-crash", node: "b2", downMs: 9000 }, remove(2, 200), add(2, 500)]);
    c.runTo(400);
    expect(c.nemesis.members).toEqual([3, 1]);
    c.runTo(600);
    expect(c.nemesis.members).toEqual([3, 1, 2]);
    expect(c.sim.statusOf(2)).toBe("down");
    c.nemesis.healAll(null);
    expect(c.sim.statusOf(2)).toBe("up");
  });

  test("is broken off by the healing", () => {
    const c = cluster([remove(2)], { moves: ["moving", "moving", "moving"] });
    c.runTo(700);
    c.nemesis.healAll(null);
    c.runTo(3000);
    expect(c.nemesis.members).toEqual([3, 1, 2]);
    expect(c.story(/replicas/)).toHaveLength(2);
    expect(c.sim.statusOf(2)).toBe("up");
  });
});
