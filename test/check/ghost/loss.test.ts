/** The tracker of lossy events, which decides at the time of a loss whether it was promised against. */
import { describe, expect, test } from "vitest";
import { batchOf, type Stage, stage, tp } from "../stage.ts";

/** Loses the last of three committed and acknowledged records on broker 2, and has it lead. */
function lose(s: Stage): void {
  s.event((t) => t.truncated(2, tp, 2, 0, 2, 0, 2));
  s.elect(2, "clean", { isr: [2] });
}

const committed = (s: Stage): void => {
  s.commit(1, 0, [10, 11, 12]);
  s.ack(12, 2);
};

const isPromised = (s: Stage): boolean => {
  const loss = s.violations().find((violation) => violation.check === "acked-not-lost");
  expect(loss).toBeDefined();
  return loss!.promised;
};

describe("the tracker decides at the time of the loss", () => {
  const crash = (s: Stage, broker: number): void => {
    s.down(broker);
    s.up(broker, 3);
    s.event((t) => t.brokerUnfenced(broker, 1));
  };
  const cases: readonly [string, Parameters<typeof stage>[0], (s: Stage) => void, boolean][] = [
    [
      "process crashes excuse nothing",
      {},
      (s) => {
        crash(s, 1);
        crash(s, 3);
      },
      true,
    ],
    ["one power loss excuses nothing with ELR", {}, (s) => s.down(1, "power-loss"), true],
    ["one power loss excuses without ELR", { elr: false }, (s) => s.down(1, "power-loss"), false],
    [
      "two power losses excuse with ELR and min.insync.replicas 2",
      {},
      (s) => {
        s.down(1, "power-loss");
        s.down(3, "power-loss");
      },
      false,
    ],
    [
      "a power loss of a replica outside the ISR excuses nothing",
      { elr: false },
      (s) => {
        s.isr([1, 2]);
        s.down(3, "power-loss");
      },
      true,
    ],
    [
      "a power loss with every message flushed excuses nothing",
      { elr: false, flushMessages: 1 },
      (s) => s.down(1, "power-loss"),
      true,
    ],
    [
      "a lost disk excuses even with every message flushed",
      { elr: false, flushMessages: 1 },
      (s) => {
        s.down(1);
        s.event((t) => t.diskWiped(1, 0));
      },
      false,
    ],
    [
      "once the replica has caught up it excuses nothing more",
      { elr: false },
      (s) => {
        s.down(3, "power-loss");
        s.isr([1, 2]);
        s.up(3, 0);
        s.event((t) => t.brokerUnfenced(3, 101));
        s.copy(3, 0, [10, 11, 12], 0);
        s.isr([1, 2, 3]);
      },
      true,
    ],
    [
      "after an unclean election the new ISR of one protects nothing more",
      {},
      (s) => {
        s.elect(2, "unclean", { isr: [2] });
        s.down(2, "power-loss");
      },
      false,
    ],
    [
      "once ISR and ELR are complete again they protect again",
      {},
      (s) => {
        s.elect(2, "unclean", { isr: [2] });
        s.event((t) => t.isrProposed(2, tp, [2, 3], 1, 2));
        s.isr([2, 3]);
        s.down(3, "power-loss");
      },
      true,
    ],
    [
      "a partition that was reassigned to one replica has nothing to spare",
      {},
      (s) => {
        s.isr([2], { replicas: [2], leader: 2 });
        s.down(2, "power-loss");
      },
      false,
    ],
    [
      "an unclean election excuses until its leader leads",
      {},
      (s) => s.change({ leader: 3, isr: [3] }, "unclean"),
      false,
    ],
    [
      "a last known leader with its whole log excuses nothing",
      {},
      (s) => {
        s.change({ leader: -1, isr: [], lastKnownElr: [3] }, "leaderless");
        s.elect(3, "last-known", { isr: [3] });
      },
      true,
    ],
  ];
  test.each(cases)("%s", (_name, options, act, expected) => {
    const s = stage(options);
    committed(s);
    act(s);
    lose(s);
    expect(isPromised(s)).toBe(expected);
  });

  test("expectations judge an unsafe setting by the promise of the safe one", () => {
    const act = (s: Stage): void => {
      committed(s);
      s.write(1, 3, [13]);
      s.ack(13, 3);
      s.down(1);
      s.elect(2, "clean", { isr: [2, 3] });
    };
    const unsafe = stage({ acks: 1 });
    act(unsafe);
    expect(isPromised(unsafe)).toBe(false);
    const judged = stage({ acks: 1, trial: { expectations: { acks: -1 } } });
    act(judged);
    expect(isPromised(judged)).toBe(true);
    expect(judged.finish().promised["no-acked-loss"]).toBe(true);
  });

  test("a run outside the promise says so", () => {
    const s = stage({ elr: false });
    committed(s);
    expect(s.finish().promised["no-acked-loss"]).toBe(true);
    const outside = stage({ elr: false });
    committed(outside);
    outside.down(1, "power-loss");
    expect(outside.finish().promised).toMatchObject({
      "no-acked-loss": false,
      "stable-reads": false,
      "per-key-order": true,
    });
  });

  test("per-key order ends where the topic grows", () => {
    const s = stage();
    s.event((t) => t.partitionChanged(tp + 1, null, s.registration, "none"));
    expect(s.finish().promised["per-key-order"]).toBe(false);
  });
});

test("after a lossy election the new leader's log is the truth, and is watched as before", () => {
  const s = stage({ minIsr: 1, replicas: [1, 2] });
  committed(s);
  s.isr([1]);
  s.event((t) => t.truncated(2, tp, 1, 0, 1, 0, 1));
  s.elect(2, "unclean", { isr: [2] });
  expect(s.violations().some((violation) => violation.promised)).toBe(false);
  s.commit(2, 1, [20, 21], []);
  s.poll(1, batchOf(1, [20, 21], 1));
  s.elect(1, "clean", { isr: [1] });
  expect(
    s
      .violations()
      .filter((violation) => violation.promised)
      .map((violation) => violation.check),
  ).toContain("committed-stable");
});
