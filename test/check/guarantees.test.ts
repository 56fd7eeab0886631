/** What is promised: a table over configurations and what happened, and the tracker that decides at the time of a loss. */
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/check/catalogue.ts";
import { type Configuration, guarantees, type Happened, nothingHappened, promise } from "../../src/check/guarantees.ts";
import { batchOf, type Stage, stage, tp } from "./stage.ts";

interface Shape {
  rf?: number;
  minIsr?: number;
  elr?: boolean;
  unclean?: boolean;
  flush?: number;
  acks?: number;
  idempotent?: boolean;
  inFlight?: number;
}

const configuration = (shape: Shape): Configuration => ({
  eligibleLeaderReplicasEnable: shape.elr ?? false,
  topics: [
    {
      name: "orders",
      replicationFactor: shape.rf ?? 3,
      minInsyncReplicas: shape.minIsr ?? 2,
      uncleanLeaderElectionEnable: shape.unclean ?? false,
      cleanupPolicy: ["delete"],
      flushMessages: shape.flush ?? Number.POSITIVE_INFINITY,
    },
  ],
  producers: [
    {
      client: 1000,
      topic: "orders",
      acks: shape.acks ?? -1,
      enableIdempotence: shape.idempotent ?? true,
      maxInFlightRequestsPerConnection: shape.inFlight ?? 5,
    },
  ],
});

const powerLost = (powerLost: number, uncleanWhileTorn = powerLost): Partial<Happened> => ({
  powerLost,
  uncleanWhileTorn,
});

const losses: readonly [string, Shape, Partial<Happened>, boolean][] = [
  ["nothing happened", {}, {}, true],
  ["process crashes of all, without a power loss", { elr: true }, { uncleanWhileTorn: 0 }, true],
  ["replication factor 1 survives process crashes", { rf: 1, minIsr: 1 }, {}, true],
  ["replication factor 1 does not survive a power loss", { rf: 1, minIsr: 1 }, powerLost(1), false],
  [
    "nor with ELR and min.insync.replicas 2, which counts as 1 then",
    { rf: 1, minIsr: 2, elr: true },
    powerLost(1),
    false,
  ],
  ["without ELR no power loss", { elr: false }, powerLost(1), false],
  ["with ELR one of min.insync.replicas 2", { elr: true }, powerLost(1), true],
  ["with ELR not two of min.insync.replicas 2", { elr: true }, powerLost(2), false],
  ["with ELR two of min.insync.replicas 3", { elr: true, rf: 5, minIsr: 3 }, powerLost(2), true],
  ["with ELR and min.insync.replicas 1 none", { elr: true, minIsr: 1 }, powerLost(1), false],
  [
    "with ELR, one power loss and one process crash of those who hold the records",
    { elr: true },
    powerLost(1, 2),
    false,
  ],
  ["a lost disk counts as a power loss", { elr: true }, { disksLost: 1, uncleanWhileTorn: 1 }, true],
  ["a lost disk without ELR", {}, { disksLost: 1, uncleanWhileTorn: 1 }, false],
  ["a disk and power of two", { elr: true }, { disksLost: 1, powerLost: 1, uncleanWhileTorn: 2 }, false],
  ["flushing every message: any power loss", { flush: 1 }, powerLost(3), true],
  ["flushing every message with replication factor 1", { flush: 1, rf: 1, minIsr: 1 }, powerLost(1), true],
  ["flushing every message: no lost disk", { flush: 1 }, { disksLost: 1, uncleanWhileTorn: 1 }, false],
  ["unclean elections allowed", { unclean: true }, {}, false],
  ["an operator elected uncleanly", {}, { lossyElection: true }, false],
  ["acks=1", { acks: 1, idempotent: false }, {}, false],
  ["acks=0", { acks: 0, idempotent: false }, {}, false],
];

const others: readonly [
  string,
  Shape,
  Partial<Happened>,
  "per-key-order" | "no-duplicate" | "stable-reads" | "progress",
  boolean,
][] = [
  ["idempotence keeps order", {}, {}, "per-key-order", true],
  ["one request in flight keeps order", { idempotent: false, inFlight: 1 }, {}, "per-key-order", true],
  [
    "one request in flight with acks=0 does not",
    { idempotent: false, inFlight: 1, acks: 0 },
    {},
    "per-key-order",
    false,
  ],
  ["five requests in flight do not", { idempotent: false }, {}, "per-key-order", false],
  ["order ends where a topic grows", {}, { partitionsAdded: true }, "per-key-order", false],
  ["order ends with a local epoch bump", {}, { localBumps: true }, "per-key-order", false],
  ["order survives power losses", {}, powerLost(3), "per-key-order", true],
  ["idempotence excludes duplicates", {}, {}, "no-duplicate", true],
  ["not after a local epoch bump", {}, { localBumps: true }, "no-duplicate", false],
  ["retries without idempotence double", { idempotent: false }, {}, "no-duplicate", false],
  ["reads are stable whatever the acks", { acks: 1, idempotent: false }, {}, "stable-reads", true],
  ["reads are not stable after an unclean election", {}, { lossyElection: true }, "stable-reads", false],
  ["progress is owed always", { unclean: true, acks: 0, idempotent: false }, powerLost(3), "progress", true],
];

describe("promise", () => {
  test.each(losses)("no-acked-loss: %s", (_name, shape, happened, expected) => {
    expect(promise(configuration(shape), { ...nothingHappened, ...happened })["no-acked-loss"]).toBe(expected);
  });

  test.each(others)("%s", (_name, shape, happened, guarantee, expected) => {
    expect(promise(configuration(shape), { ...nothingHappened, ...happened })[guarantee]).toBe(expected);
  });

  test("guarantees name checks that exist, and every check belongs to one guarantee", () => {
    const names = new Set(catalogue.map((card) => card.name));
    expect(guarantees.flatMap((one) => one.checks).filter((name) => !names.has(name))).toEqual([]);
    expect(new Set(catalogue.map((card) => card.guarantee))).toEqual(new Set(guarantees.map((one) => one.name)));
    expect(names.size).toBe(catalogue.length);
  });
});

/** Loses the last of three committed and acknowledged records on broker 2, and has it lead. */
function lose(s: Stage): void {
  s.event((t) => t.truncated(2, tp, 2, 0));
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
  s.event((t) => t.truncated(2, tp, 1, 0));
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
