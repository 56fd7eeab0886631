/** Losses that are legal, and what looks like one (invariants §6). */
import { Errors } from "../../../src/kafka/errors.ts";
import { batchOf, finalState, type Stage, tp } from "../stage.ts";
import { type Case, ids, readOldMark, three, toOtherHistory } from "./case.ts";

/** Such a broker leads again; `others` join the ISR with it. */
function oldMark(s: Stage, others: readonly number[]): void {
  readOldMark(s);
  s.event((t) => t.brokerUnfenced(1, 101));
  s.follow(1);
  for (const broker of others) s.follow(broker);
  s.event((t) => t.isrProposed(3, tp, [3, 1, ...others], 1, 5));
  s.isr([3, 1, ...others]);
  s.elect(1, "clean", { isr: [1, ...others] });
}

export const acceptedLossCases: readonly Case[] = [
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
    name: "a leader answers a retry as a duplicate of what it kept from a stale reign, below the start of its successor's log",
    options: { minIsr: 1, replicas: [1, 2] },
    told: true,
    act: (s) => {
      s.elect(2, "clean", { isr: [2] });
      s.write(1, 0, [20], 0);
      s.commit(2, 0, [21], []);
      s.commit(2, 1, [22], []);
      s.event((t) => t.logStartMoved(2, tp, 1, "retention"));
      s.follow(1);
      s.copy(1, 1, [22], 1);
      s.mark(1, 2, false);
      s.event((t) => t.logStartMoved(1, tp, 1, "leader"));
      s.event((t) => t.isrProposed(2, tp, [2, 1], 1, 1));
      s.isr([2, 1]);
      s.elect(1);
      s.ack(20, 0);
      s.finish(finalState(s, [batchOf(1, [22], 1)], { 1: { logStartOffset: 1 }, 2: { logStartOffset: 1 } }));
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
  {
    check: "acked-not-lost",
    name: "a mark read again from its checkpoint does not move, and a retry is answered for what every member holds",
    act: (s) => {
      oldMark(s, []);
      s.follow(2);
      s.copy(2, 3, [20], 1);
      s.event((t) => t.isrProposed(1, tp, [1, 2], 2, 7));
      s.isr([1, 2]);
      s.event((t) => t.produceAnswered(1, tp, batchOf(3, [20], 1), -1, Errors.NONE, 3, true));
      s.ack(20, 3);
    },
  },
  {
    check: "acked-not-lost",
    name: "a mark from before an unclean election, read again, lets its leader answer a retry for what a member lacks",
    told: true,
    act: (s) => {
      oldMark(s, [2]);
      s.event((t) => t.produceAnswered(1, tp, batchOf(3, [20], 1), -1, Errors.NONE, 3, true));
      s.ack(20, 3);
    },
  },
  {
    check: "acked-offset-correct",
    name: "a replaced leader acknowledges at its own offset what the new history has elsewhere",
    options: { minIsr: 1, replicas: [1, 2] },
    told: true,
    act: (s) => {
      s.send(5, 6);
      s.copy(2, 0, [5], 0);
      s.isr([1]);
      s.change({ leader: 1 });
      s.lead(1);
      s.write(1, 0, [6], 1);
      s.elect(2, "unclean", { isr: [2] });
      s.mark(2, 1);
      s.write(1, 1, [5], 1);
      s.mark(1, 2, true, 1);
      s.ack(5, 1);
    },
  },
];
