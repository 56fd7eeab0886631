/** Legal worlds of logs and disks (invariants §6, and the windows that they exempt), which no check may flag. */
import { batchOf, finalState, record, type Stage, tp } from "../stage.ts";
import { type Case, cutWithinBatch, three } from "./case.ts";

const withoutKey = (offset: number, id: number) => batchOf(offset, [id], 0, { records: [record(id, 0, null)] });

const ofOneKey = (offset: number, id: number) => batchOf(offset, [id], 1, { records: [record(id, 0, "k")] });

/** Brokers 1 and 3 hold record 9 at 0, which nobody committed; 2, who leads in epoch 1, had 10 there until compaction took it. */
function compactedLeader(s: Stage, isAcked: boolean): void {
  s.send(10, 11);
  s.write(1, 0, [9], 0);
  s.copy(3, 0, [9], 0);
  s.elect(2, "clean", { isr: [2] });
  s.event((t) => t.appended(2, tp, ofOneKey(0, 10), true, 1));
  s.event((t) => t.appended(2, tp, ofOneKey(1, 11), true, 1));
  s.mark(2, 2);
  if (isAcked) for (const [offset, id] of [10, 11].entries()) s.ack(id, offset);
  s.event((t) => t.compacted(2, tp, [ofOneKey(0, 10), ofOneKey(1, 11)], [ofOneKey(1, 11)], 0));
}

export const acceptedLogCases: readonly Case[] = [
  {
    check: "offset-epoch-order",
    name: "an empty log that starts elsewhere",
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [1, 2, 3, 4, 5, 6, 7, 8, 9], [2]);
      s.event((t) => t.logStartMoved(1, tp, 7, "retention"));
      s.event((t) => t.restartedAt(3, tp, 7, 0, 7));
      s.copy(3, 9, [10], 0);
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
    check: "offset-epoch-order",
    name: "an empty log whose deleted records were of a later epoch",
    options: { minIsr: 1 },
    act: (s) => {
      s.write(1, 0, [1], 0);
      s.write(1, 1, [2], 0);
      s.elect(2, "unclean", { isr: [2] });
      s.commit(2, 0, [3], []);
      s.event((t) => t.logStartMoved(2, tp, 1, "retention"));
      s.elect(1, "unclean", { isr: [1] });
      s.mark(1, 2);
      s.follow(2);
      s.copy(2, 1, [2], 0);
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
  ...["candidate-complete", "committed-stable", "log-matching", "acked-not-lost", "acked-offset-correct"].map(
    (check) => ({
      check,
      name: "a follower enters the ISR, and leads, with an uncommitted record where compaction took the leader's",
      options: { compact: true, minIsr: 1 },
      act: (s: Stage) => {
        compactedLeader(s, true);
        for (const broker of [1, 3]) s.event((t) => t.appended(broker, tp, ofOneKey(1, 11), false, 1));
        s.mark(1, 2, false, 1);
        s.event((t) => t.isrProposed(2, tp, [1, 2, 3], 1, 1));
        s.isr([1, 2, 3]);
        for (const leader of [1, 2, 3, 2, 1]) s.elect(leader, "clean");
        s.ack(9, 0);
        s.finish(finalState(s, [batchOf(0, [9], 0), ofOneKey(1, 11)], { 2: { batches: [ofOneKey(1, 11)] } }));
      },
    }),
  ),
  {
    check: "acked-kept-somewhere",
    name: "nobody has to keep what compaction took: an unclean leader has another record there, and the one that compacted is cut",
    options: { compact: true, minIsr: 1, unclean: true },
    act: (s) => {
      compactedLeader(s, true);
      s.elect(3, "unclean", { isr: [3] });
      s.event((t) => t.truncated(2, tp, 0, 2, 0, 0, 0));
    },
  },
  ...["no-duplicate", "producer-order"].map((check) => ({
    check,
    name: "a record that compaction took, and its producer's state with it, is taken again",
    options: { compact: true, minIsr: 1 },
    act: (s: Stage) => {
      s.isr([1]);
      s.commit(1, 0, [10], []);
      s.commit(1, 1, [11], []);
      s.event((t) => t.compacted(1, tp, [withoutKey(0, 10)], [], 0));
      s.event((t) => t.appended(1, tp, withoutKey(2, 10), true, 0));
      s.mark(1, 3);
    },
  })),
  ...["committed-stable", "acked-not-lost", "candidate-complete"].map((check) => ({
    check,
    name: "a replica that compaction emptied to its end forgets over a restart where that was, and leads",
    options: { compact: true, unclean: true, minIsr: 1 },
    act: (s: Stage) => {
      s.isr([1, 2]);
      s.commit(1, 0, [10], [2]);
      for (const [i, id] of [11, 12].entries()) s.commit(1, i + 1, [id], [2]);
      for (const [id, offset] of [10, 11, 12].entries()) s.ack(offset, id);
      s.mark(2, 3, false);
      s.event((t) => t.compacted(2, tp, [withoutKey(1, 11), withoutKey(2, 12)], [], 0));
      s.down(2);
      s.up(2, 1, false, false);
      s.elect(2, "clean", { isr: [2] });
    },
  })),
  {
    check: "log-matching",
    name: "a follower hears from the leader before of a log start above its own records, and drops them",
    options: { minIsr: 1 },
    act: (s) => {
      s.send(9);
      s.copy(3, 0, [9], 0);
      s.elect(2, "clean", { isr: [2, 1] });
      s.commit(2, 0, [10], [1]);
      s.follow(3);
      s.elect(1, "clean");
      s.event((t) => t.logStartMoved(2, tp, 1, "retention"));
      s.event((t) => {
        t.highWatermarkMoved(3, tp, 1, false, 1);
        t.logStartMoved(3, tp, 1, "leader");
      });
    },
  },
  {
    check: "log-matching",
    name: "a follower keeps an uncommitted record where compaction took the leader's, and the start of its epoch",
    options: { compact: true, minIsr: 1 },
    act: (s) => {
      compactedLeader(s, false);
      s.event((t) => t.truncated(1, tp, 0, 1, 0, 0, 0));
      s.event((t) => t.appended(1, tp, ofOneKey(1, 11), false, 1));
      s.event((t) => t.isrProposed(2, tp, [1, 2], 1, 1));
      s.isr([1, 2]);
      s.elect(1, "clean");
      s.event((t) => t.appended(3, tp, ofOneKey(1, 11), false, 2));
      s.mark(3, 2, false);
      s.event((t) => t.isrProposed(1, tp, [1, 2, 3], 2, 3));
      s.isr([1, 2, 3]);
      s.elect(3, "preferred");
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
    check: "follower-start",
    name: "a follower begins anew where its leader's log started once, and another goes along with its leader",
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [10, 11, 12], [2]);
      s.mark(2, 3, false);
      s.event((t) => t.logStartMoved(1, tp, 2, "retention"));
      s.event((t) => t.logStartMoved(2, tp, 2, "leader"));
      s.event((t) => t.restartedAt(3, tp, 2, 0, 2));
    },
  },
  {
    check: "follower-start",
    name: "a follower is cut below its own log start, and begins anew there",
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [10, 11, 12], [2]);
      s.event((t) => t.logOpened(3, tp, 5, 6, 5, true));
      s.event((t) => t.restartedAt(3, tp, 3, 0, 3));
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
    check: "disk-model",
    name: "a log that was restarted below its checkpointed start is emptied there (LogLoader)",
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [1, 2, 3], [2]);
      s.copy(3, 0, [1, 2, 3], 0);
      s.mark(3, 3, false);
      s.event((t) => t.logStartMoved(1, tp, 3, "retention"));
      s.event((t) => t.logStartMoved(3, tp, 3, "leader"));
      s.event((t) => t.restartedAt(3, tp, 1, 0, 1));
      s.down(3);
      s.event((t) => t.logOpened(3, tp, 3, 3, 3, true));
    },
  },
  {
    check: "disk-model",
    name: "a log that was restarted twice, the second time below the first, whose empty segment a power loss brings back",
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [1, 2, 3], [2]);
      s.event((t) => t.logStartMoved(1, tp, 3, "retention"));
      s.event((t) => t.restartedAt(3, tp, 3, 0, 3));
      s.event((t) => t.restartedAt(3, tp, 1, 0, 1));
      s.down(3, "power-loss");
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
    check: "disk-model",
    name: "a truncation within a batch took it whole, so the log ends before it when it is opened again",
    act: (s) => cutWithinBatch(s, 1),
  },
  {
    check: "producer-state-replayed",
    name: "in a compacted log the snapshot may be ahead of the batches",
    options: { compact: true },
    act: (s) => {
      s.commit(1, 0, [1]);
      s.event((t) => t.compacted(2, tp, [], [], 0));
      const batch = batchOf(0, [1], 0, { producerId: 7, producerEpoch: 0, baseSequence: 0 });
      s.finish(finalState(s, [batch], { 2: { producers: [{ producerId: 7, producerEpoch: 0, lastSequence: 4 }] } }));
    },
  },
];
