/** Legal look-alikes of broken histories (invariants §6). */
import { batchOf, finalState, producer, reader, tp } from "../stage.ts";
import {
  anew,
  bump,
  type Case,
  fails,
  ids,
  makeAnew,
  rewriteBehindReader,
  sendAndFail,
  three,
  toOtherHistory,
} from "./case.ts";
import { acceptedGroupHistories } from "./group-cases.ts";

export const acceptedHistoryCases: readonly Case[] = [
  { check: "bump-has-reason", name: "the leader missed a sequence", act: bump },
  {
    check: "bump-has-reason",
    name: "a send failed",
    act: (s) => {
      sendAndFail(s);
      s.event((t) => t.producerEpochBumped(producer, 1, 1, tp));
    },
  },
  {
    check: "bump-has-reason",
    name: "a send failed in the topic that was deleted, and the producer knows the one made anew when it raises its epoch",
    act: (s) => {
      sendAndFail(s);
      makeAnew(s, "orders");
      s.event((t) => t.producerEpochBumped(producer, 1, 1, anew));
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
    name: "a reader is given one of its topics",
    options: {
      trial: {
        consumers: [{ client: reader, topics: ["payments", "orders"], start: "earliest" }],
      },
    },
    act: (s) => {
      three(s);
      s.poll(0, batchOf(0, ids, 0), 3);
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
    check: "no-duplicate",
    name: "after an unclean election the new history has the same record at the same place",
    options: { minIsr: 1, unclean: true },
    act: (s) => {
      s.elect(2, "clean", { isr: [2, 3] });
      s.write(1, 0, [20], 0);
      s.commit(2, 0, [20], [3]);
      s.mark(3, 1, false);
      s.event((t) => t.logStartMoved(3, tp, 1, "retention"));
      s.elect(3, "clean", { isr: [3] });
      s.elect(1, "unclean", { isr: [1] });
      s.mark(1, 1);
    },
  },
  {
    check: "no-duplicate",
    name: "a leader that started again after retention had deleted the first copy takes a retry again",
    options: { minIsr: 1 },
    act: (s) => {
      s.isr([1]);
      s.commit(1, 0, [10, 11], []);
      s.event((t) => t.logStartMoved(1, tp, 1, "retention"));
      s.event((t) => t.logOpened(1, tp, 1, 2, 2, true));
      s.event((t) => t.appended(1, tp, batchOf(2, [10], 0), true, 0));
      s.mark(1, 3);
    },
  },
  {
    check: "no-duplicate",
    name: "after an unclean election the new history has the record elsewhere, and starts above the place of the old one",
    options: { minIsr: 1, unclean: true },
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [10, 11, 12], [2]);
      s.mark(2, 3, false);
      s.event((t) => t.logStartMoved(2, tp, 3, "retention"));
      s.isr([1]);
      s.write(1, 3, [20]);
      s.copy(2, 3, [20], 0);
      s.elect(3, "unclean", { isr: [3] });
      s.commit(3, 0, [20], []);
      s.elect(2, "unclean", { isr: [2] });
      s.mark(2, 4);
    },
  },
  {
    check: "position-monotone",
    name: "what the leader wrote behind the reader's back it has deleted again: the position is where its log starts",
    options: { minIsr: 1, replicas: [1, 2] },
    act: (s) => rewriteBehindReader(s, () => s.event((t) => t.logStartMoved(2, tp, 3, "retention"))),
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
    name: "a seek goes back, and forth",
    act: (s) => {
      three(s);
      s.poll(0, batchOf(0, ids, 0));
      s.event((t) => t.positionSet(reader, tp, 1, "seek"));
      s.poll(1, batchOf(0, ids, 0), 3);
      s.event((t) => t.positionSet(reader, tp, 2, "seek"));
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
    check: "producer-order",
    name: "a leader that did not know the producer took a later batch first (P-14)",
    told: true,
    act: (s) => {
      s.send(1, 2);
      const later = batchOf(0, [2], 0, { producerId: 7, producerEpoch: 0, baseSequence: 1 });
      s.event((t) => t.appended(1, tp, later, true, 0));
      s.copy(2, 0, [2], 0);
      s.copy(3, 0, [2], 0);
      s.mark(1, 1);
      s.commit(1, 1, [1]);
    },
  },
  {
    check: "producer-order",
    name: "a leader began its log anew above what retention took, and so did not know the producer any more",
    options: { minIsr: 1 },
    told: true,
    act: (s) => {
      s.send(1, 2, 3);
      const batch = (base: number, id: number, epoch: number) =>
        batchOf(base, [id], epoch, { producerId: 7, producerEpoch: 0, baseSequence: id - 1 });
      s.isr([1]);
      s.event((t) => t.appended(1, tp, batch(0, 1, 0), true, 0));
      s.mark(1, 1);
      s.event((t) => t.logStartMoved(1, tp, 1, "retention"));
      s.event((t) => t.restartedAt(2, tp, 1, 0, 1));
      s.event((t) => t.isrProposed(1, tp, [1, 2], 0, 2));
      s.isr([1, 2]);
      s.event((t) => t.appended(1, tp, batch(1, 2, 0), true, 0));
      s.elect(2, "clean", { isr: [2] });
      s.event((t) => t.appended(2, tp, batch(1, 3, 1), true, 1));
      s.mark(2, 2);
      s.event((t) => t.appended(2, tp, batch(2, 2, 1), true, 1));
      s.mark(2, 3);
    },
  },
  ...acceptedGroupHistories,
];
