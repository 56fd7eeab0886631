/** Histories that a check must refuse. */
import { batchOf, finalState, producer, reader, tp } from "../stage.ts";
import { anew, bump, type Case, fails, ids, makeAnew, rewriteBehindReader, sendAndFail, three } from "./case.ts";
import { refusedGroupHistories } from "./group-cases.ts";

export const refusedHistoryCases: readonly Case[] = [
  {
    check: "bump-has-reason",
    name: "a producer gives up a session in which nothing failed",
    act: (s) => s.event((t) => t.producerEpochBumped(producer, 1, 1, tp)),
  },
  {
    check: "bump-has-reason",
    name: "one reason is good for one bump",
    act: (s) => {
      bump(s);
      s.event((t) => t.producerEpochBumped(producer, 1, 2, tp));
    },
  },
  {
    check: "bump-has-reason",
    name: "a send failed in the topic that was deleted, and the producer raises its epoch for a topic of another name",
    act: (s) => {
      sendAndFail(s);
      makeAnew(s, "payments");
      s.event((t) => t.producerEpochBumped(producer, 1, 1, anew));
    },
  },
  {
    check: "bump-has-reason",
    name: "what failed in the topic that was deleted is good for one bump",
    act: (s) => {
      sendAndFail(s);
      makeAnew(s, "orders");
      s.event((t) => t.producerEpochBumped(producer, 1, 1, anew));
      s.event((t) => t.producerEpochBumped(producer, 1, 2, anew));
    },
  },
  {
    check: "acked-not-lost",
    name: "a leader takes office without it",
    act: (s) => {
      three(s);
      s.ack(12, 2);
      s.event((t) => t.truncated(2, tp, 2, 0, 2, 0, 2));
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
      s.event((t) => t.truncated(2, tp, 2, 0, 2, 0, 2));
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
    check: "no-duplicate",
    name: "a leader that always knew the producer takes a retry again when retention has deleted the first copy",
    options: { minIsr: 1 },
    act: (s) => {
      s.isr([1]);
      s.commit(1, 0, [10, 11], []);
      s.event((t) => t.logStartMoved(1, tp, 1, "retention"));
      s.event((t) => t.appended(1, tp, batchOf(2, [10], 0), true, 0));
      s.mark(1, 3);
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
    name: "a reader is given a topic that it does not read",
    options: {
      trial: { consumers: [{ client: reader, topics: ["payments"], start: "earliest" }] },
    },
    act: (s) => {
      three(s);
      s.poll(0, batchOf(0, ids, 0), 3);
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
    name: "a reader goes on behind a truncation that it was not told of",
    options: { minIsr: 1, replicas: [1, 2] },
    act: (s) => rewriteBehindReader(s),
  },
  {
    check: "position-monotone",
    name: "a reader is not given what it sought",
    act: (s) => {
      three(s);
      s.poll(0, batchOf(0, ids, 0));
      s.event((t) => t.positionSet(reader, tp, 1, "seek"));
      s.poll(2, batchOf(0, ids, 0), 3);
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
  {
    check: "producer-order",
    name: "a leader that knew the producer took a later batch first",
    act: (s) => {
      s.send(0, 1, 2);
      const sequenced = (base: number, id: number, baseSequence: number): void => {
        const batch = batchOf(base, [id], 0, { producerId: 7, producerEpoch: 0, baseSequence });
        s.event((t) => t.appended(1, tp, batch, true, 0));
        s.copy(2, base, [id], 0);
        s.copy(3, base, [id], 0);
        s.mark(1, base + 1);
      };
      sequenced(0, 0, 0);
      sequenced(1, 2, 2);
      sequenced(2, 1, 1);
    },
  },
  ...refusedGroupHistories,
];
