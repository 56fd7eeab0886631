/** For every invariant and monitor: a bad world that it must refuse, and its legal look-alike that nobody may flag. */
import { describe, expect, test } from "vitest";
import { Errors } from "../../src/kafka/errors.ts";
import { batchOf, record, type Stage, type StageOptions, stage, tp } from "./stage.ts";

interface Case {
  readonly check: string;
  readonly name: string;
  readonly options?: StageOptions;
  readonly act: (s: Stage) => void;
}

/** Broker 1 leads in epoch 0, records 0..2 are committed on all three. */
const three = (s: Stage): void => s.commit(1, 0, [10, 11, 12]);

const refused: readonly Case[] = [
  {
    check: "offset-epoch-order",
    name: "a gap in a log that was never compacted",
    act: (s) => {
      s.write(1, 0, [1]);
      s.write(1, 5, [2]);
    },
  },
  {
    check: "offset-epoch-order",
    name: "an overlap",
    act: (s) => {
      s.write(1, 0, [1, 2]);
      s.copy(2, 0, [1, 2], 0);
      s.copy(2, 1, [2], 0);
    },
  },
  {
    check: "offset-epoch-order",
    name: "a falling epoch",
    act: (s) => {
      s.change({ leader: 2 }, "clean");
      s.copy(3, 0, [1], 1);
      s.copy(3, 1, [2], 0);
    },
  },
  {
    check: "offset-epoch-order",
    name: "a batch of a newer epoch than the follower's",
    act: (s) => s.copy(2, 0, [1], 3, 0),
  },
  {
    check: "watermark-order",
    name: "a high watermark beyond the log end",
    act: (s) => {
      s.write(1, 0, [1]);
      s.event((t) => t.logOpened(2, tp, 0, 1, 4, true));
    },
  },
  {
    check: "log-matching",
    name: "a follower that counts another record as committed (R-14)",
    act: (s) => {
      three(s);
      s.change({ isr: [1, 2] });
      s.event((t) => t.truncated(3, tp, 2, 0));
      s.change({ leader: 2 }, "clean");
      s.copy(3, 2, [99], 1);
      s.mark(3, 3, false);
    },
  },
  {
    check: "same-epoch-same-record",
    name: "a leader that writes again in its epoch (E-08)",
    act: (s) => {
      s.write(1, 0, [1]);
      s.copy(2, 0, [2], 0);
    },
  },
  {
    check: "committed-stable",
    name: "a leader without a committed record (R-01)",
    act: (s) => {
      three(s);
      s.event((t) => t.truncated(2, tp, 1, 0));
      s.elect(2);
    },
  },
  {
    check: "committed-stable",
    name: "a leader with another record where one is committed",
    act: (s) => {
      three(s);
      s.event((t) => t.truncated(3, tp, 2, 0));
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
      s.event((t) => t.truncated(2, tp, 2, 0));
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
      for (const broker of [1, 2, 3]) s.event((t) => t.truncated(broker, tp, 2, 0));
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
      s.event((t) => t.truncated(2, tp, 1, 0));
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
      s.event((t) => t.truncated(3, tp, 1, 0));
    },
  },
  { check: "leader-unique", name: "a second leader in an epoch", act: (s) => s.lead(2, 0) },
  {
    check: "leader-unique",
    name: "an append by one who does not lead in that epoch",
    act: (s) => {
      s.write(1, 0, [1]);
      s.write(2, 0, [1], 0);
    },
  },
  {
    check: "epoch-monotone",
    name: "a partition epoch that stays",
    act: (s) => s.change({ isr: [1, 2], partitionEpoch: 0 }),
  },
  {
    check: "epoch-monotone",
    name: "a leader that changes within its epoch",
    act: (s) => s.change({ leader: 2, leaderEpoch: 0 }),
  },
  {
    check: "epoch-monotone",
    name: "a broker epoch that falls",
    act: (s) =>
      s.event((t) => {
        t.brokerRegistered(2, 9, false);
        t.brokerRegistered(2, 8, false);
      }),
  },
  {
    check: "epoch-monotone",
    name: "a broker's metadata that goes back",
    act: (s) =>
      s.event((t) => {
        t.metadataApplied(2, 9);
        t.metadataApplied(2, 8);
      }),
  },
  {
    check: "compaction-safe",
    name: "the last value of a key is gone (E-11)",
    options: { compact: true },
    act: (s) => {
      three(s);
      s.event((t) => t.compacted(1, tp, [batchOf(0, [10, 11, 12], 0)], [], 0));
    },
  },
  {
    check: "compaction-safe",
    name: "the newer value was not committed (KAFKA-13194)",
    options: { compact: true },
    act: (s) => {
      s.write(1, 0, [1, 2]);
      s.copy(2, 0, [1, 2], 0);
      s.copy(3, 0, [1, 2], 0);
      s.mark(1, 1);
      const before = batchOf(0, [1, 2], 0, { records: [record(1, 0, "k"), record(2, 1, "k")] });
      s.event((t) => t.compacted(1, tp, [before], [{ ...before, records: [record(2, 1, "k")] }], 0));
    },
  },
  {
    check: "compaction-safe",
    name: "a tombstone before its horizon",
    options: { compact: true },
    act: (s) => {
      three(s);
      const before = batchOf(0, [10], 0, { records: [record(10, 0, "k", null)], deleteHorizonMs: 100 });
      s.event((t) => t.compacted(1, tp, [before], [], 99));
    },
  },
  {
    check: "retention-safe",
    name: "records above the high watermark are deleted",
    act: (s) => {
      three(s);
      s.write(1, 3, [13]);
      s.event((t) => t.logStartMoved(1, tp, 4, "retention"));
    },
  },
  {
    check: "retention-safe",
    name: "a log start that goes back",
    act: (s) => {
      three(s);
      s.event((t) => t.logStartMoved(1, tp, 2, "retention"));
      s.event((t) => t.logStartMoved(1, tp, 1, "leader"));
    },
  },
  {
    check: "producer-state-replayed",
    name: "a duplicate answered with a foreign offset",
    act: (s) => {
      three(s);
      s.event((t) => t.produceAnswered(1, tp, batchOf(0, [11], -1), -1, Errors.NONE, 0, true));
    },
  },
  {
    check: "disk-model",
    name: "a process crash that costs records",
    act: (s) => {
      three(s);
      s.down(2);
      s.up(2, 1);
    },
  },
  {
    check: "disk-model",
    name: "a flushed log that a power loss shortened",
    options: { flushMessages: 1 },
    act: (s) => {
      three(s);
      s.down(2, "power-loss");
      s.up(2, 1);
    },
  },
  {
    check: "disk-model",
    name: "records out of nowhere",
    act: (s) => {
      three(s);
      s.down(2, "power-loss");
      s.up(2, 9);
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
  {
    check: "leader-in-isr",
    name: "a leader outside the ISR (E-10)",
    act: (s) => {
      s.change({ isr: [1, 2] });
      s.change({ leader: 3 }, "preferred");
    },
  },
  {
    check: "isr-superset",
    name: "the controller's ISR has a member that its leader does not count",
    act: (s) => {
      s.isr([1, 2]);
      s.change({ isr: [1, 2, 3] });
    },
  },
  { check: "valid-isr", name: "an ISR member that is no replica", act: (s) => s.change({ isr: [1, 2, 9] }) },
  { check: "valid-isr", name: "a fenced member (I-03)", act: (s) => s.event((t) => t.brokerFenced(3, 1)) },
  {
    check: "valid-isr",
    name: "an empty ISR without ELR",
    options: { elr: false },
    act: (s) => s.change({ isr: [], leader: -1 }),
  },
  {
    check: "valid-elr",
    name: "ISR and ELR share a member",
    act: (s) => s.change({ isr: [1], eligibleLeaderReplicas: [1, 2] }),
  },
  {
    check: "valid-elr",
    name: "an ELR beside a full ISR",
    act: (s) => s.change({ isr: [1, 2], eligibleLeaderReplicas: [3] }),
  },
  {
    check: "recovery-quorum",
    name: "nobody is remembered",
    act: (s) => s.change({ isr: [], leader: -1, eligibleLeaderReplicas: [], lastKnownElr: [] }, "leaderless"),
  },
  {
    check: "unclean-exclusion",
    name: "an unclean replica stays in the ISR",
    act: (s) => {
      s.down(3, "power-loss");
      s.up(3, 0);
    },
  },
  {
    check: "isr-incarnation",
    name: "a wiped replica joins on its old fetches (I-02)",
    act: (s) => {
      s.change({ isr: [1, 2] });
      s.commit(1, 0, [1, 2]);
      s.event((t) => t.followerFetched(1, tp, 3, 2, 0));
      s.down(3);
      s.event((t) => t.diskWiped(3, 0));
      s.up(3, 0);
      s.change({ isr: [1, 2, 3] });
    },
  },
  {
    check: "alter-fenced",
    name: "a stale partition epoch is accepted",
    act: (s) => {
      s.change({ isr: [1, 2] });
      s.event((t) => t.alterPartitionJudged(tp, 1, 0, 0, -1, Errors.NONE));
    },
  },
  {
    check: "alter-fenced",
    name: "a sender who does not lead is accepted",
    act: (s) => s.event((t) => t.alterPartitionJudged(tp, 2, 0, 0, -1, Errors.NONE)),
  },
  {
    check: "control-fenced",
    name: "a role of an older epoch",
    act: (s) => {
      s.change({ leader: 2 }, "clean");
      s.follow(3, 1);
      s.follow(3, 0);
    },
  },
  {
    check: "reassignment-safe",
    name: "a reassignment completes without its target",
    act: (s) => {
      s.change({ isr: [1, 2], addingReplicas: [3], removingReplicas: [2] });
      s.change({ replicas: [1, 3], isr: [1], addingReplicas: [], removingReplicas: [] });
    },
  },
  { check: "reassignment-safe", name: "a candidate deletes its log", act: (s) => s.event((t) => t.logDeleted(2, tp)) },
  {
    check: "election-legal",
    name: "a stranger is elected cleanly",
    act: (s) => {
      s.change({ leader: -1, isr: [1] }, "leaderless");
      s.change({ leader: 2, isr: [2] }, "clean");
    },
  },
  {
    check: "disk-model",
    name: "an empty log that begins beyond every start it ever had",
    act: (s) => {
      s.down(2);
      s.event((t) => t.logOpened(2, tp, 5, 5, 5, true));
    },
  },
  {
    check: "disk-model",
    name: "a compacted log loses a batch that compaction had kept",
    options: { compact: true },
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [1, 2, 3], [2]);
      s.copy(3, 0, [1, 2, 3], 0);
      s.mark(3, 3, false);
      const before = batchOf(0, [1, 2, 3], 0, { records: [1, 2, 3].map((id, i) => record(id, i, i < 2 ? null : "k")) });
      s.event((t) => t.compacted(3, tp, [before], [{ ...before, records: [record(3, 2, "k")] }], 0));
      s.down(3);
      s.up(3, 0);
    },
  },
];

/** §6 of the invariants, and the windows that they exempt. */
const accepted: readonly Case[] = [
  {
    check: "offset-epoch-order",
    name: "an empty log that starts elsewhere",
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [1], [2]);
      s.event((t) => t.restartedAt(3, tp, 7, 0));
      s.copy(3, 9, [5], 0);
    },
  },
  {
    check: "offset-epoch-order",
    name: "a gap that compaction left (§6.8)",
    options: { compact: true },
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [1, 2, 3], [2]);
      const before = batchOf(0, [1, 2, 3], 0, { records: [record(1, 0, "a"), record(2, 1, "b"), record(3, 2, "b")] });
      s.event((t) => t.compacted(1, tp, [before], [{ ...before, records: [record(1, 0, "a"), record(3, 2, "b")] }], 0));
      s.copy(3, 0, [1], 0);
      s.copy(3, 2, [3], 0);
    },
  },
  {
    check: "log-matching",
    name: "different uncommitted records at one offset (§6.9)",
    act: (s) => {
      three(s);
      s.write(1, 3, [13]);
      s.change({ leader: 2 }, "clean");
      s.lead(2);
      s.write(2, 3, [14]);
    },
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
      s.event((t) => t.truncated(2, tp, 1, 0));
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
      s.event((t) => t.truncated(3, tp, 0, 0));
    },
  },
  {
    check: "truncation-safe",
    name: "an ISR member truncates what is not committed",
    act: (s) => {
      three(s);
      s.copy(3, 3, [13], 0);
      s.event((t) => t.truncated(3, tp, 3, 0));
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
    check: "leader-unique",
    name: "one broker leads in two epochs",
    act: (s) => {
      s.change({ leader: 1 }, "none");
      s.lead(1);
      s.write(1, 0, [1]);
    },
  },
  {
    check: "compaction-safe",
    name: "an older value of a key goes",
    options: { compact: true },
    act: (s) => {
      three(s);
      const before = batchOf(0, [10, 11], 0, { records: [record(10, 0, "k"), record(11, 1, "k")] });
      s.event((t) => t.compacted(1, tp, [before], [{ ...before, records: [record(11, 1, "k")] }], 0));
    },
  },
  {
    check: "compaction-safe",
    name: "a tombstone goes after its horizon",
    options: { compact: true },
    act: (s) => {
      three(s);
      const before = batchOf(0, [10], 0, { records: [record(10, 0, "k", null)], deleteHorizonMs: 100 });
      s.event((t) => t.compacted(1, tp, [before], [], 100));
    },
  },
  {
    check: "retention-safe",
    name: "committed records are deleted",
    act: (s) => {
      three(s);
      s.event((t) => t.logStartMoved(1, tp, 3, "retention"));
    },
  },
  {
    check: "disk-model",
    name: "a power loss takes the tail",
    act: (s) => {
      three(s);
      s.down(3, "power-loss");
      s.change({ isr: [1, 2] });
      s.up(3, 1);
    },
  },
  {
    check: "disk-model",
    name: "a wiped disk is empty",
    act: (s) => {
      three(s);
      s.down(3);
      s.event((t) => t.diskWiped(3, 0));
      s.change({ isr: [1, 2] });
      s.up(3, 0);
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
    name: "an error after the append (§6.3)",
    act: (s) => {
      s.write(1, 0, [1]);
      s.event((t) => t.produceAnswered(1, tp, batchOf(0, [1], -1), -1, Errors.REQUEST_TIMED_OUT, 0, false));
    },
  },
  {
    check: "isr-superset",
    name: "a proposal that the controller has accepted and the leader not heard of",
    act: (s) => {
      s.isr([1, 2]);
      s.event((t) => t.isrProposed(1, tp, [1, 2, 3], 0, 1));
      s.change({ isr: [1, 2, 3] });
    },
  },
  {
    check: "isr-superset",
    name: "a leader that has not heard of a smaller ISR",
    act: (s) => s.change({ isr: [1], eligibleLeaderReplicas: [2, 3] }),
  },
  {
    check: "valid-isr",
    name: "without ELR a dead last member stays (R-41)",
    options: { elr: false },
    act: (s) => {
      s.change({ isr: [1], leader: -1 }, "leaderless");
      s.event((t) => t.brokerFenced(1, 1));
    },
  },
  {
    check: "valid-isr",
    name: "with ELR the ISR may be empty",
    act: (s) => s.change({ isr: [], leader: -1, eligibleLeaderReplicas: [1, 2] }, "leaderless"),
  },
  {
    check: "unclean-exclusion",
    name: "an unclean replica that has caught up",
    act: (s) => {
      s.down(3, "power-loss");
      s.isr([1, 2]);
      s.up(3, 0);
      s.event((t) => t.brokerUnfenced(3, 101));
      s.event((t) => t.isrProposed(1, tp, [1, 2, 3], 0, 1));
      s.change({ isr: [1, 2, 3] });
    },
  },
  {
    check: "isr-incarnation",
    name: "a replica returns with its whole log and need not move",
    act: (s) => {
      three(s);
      s.down(3);
      s.isr([1, 2]);
      s.up(3, 3);
      s.event((t) => t.brokerUnfenced(3, 101));
      s.event((t) => t.isrProposed(1, tp, [1, 2, 3], 0, 1));
      s.change({ isr: [1, 2, 3] });
    },
  },
  {
    check: "alter-fenced",
    name: "accepted with current epochs, told after the change",
    act: (s) =>
      s.event((t) => {
        const before = s.registration;
        t.partitionChanged(tp, before, { ...before, isr: [1, 2], partitionEpoch: 1 }, "none");
        t.alterPartitionJudged(tp, 1, 0, 0, -1, Errors.NONE);
      }),
  },
  {
    check: "alter-fenced",
    name: "a stale one is refused",
    act: (s) => s.event((t) => t.alterPartitionJudged(tp, 2, 0, 0, -1, Errors.INVALID_UPDATE_VERSION)),
  },
  {
    check: "control-fenced",
    name: "a restarted process begins anew",
    act: (s) => {
      s.change({ leader: 2 }, "clean");
      s.follow(3, 1);
      s.down(3);
      s.change({ isr: [1, 2] });
      s.up(3, 0);
      s.follow(3, 1);
    },
  },
  {
    check: "reassignment-safe",
    name: "a reassignment is taken back",
    act: (s) => {
      s.change({ isr: [1, 2], replicas: [1, 2, 3], addingReplicas: [3] });
      s.change({ replicas: [1, 2], addingReplicas: [] });
      s.event((t) => t.logDeleted(3, tp));
    },
  },
  {
    check: "election-legal",
    name: "an eligible replica is elected",
    act: (s) => {
      three(s);
      s.change({ leader: -1, isr: [], eligibleLeaderReplicas: [2] }, "leaderless");
      s.change({ leader: 2, isr: [2], eligibleLeaderReplicas: [] }, "eligible");
      s.lead(2);
    },
  },
  {
    check: "disk-model",
    name: "a log that was restarted below its checkpointed start is emptied there (LogLoader)",
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [1, 2, 3], [2]);
      s.copy(3, 0, [1, 2, 3], 0);
      s.mark(3, 3, false);
      s.event((t) => t.logStartMoved(3, tp, 3, "leader"));
      s.event((t) => t.restartedAt(3, tp, 1, 0));
      s.down(3);
      s.event((t) => t.logOpened(3, tp, 3, 3, 3, true));
    },
  },
  {
    check: "disk-model",
    name: "offsets from which compaction took everything are no records gone",
    options: { compact: true },
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [1, 2, 3], [2]);
      s.copy(3, 0, [1, 2, 3], 0);
      s.mark(3, 3, false);
      const before = batchOf(0, [1, 2, 3], 0, { records: [1, 2, 3].map((id, i) => record(id, i, null)) });
      s.event((t) => t.compacted(3, tp, [before], [], 0));
      s.down(3);
      s.up(3, 0);
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
];

describe("every invariant refuses a bad world", () => {
  test.each(refused)("$check: $name", ({ check, act, options }) => {
    const s = stage(options);
    act(s);
    const found = s.violations().filter((violation) => violation.check === check);
    expect(s.violations().map((violation) => violation.check)).toContain(check);
    expect(found[0]!.promised).toBe(true);
    expect(found[0]!.sentence).not.toMatch(/undefined|NaN/);
    expect(found[0]!.fingerprint).toMatch(new RegExp(`^${check}/[a-z-]+/chaos$`));
  });
});

describe("no invariant flags what is legal", () => {
  test.each(accepted)("$check: $name", ({ act, options }) => {
    const s = stage(options);
    act(s);
    expect(
      s
        .violations()
        .filter((violation) => violation.promised)
        .map((violation) => violation.sentence),
    ).toEqual([]);
  });
});

test("every invariant and monitor of the catalogue has a bad world here", async () => {
  const { catalogue } = await import("../../src/check/catalogue.ts");
  const covered = new Set(refused.map((one) => one.check));
  const missing = catalogue
    .filter((card) => card.kind === "invariant" || card.kind === "monitor")
    .filter((card) => !covered.has(card.name));
  expect(missing.map((card) => card.name)).toEqual([]);
});
