/** For every history check: a history that it must refuse, and the legal look-alikes of invariants §6. */
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/check/catalogue.ts";
import { Errors } from "../../src/kafka/errors.ts";
import { batchOf, finalState, producer, reader, type Stage, type StageOptions, stage, tp } from "./stage.ts";

interface Case {
  readonly check: string;
  readonly name: string;
  readonly options?: StageOptions;
  readonly act: (s: Stage) => void;
}

const three = (s: Stage): void => s.commit(1, 0, [10, 11, 12]);
const ids = [10, 11, 12];
const fails = (s: Stage, id: number, outcome: "fail" | "info"): void =>
  s.event((t) => t.sendCompleted(producer, id, tp, outcome, Errors.REQUEST_TIMED_OUT, -1));
const bump = (s: Stage): void => s.event((t) => t.producerEpochBumped(producer, 1, 1, tp));
const toOtherHistory = (s: Stage): void => {
  s.isr([1]);
  s.event((t) => t.truncated(2, tp, 1, 0));
};

const refused: readonly Case[] = [
  {
    check: "acked-not-lost",
    name: "a leader takes office without it",
    act: (s) => {
      three(s);
      s.ack(12, 2);
      s.event((t) => t.truncated(2, tp, 2, 0));
      s.elect(2);
    },
  },
  {
    check: "acked-not-lost",
    name: "the final log lacks it",
    act: (s) => {
      three(s);
      s.ack(12, 2);
      s.finish(finalState(s, [batchOf(0, [10, 11], 0)]));
    },
  },
  {
    check: "acked-not-lost",
    name: "the final log has another record there",
    act: (s) => {
      three(s);
      s.ack(12, 2);
      s.finish(finalState(s, [batchOf(0, [10, 11, 77], 0)]));
    },
  },
  {
    check: "acked-not-lost",
    name: "an acknowledgement of what was never committed",
    act: (s) => {
      s.write(1, 0, [1]);
      s.ack(1, 0);
    },
  },
  {
    check: "acked-not-lost",
    name: "an acknowledgement without offset of what is nowhere",
    act: (s) => {
      three(s);
      s.send(13);
      s.ack(13, -1);
      s.finish(finalState(s, [batchOf(0, ids, 0)]));
    },
  },
  {
    check: "acked-not-lost",
    name: "with ELR one power loss is survived, so this one had to be (E-03)",
    act: (s) => {
      s.isr([1, 2], {});
      s.commit(1, 0, ids, [2]);
      s.ack(12, 2);
      s.down(1, "power-loss");
      s.event((t) => t.truncated(2, tp, 2, 0));
      s.elect(2, "clean", { isr: [2] });
    },
  },
  {
    check: "acked-offset-correct",
    name: "the acknowledgement names a foreign offset",
    act: (s) => {
      three(s);
      s.ack(12, 1);
    },
  },
  {
    check: "no-duplicate",
    name: "an idempotent record is there twice (P-01)",
    act: (s) => {
      three(s);
      s.commit(1, 3, [12]);
    },
  },
  {
    check: "producer-order",
    name: "a record comes after a later one (P-09)",
    act: (s) => {
      s.send(1, 2);
      s.commit(1, 0, [2]);
      s.commit(1, 1, [1]);
    },
  },
  {
    check: "producer-order",
    name: "one request in flight keeps order, too",
    options: { idempotent: false, inFlight: 1 },
    act: (s) => {
      s.send(1, 2);
      s.commit(1, 0, [2]);
      s.commit(1, 1, [1]);
    },
  },
  {
    check: "send-contiguity",
    name: "an acknowledged hole",
    act: (s) => {
      s.send(1, 2);
      s.commit(1, 0, [2]);
      s.ack(1, 5);
    },
  },
  {
    check: "send-contiguity",
    name: "a gap in the sequences of the log",
    act: (s) => {
      s.commit(1, 0, [1, 2]);
      const first = batchOf(0, [1], 0, { producerId: 7, producerEpoch: 0, baseSequence: 0 });
      const second = batchOf(1, [2], 0, { producerId: 7, producerEpoch: 0, baseSequence: 2 });
      s.finish(finalState(s, [first, second]));
    },
  },
  {
    check: "no-phantom",
    name: "nobody sent it",
    act: (s) =>
      s.event((t) => {
        t.appended(1, tp, batchOf(0, [99], 0), true, 0);
        t.appended(2, tp, batchOf(0, [99], 0), false, 0);
        t.appended(3, tp, batchOf(0, [99], 0), false, 0);
        t.highWatermarkMoved(1, tp, 1, true, 0);
      }),
  },
  {
    check: "no-phantom",
    name: "its send had surely failed (G1a)",
    act: (s) => {
      s.send(1);
      fails(s, 1, "fail");
      s.commit(1, 0, [1]);
    },
  },
  {
    check: "no-phantom",
    name: "it is reported as failed after it became visible",
    act: (s) => {
      s.commit(1, 0, [1]);
      fails(s, 1, "fail");
    },
  },
  {
    check: "no-phantom",
    name: "a reader sees what nobody sent",
    act: (s) => {
      three(s);
      s.poll(2, batchOf(2, [99], 0));
    },
  },
  {
    check: "position-monotone",
    name: "a reader is given records again",
    act: (s) => {
      three(s);
      s.poll(0, batchOf(0, ids, 0));
      s.poll(1, batchOf(0, ids, 0), 3);
    },
  },
  {
    check: "position-monotone",
    name: "a reader skips",
    act: (s) => {
      three(s);
      s.event((t) => t.positionSet(reader, tp, 0, "assign"));
      s.poll(1, batchOf(0, ids, 0), 3);
    },
  },
];

const accepted: readonly (Case & { readonly told?: boolean })[] = [
  {
    check: "acked-not-lost",
    name: "acks=1 records vanish with their leader (§6.1)",
    options: { acks: 1 },
    told: true,
    act: (s) => {
      three(s);
      s.write(1, 3, [13]);
      s.ack(13, 3);
      s.down(1);
      s.elect(2, "clean", { isr: [2, 3] });
    },
  },
  {
    check: "acked-not-lost",
    name: "acks=0 records never arrive",
    options: { acks: 0 },
    told: true,
    act: (s) => {
      three(s);
      s.send(13);
      s.ack(13, -1);
      s.finish(finalState(s, [batchOf(0, ids, 0)]));
    },
  },
  {
    check: "acked-not-lost",
    name: "an unclean election loses it (§6.12)",
    options: { minIsr: 1, replicas: [1, 2] },
    told: true,
    act: (s) => {
      three(s);
      s.ack(12, 2);
      toOtherHistory(s);
      s.down(1);
      s.elect(2, "unclean", { isr: [2] });
    },
  },
  {
    check: "acked-not-lost",
    name: "a stale leader acknowledges after the unclean election",
    options: { minIsr: 1, replicas: [1, 2] },
    told: true,
    act: (s) => {
      three(s);
      toOtherHistory(s);
      s.elect(2, "unclean", { isr: [2] });
      s.write(1, 3, [13], 0);
      s.mark(1, 4, true, 0);
      s.ack(13, 3);
    },
  },
  {
    check: "acked-not-lost",
    name: "without ELR the last member loses power (§6.12)",
    options: { elr: false, minIsr: 1, replicas: [1] },
    told: true,
    act: (s) => {
      three(s);
      s.ack(12, 2);
      s.down(1, "power-loss");
      s.up(1, 1);
      s.elect(1);
    },
  },
  {
    check: "acked-not-lost",
    name: "with ELR two of three lose power (min.insync.replicas 2)",
    told: true,
    act: (s) => {
      three(s);
      s.ack(12, 2);
      s.down(1, "power-loss");
      s.down(2, "power-loss");
      s.change({ leader: 3, isr: [3] }, "clean");
      s.down(3);
      s.up(1, 1, true);
      s.event((t) => t.brokerUnfenced(1, 101));
      s.elect(1, "last-known", { isr: [1] });
    },
  },
  {
    check: "acked-not-lost",
    name: "records acknowledged while the partition is re-based are not blamed on the new leader",
    act: (s) => {
      three(s);
      s.ack(12, 2);
      s.elect(2);
      s.commit(2, 3, [13], [1, 3]);
      s.ack(13, 3);
      s.finish(finalState(s, [batchOf(0, ids, 0), batchOf(3, [13], 1)]));
    },
  },
  {
    check: "acked-not-lost",
    name: "retention took it",
    act: (s) => {
      three(s);
      s.ack(10, 0);
      s.finish(
        finalState(s, [batchOf(2, [12], 0)], {
          1: { logStartOffset: 2 },
          2: { logStartOffset: 2 },
          3: { logStartOffset: 2 },
        }),
      );
    },
  },
  {
    check: "no-duplicate",
    name: "without idempotence a retry doubles (§6.3)",
    options: { idempotent: false },
    told: true,
    act: (s) => {
      three(s);
      s.commit(1, 3, [12]);
    },
  },
  {
    check: "no-duplicate",
    name: "after a local epoch bump (§6.10)",
    told: true,
    act: (s) => {
      three(s);
      bump(s);
      s.commit(1, 3, [12]);
    },
  },
  {
    check: "no-duplicate",
    name: "the application sent it again",
    told: true,
    act: (s) => {
      three(s);
      fails(s, 12, "info");
      s.send(12);
      s.commit(1, 3, [12]);
    },
  },
  {
    check: "no-duplicate",
    name: "a retry after the first copy was lost",
    options: { minIsr: 1, replicas: [1, 2] },
    act: (s) => {
      three(s);
      toOtherHistory(s);
      s.elect(2, "unclean", { isr: [2] });
      s.commit(2, 1, [11, 12], []);
    },
  },
  {
    check: "producer-order",
    name: "a record whose send ended in an error comes late (§6.2)",
    act: (s) => {
      s.send(1, 2);
      fails(s, 1, "info");
      s.commit(1, 0, [2]);
      s.commit(1, 1, [1]);
    },
  },
  {
    check: "producer-order",
    name: "without idempotence and five in flight (P-24)",
    options: { idempotent: false },
    told: true,
    act: (s) => {
      s.send(1, 2);
      s.commit(1, 0, [2]);
      s.commit(1, 1, [1]);
    },
  },
  {
    check: "producer-order",
    name: "a late record of an earlier life of the producer",
    act: (s) => {
      s.send(1);
      s.event((t) => t.nodeDown(producer, "process-crash"));
      s.event((t) => t.nodeUp(producer, 1));
      s.commit(1, 0, [2]);
      s.commit(1, 1, [1]);
    },
  },
  {
    check: "no-phantom",
    name: "an error leaves it open (§6.2, §6.3)",
    act: (s) => {
      s.send(1);
      fails(s, 1, "info");
      s.commit(1, 0, [1]);
    },
  },
  {
    check: "position-monotone",
    name: "a reset skips (§6.13)",
    act: (s) => {
      three(s);
      s.poll(0, batchOf(0, [10], 0));
      s.event((t) => t.positionSet(reader, tp, 2, "reset"));
      s.poll(2, batchOf(0, ids, 0), 3);
    },
  },
  {
    check: "position-monotone",
    name: "a new process begins where it was told",
    act: (s) => {
      three(s);
      s.poll(0, batchOf(0, ids, 0));
      s.event((t) => t.nodeDown(reader, "process-crash"));
      s.event((t) => t.positionSet(reader, tp, 0, "assign"));
      s.poll(0, batchOf(0, ids, 0));
    },
  },
  {
    check: "send-contiguity",
    name: "sequences begin anew with an epoch",
    act: (s) => {
      s.commit(1, 0, [1, 2]);
      const first = batchOf(0, [1], 0, { producerId: 7, producerEpoch: 0, baseSequence: 5 });
      const second = batchOf(1, [2], 0, { producerId: 7, producerEpoch: 1, baseSequence: 0 });
      s.finish(finalState(s, [first, second]));
    },
  },
  {
    check: "acked-not-lost",
    name: "the predecessor's uncommitted copy of a retried record is not the acknowledged one",
    act: (s) => {
      s.commit(1, 0, ids);
      s.elect(2);
      s.write(2, 3, [13]);
      s.change({ leader: 1, isr: [1, 3] }, "clean");
      s.change({ leader: 1, isr: [1] }, "none");
      s.lead(1, 2);
      s.write(1, 3, [13], 2);
      s.copy(3, 3, [13], 2);
      s.mark(1, 4, true, 2);
      s.ack(13, 3);
      s.lead(1, 3);
    },
  },
];

describe("every history check refuses a bad history", () => {
  test.each(refused)("$check: $name", ({ check, act, options }) => {
    const s = stage(options);
    act(s);
    const found = s.violations().filter((violation) => violation.check === check);
    expect(s.violations().map((violation) => violation.check)).toContain(check);
    expect(found.some((violation) => violation.promised)).toBe(true);
    expect(found[0]!.sentence).not.toMatch(/undefined|NaN/);
  });
});

describe("what is legal is never called a broken promise", () => {
  test.each(accepted)("$check: $name", ({ check, act, options, told }) => {
    const s = stage(options);
    act(s);
    expect(
      s
        .violations()
        .filter((violation) => violation.promised)
        .map((violation) => violation.sentence),
    ).toEqual([]);
    const mentioned = s.violations().some((violation) => violation.check === check);
    expect(mentioned).toBe(told === true);
  });
});

test("every history check of the catalogue has a bad history here", () => {
  const covered = new Set(refused.map((one) => one.check));
  expect(catalogue.filter((card) => card.kind === "history" && !covered.has(card.name))).toEqual([]);
});

test("a broken promise is not hidden by an earlier break that nothing promised against", () => {
  const s = stage();
  three(s);
  bump(s);
  s.commit(1, 3, [12]);
  s.commit(1, 4, [13]);
  s.commit(1, 5, [13]);
  const found = s.violations().filter((violation) => violation.check === "no-duplicate");
  expect(found.map((violation) => violation.promised)).toEqual([false, true]);
});
