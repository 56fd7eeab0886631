/** What is promised: a table over configurations and what happened. */
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/check/catalogue.ts";
import { type Configuration, guarantees, type Happened, nothingHappened, promise } from "../../src/check/guarantees.ts";

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
      topics: ["orders"],
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
  ["order ends where a new leader takes a later batch first", {}, { sequencesSkipped: true }, "per-key-order", false],
  ["order survives power losses", {}, powerLost(3), "per-key-order", true],
  ["idempotence excludes duplicates", {}, {}, "no-duplicate", true],
  ["not after a local epoch bump", {}, { localBumps: true }, "no-duplicate", false],
  ["retries without idempotence double", { idempotent: false }, {}, "no-duplicate", false],
  ["reads are stable whatever the acks", { acks: 1, idempotent: false }, {}, "stable-reads", true],
  ["reads are not stable after an unclean election", {}, { lossyElection: true }, "stable-reads", false],
  ["progress is always promised", { unclean: true, acks: 0, idempotent: false }, powerLost(3), "progress", true],
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
