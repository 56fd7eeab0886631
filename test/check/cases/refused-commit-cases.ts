/** Bad worlds of the committed history, which a check must refuse. */
import { Errors } from "../../../src/kafka/errors.ts";
import { batchOf, tp } from "../stage.ts";
import { type Case, countLateAfterReign, three } from "./case.ts";
import { refusedCommits } from "./group-cases.ts";

export const refusedCommitCases: readonly Case[] = [
  {
    check: "log-matching",
    name: "a leader that followed in the reign between, and has not heard that another one leads now, counts what a follower has replaced",
    act: (s) => countLateAfterReign(s, () => s.follow(1, 1)),
  },
  {
    check: "log-matching",
    name: "a leader that missed a reign counts what its follower has replaced, as that has told it",
    act: (s) => countLateAfterReign(s, (missed) => s.event((t) => t.followerFetched(1, tp, 2, 3, missed))),
  },
  {
    check: "committed-stable",
    name: "a leader without a committed record (R-01)",
    act: (s) => {
      three(s);
      s.event((t) => t.truncated(2, tp, 1, 0, 1, 0, 1));
      s.elect(2);
    },
  },
  {
    check: "committed-stable",
    name: "a leader with another record where one is committed",
    act: (s) => {
      three(s);
      s.event((t) => t.truncated(3, tp, 2, 0, 2, 0, 2));
      s.change({ leader: 3 }, "clean");
      s.write(3, 2, [77]);
      s.change({ leader: 3 }, "clean");
      s.lead(3);
    },
  },
  {
    check: "one-value-per-offset",
    name: "an offset committed with two records (R-03)",
    act: (s) => {
      three(s);
      s.event((t) => t.truncated(2, tp, 2, 0, 2, 0, 2));
      s.change({ leader: 2, isr: [2] }, "clean");
      s.write(2, 2, [77]);
      s.mark(2, 3);
    },
  },
  {
    check: "weak-isr",
    name: "a leader that counts an ISR member too high",
    act: (s) => {
      s.event((t) => t.isrCommitted(1, tp, [1, 2, 3], 0, 0));
      s.write(1, 0, [1]);
      s.copy(2, 0, [1], 0);
      s.mark(1, 1);
    },
  },
  {
    check: "strong-isr",
    name: "an ISR member that the mark ignored (I-01)",
    act: (s) => {
      s.write(1, 0, [1]);
      s.copy(2, 0, [1], 0);
      s.mark(1, 1);
    },
  },
  {
    check: "strong-isr",
    name: "a replica let into the ISR without the records (R-09)",
    act: (s) => {
      s.change({ isr: [1, 2] });
      s.commit(1, 0, [1, 2], [2]);
      s.change({ isr: [1, 2, 3] });
    },
  },
  {
    check: "valid-high-watermark",
    name: "a mark beyond the log of an ISR member",
    act: (s) => {
      s.write(1, 0, [1]);
      s.copy(2, 0, [1], 0);
      s.mark(1, 1);
    },
  },
  {
    check: "candidate-complete",
    name: "an eligible replica that missed committed records (I-07)",
    act: (s) => {
      three(s);
      s.change({ isr: [1], eligibleLeaderReplicas: [2] });
      s.write(1, 3, [13]);
      s.mark(1, 4);
    },
  },
  {
    check: "acked-kept-somewhere",
    name: "the last copy of an acknowledged record goes",
    act: (s) => {
      three(s);
      s.ack(12, 2);
      for (const broker of [1, 2, 3]) s.event((t) => t.truncated(broker, tp, 2, 0, 2, 0, 2));
    },
  },
  {
    check: "consistent-read",
    name: "a read above every high watermark (E-12)",
    act: (s) => {
      three(s);
      s.send(13);
      s.write(1, 3, [13]);
      s.poll(3, batchOf(3, [13], 0));
    },
  },
  {
    check: "consistent-read",
    name: "a reader that is given another record",
    act: (s) => {
      three(s);
      s.send(77);
      s.poll(2, batchOf(2, [77], 0));
    },
  },
  {
    check: "consistent-read",
    name: "a leader that lacks what was read",
    act: (s) => {
      three(s);
      s.poll(0, batchOf(0, [10, 11, 12], 0));
      s.event((t) => t.truncated(2, tp, 1, 0, 1, 0, 1));
      s.elect(2);
    },
  },
  {
    check: "high-watermark-monotone",
    name: "a leader that lowers its mark",
    act: (s) => {
      three(s);
      s.mark(1, 1);
    },
  },
  {
    check: "truncation-safe",
    name: "an ISR member that truncates committed records",
    act: (s) => {
      three(s);
      s.event((t) => t.truncated(3, tp, 1, 0, 1, 0, 1));
    },
  },
  {
    check: "acked-is-committed",
    name: "success before the mark has passed",
    act: (s) => {
      s.write(1, 0, [1]);
      s.event((t) => t.produceAnswered(1, tp, batchOf(0, [1], -1), -1, Errors.NONE, 0, false));
    },
  },
  ...refusedCommits,
];
