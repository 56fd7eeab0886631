/** Legal worlds of the committed history (invariants §6, and the windows that they exempt), which no check may flag. */
import { Errors } from "../../../src/kafka/errors.ts";
import { batchOf, tp } from "../stage.ts";
import { type Case, countLateAfterReign, readOldMark, three } from "./case.ts";
import { acceptedCommits } from "./group-cases.ts";

export const acceptedCommitCases: readonly Case[] = [
  {
    check: "log-matching",
    name: "a leader that has not heard of the reign between, nor that another one leads now, counts what a follower has replaced",
    act: (s) => countLateAfterReign(s, () => {}),
  },
  {
    check: "committed-stable",
    name: "a new leader with a lower mark (§6.4)",
    act: (s) => {
      three(s);
      s.mark(2, 1, false);
      s.elect(2);
      s.mark(2, 3);
    },
  },
  {
    check: "high-watermark-monotone",
    name: "a follower's mark that falls (§6.4)",
    act: (s) => {
      three(s);
      s.mark(2, 3, false);
      s.mark(2, 2, false);
    },
  },
  {
    check: "committed-stable",
    name: "a loss by unclean election (§6.12)",
    act: (s) => {
      three(s);
      s.change({ isr: [1], eligibleLeaderReplicas: [], leader: 1 });
      s.lead(1);
      s.event((t) => t.truncated(2, tp, 1, 0, 1, 0, 1));
      s.down(1);
      s.elect(2, "unclean", { isr: [2] });
      s.write(2, 1, [50]);
      s.mark(2, 2);
    },
    options: { minIsr: 1 },
  },
  {
    check: "one-value-per-offset",
    name: "a stale leader of a history that an unclean election ended goes on",
    options: { minIsr: 1, replicas: [1, 2] },
    act: (s) => {
      s.commit(1, 0, [10, 11]);
      s.isr([1]);
      s.write(1, 2, [12]);
      s.mark(1, 3);
      s.elect(2, "unclean", { isr: [2] });
      s.write(2, 2, [20]);
      s.mark(2, 3);
      s.write(1, 3, [13], 0);
      s.mark(1, 4, true, 0);
      s.poll(3, batchOf(3, [13], 0), 4, 1);
    },
  },
  {
    check: "strong-isr",
    name: "a torn member before its registration is processed (1.12)",
    act: (s) => {
      three(s);
      s.down(3, "power-loss");
      s.up(3, 1, true, false);
      s.write(1, 3, [13]);
      s.copy(2, 3, [13], 0);
      s.mark(1, 4);
    },
  },
  {
    check: "strong-isr",
    name: "a follower outside the ISR is behind",
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [1, 2], [2]);
    },
  },
  {
    check: "truncation-safe",
    name: "a replica outside the ISR truncates",
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [1, 2], [2]);
      s.event((t) => t.truncated(3, tp, 0, 0, 0, 0, 0));
    },
  },
  {
    check: "truncation-safe",
    name: "an eligible replica truncates what its leader, who has not heard of a raised min.insync.replicas, commits alone",
    options: { minIsr: 1 },
    act: (s) => {
      s.event((t) => t.configChanged("orders", "min.insync.replicas", "2"));
      s.isr([1], { eligibleLeaderReplicas: [2] });
      s.commit(1, 0, [1], [2]);
      s.event((t) => t.truncated(2, tp, 0, 0, 0, 0, 0));
    },
  },
  {
    check: "truncation-safe",
    name: "an ISR member truncates what is not committed",
    act: (s) => {
      three(s);
      s.copy(3, 3, [13], 0);
      s.event((t) => t.truncated(3, tp, 3, 0, 3, 0, 3));
    },
  },
  {
    check: "consistent-read",
    name: "a stale leader serves old committed records (§6.5)",
    act: (s) => {
      three(s);
      s.change({ leader: 2 }, "clean");
      s.lead(2);
      s.poll(0, batchOf(0, [10, 11, 12], 0), 3, 1);
    },
  },
  {
    check: "consistent-read",
    name: "a mark from before an unclean election, read again from its checkpoint",
    act: (s) => {
      readOldMark(s);
      s.follow(1);
      s.poll(3, batchOf(3, [20], s.registration.leaderEpoch), 4, 1);
    },
  },
  {
    check: "acked-is-committed",
    name: "acks=1 is answered at once",
    act: (s) => {
      s.write(1, 0, [1]);
      s.event((t) => t.produceAnswered(1, tp, batchOf(0, [1], -1), 1, Errors.NONE, 0, false));
    },
  },
  {
    check: "acked-is-committed",
    name: "answered with other partitions, when its next leader has lowered its mark (§6.4)",
    act: (s) => {
      three(s);
      s.elect(2, "clean");
      s.follow(1);
      s.mark(1, 2, false);
      s.event((t) => t.produceAnswered(1, tp, batchOf(0, [10, 11, 12], -1), -1, Errors.NONE, 0, false));
    },
  },
  {
    check: "acked-is-committed",
    name: "answered with other partitions, when it is led here again with the lower mark of a leader between",
    act: (s) => {
      three(s);
      s.elect(2, "clean");
      s.follow(1);
      s.mark(1, 2, false);
      s.elect(1, "preferred");
      s.event((t) => t.produceAnswered(1, tp, batchOf(0, [10, 11, 12], -1), -1, Errors.NONE, 0, false));
    },
  },
  {
    check: "acked-is-committed",
    name: "answered with other partitions, when its topic and log are deleted",
    act: (s) => {
      s.write(1, 0, [1]);
      s.event((t) => t.topicDeleted("orders", [tp]));
      s.event((t) => t.logDeleted(1, tp));
      s.event((t) => t.produceAnswered(1, tp, batchOf(0, [1], -1), -1, Errors.NONE, 0, false));
    },
  },
  {
    check: "acked-is-committed",
    name: "an error after the append (§6.3)",
    act: (s) => {
      s.write(1, 0, [1]);
      s.event((t) => t.produceAnswered(1, tp, batchOf(0, [1], -1), -1, Errors.REQUEST_TIMED_OUT, 0, false));
    },
  },
  {
    check: "strong-isr",
    name: "a returning replica has records of an ended history where the leader has deleted",
    options: { minIsr: 1 },
    act: (s) => {
      s.isr([1]);
      s.copy(3, 0, [1, 2], 0);
      s.elect(2, "unclean", { isr: [2] });
      s.commit(2, 0, [5, 6], []);
      s.event((t) => t.logStartMoved(2, tp, 2, "retention"));
      s.event((t) => t.isrProposed(2, tp, [2, 3], 1, 2));
      s.isr([2, 3]);
    },
  },
  {
    check: "log-matching",
    name: "an unclean leader's records where its predecessor had deleted are the history then",
    options: { minIsr: 1 },
    act: (s) => {
      s.send(1, 2);
      s.copy(3, 0, [1, 2], 0);
      s.isr([1]);
      s.elect(2, "unclean", { isr: [2] });
      s.commit(2, 0, [5, 6, 7], []);
      s.event((t) => t.logStartMoved(2, tp, 2, "retention"));
      s.elect(3, "unclean", { isr: [3] });
      s.mark(3, 2);
    },
  },
  {
    check: "weak-isr",
    name: "a member that was moved away and back, its copy deleted, before the leader hears of it",
    act: (s) => {
      three(s);
      s.write(1, 3, [13]);
      s.copy(2, 3, [13], 0);
      s.change({ replicas: [1, 2], isr: [1, 2] });
      s.event((t) => t.logDeleted(3, tp));
      s.change({ replicas: [1, 2, 3], addingReplicas: [3] });
      s.event((t) => t.logOpened(3, tp, 0, 0, 0, false));
      s.mark(1, 4);
    },
  },
  {
    check: "weak-isr",
    name: "a leader that has not heard of a member's new life counts a late fetch of the old one",
    act: (s) => {
      three(s);
      s.event((t) => t.isrCommitted(1, tp, [1, 2, 3], 0, 0));
      s.write(1, 3, [13]);
      s.copy(2, 3, [13], 0);
      s.copy(3, 3, [13], 0);
      s.down(3, "power-loss");
      s.change({ leader: 2, isr: [1, 2] }, "clean");
      s.up(3, 0);
      s.mark(1, 4, true, 0);
    },
  },
  ...acceptedCommits,
];
