/** Bad worlds of logs and disks, which a check must refuse. */
import { Errors } from "../../../src/kafka/errors.ts";
import { batchOf, finalState, record, tp } from "../stage.ts";
import { type Case, cutWithinBatch, three } from "./case.ts";

export const refusedLogCases: readonly Case[] = [
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
      s.event((t) => t.truncated(3, tp, 2, 0, 2, 0, 2));
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
    check: "follower-start",
    name: "a follower out of range begins anew at its leader's log end",
    act: (s) => {
      s.isr([1, 2]);
      s.commit(1, 0, [10, 11, 12], [2]);
      s.event((t) => t.restartedAt(3, tp, 3, 0, 3));
    },
  },
  {
    check: "follower-start",
    name: "a follower takes the high watermark for its leader's log start",
    act: (s) => {
      three(s);
      s.event((t) => t.logStartMoved(1, tp, 1, "delete-records"));
      s.mark(2, 3, false);
      s.event((t) => t.logStartMoved(2, tp, 3, "leader"));
    },
  },
  {
    check: "watermark-order",
    name: "a high watermark kept from before a restart at another offset",
    act: (s) => {
      three(s);
      s.mark(3, 3, false);
      s.isr([1, 2]);
      s.event((t) => t.logStartMoved(1, tp, 1, "retention"));
      s.event((t) => t.restartedAt(3, tp, 1, 0, 3));
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
  {
    check: "disk-model",
    name: "a clean stop that forgets the high watermark",
    act: (s) => {
      three(s);
      s.mark(2, 3, false);
      s.down(2, "exit");
      s.event((t) => t.logOpened(2, tp, 0, 3, 0, false));
    },
  },
  {
    check: "disk-model",
    name: "a clean stop that forgets the log start",
    act: (s) => {
      three(s);
      s.mark(2, 3, false);
      s.event((t) => t.logStartMoved(2, tp, 1, "leader"));
      s.down(2, "exit");
      s.event((t) => t.logOpened(2, tp, 0, 3, 3, false));
    },
  },
  {
    check: "disk-model",
    name: "a log that was truncated within a batch loses more than that batch",
    act: (s) => cutWithinBatch(s, 0),
  },
  {
    check: "producer-state-replayed",
    name: "a producer state that its log does not bear out",
    act: (s) => {
      s.commit(1, 0, [1]);
      const batch = batchOf(0, [1], 0, { producerId: 7, producerEpoch: 0, baseSequence: 0 });
      s.finish(finalState(s, [batch], { 2: { producers: [{ producerId: 7, producerEpoch: 0, lastSequence: 4 }] } }));
    },
  },
];
