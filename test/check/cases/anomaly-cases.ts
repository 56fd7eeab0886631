/** Legal anomalies that no other table shows, and look-alikes of theirs that are none. */
import { batchOf, finalState, type Stage, tp } from "../stage.ts";
import { anew, bump, type Case, fails, makeAnew, three } from "./case.ts";
import { defaultTimes } from "./ends.ts";

const twiceAnew = (s: Stage, between: () => void): void => {
  makeAnew(s, "orders");
  s.send(10);
  for (const offset of [0, 1]) {
    if (offset === 1) between();
    s.event((t) => t.appended(1, anew, batchOf(offset, [10], 0), true, 0));
    s.event((t) => t.highWatermarkMoved(1, anew, offset + 1, true, 0));
  }
};

/** Two batches of a producer, and no batch between their sequences. */
const gapInSequences = (s: Stage): void => {
  s.commit(1, 0, [1, 2]);
  const first = batchOf(0, [1], 0, { producerId: 7, producerEpoch: 0, baseSequence: 0 });
  const second = batchOf(1, [2], 0, { producerId: 7, producerEpoch: 0, baseSequence: 2 });
  s.finish(finalState(s, [first, second]));
};

/** In the end broker 2 knows epoch 1 alone, from offset 2 on; it has records of epoch 0 below. */
function endWithoutFirstEpoch(s: Stage, before: () => void): void {
  s.commit(1, 0, [1, 2]);
  before();
  s.finish(finalState(s, [batchOf(0, [1, 2], 0)], { 2: { epochs: [1], epochStarts: [2] } }));
}

/** Broker 2 copies a record of broker 1, and truncates it under broker 3; broker 1 leads again, and its high watermark passes that record. */
function commitAfterReign(s: Stage, between: () => void): void {
  three(s);
  s.write(1, 3, [13]);
  s.copy(2, 3, [13], 0);
  s.event((t) => t.followerFetched(1, tp, 2, 4, 0));
  s.change({ leader: 3 }, "clean");
  s.lead(3);
  s.follow(2);
  s.event((t) => t.truncated(2, tp, 3, 1, 3, 0, 3));
  between();
  s.change({ leader: 1, isr: [1, 2] }, "clean");
  s.lead(1);
  s.mark(1, 4);
}

/** A reader is given records of epochs 0 and 1; a replica with a longer log of epoch 0 is elected uncleanly. */
function olderHistory(s: Stage): void {
  s.isr([1]);
  s.commit(1, 0, [10, 11], [2]);
  s.write(1, 2, [12, 13]);
  s.copy(2, 2, [12, 13], 0);
  s.event((t) => t.truncated(1, tp, 2, 0, 2, 0, 2));
  s.elect(1, "none");
  s.write(1, 2, [20]);
  s.mark(1, 3);
  s.poll(0, batchOf(0, [10, 11], 0));
  s.poll(2, batchOf(2, [20], 1));
  s.elect(2, "unclean", { isr: [2] });
  s.mark(2, 4);
  s.poll(3, batchOf(2, [12, 13], 0), 4);
}

export const acceptedAnomalyCases: readonly Case[] = [
  {
    check: "strong-isr",
    name: "a leader that has not heard of the reign between counts by what a follower held before it",
    act: (s) => commitAfterReign(s, () => {}),
  },
  {
    check: "no-duplicate",
    name: "a producer that was led back to the topic that is gone renews its epoch there",
    told: true,
    act: (s) => twiceAnew(s, () => bump(s)),
  },
  {
    check: "no-phantom",
    name: "a committed record whose leader answers with an error as its topic is deleted",
    act: (s) => {
      s.commit(1, 0, [10]);
      s.event((t) => t.topicDeleted("orders", [tp]));
      fails(s, 10, "fail");
    },
  },
  {
    check: "position-monotone",
    name: "what a reader was given is replaced by a longer log of older epochs",
    options: { minIsr: 1, replicas: [1, 2] },
    told: true,
    act: olderHistory,
  },
  {
    check: "offset-epoch-order",
    name: "the log start went back over a crash, and the epochs that it had cut did not come back",
    options: { trial: { checks: ["offset-epoch-order"] } },
    act: (s) =>
      endWithoutFirstEpoch(s, () => {
        s.event((t) => t.logStartMoved(2, tp, 2, "delete-records"));
        s.down(2);
        s.up(2, 2);
      }),
  },
  {
    check: "send-contiguity",
    name: "a leader may forget a producer within the time of a send",
    options: { trial: { times: { ...defaultTimes, producerIdExpirationMs: 1000 } } },
    told: true,
    act: gapInSequences,
  },
];

export const refusedAnomalyCases: readonly Case[] = [
  {
    check: "offset-epoch-order",
    name: "a log that always began there knows no epoch of its first records",
    options: { trial: { checks: ["offset-epoch-order"] } },
    act: (s) =>
      endWithoutFirstEpoch(s, () => {
        s.down(2);
        s.up(2, 2);
      }),
  },
  {
    check: "strong-isr",
    name: "a leader that followed in the reign between counts by what a follower held before it",
    act: (s) => commitAfterReign(s, () => s.follow(1)),
  },
  {
    check: "no-duplicate",
    name: "twice in the topic that was made anew, and nobody renewed an epoch",
    act: (s) => twiceAnew(s, () => {}),
  },
  {
    check: "no-duplicate",
    name: "a record that was sent after the epoch was renewed is there twice",
    act: (s) => {
      three(s);
      bump(s);
      s.commit(1, 3, [13]);
      s.commit(1, 4, [13]);
    },
  },
  {
    check: "committed-stable",
    name: "a last known leader whose log is whole when it is elected, and which loses a record then",
    act: (s) => {
      three(s);
      s.change({ leader: -1, isr: [], lastKnownElr: [3] }, "leaderless");
      s.elect(3, "last-known", { isr: [3] });
      s.event((t) => t.truncated(3, tp, 2, 1, 2, 0, 2));
      s.elect(3, "clean");
    },
  },
  {
    check: "send-contiguity",
    name: "a gap in the sequences, and leaders remember a producer for a day",
    options: { trial: { times: defaultTimes } },
    act: gapInSequences,
  },
  {
    check: "strong-isr",
    name: "an uncommitted record of an older epoch where compaction has left what it lacks",
    options: { compact: true, minIsr: 1 },
    act: (s) => {
      s.send(10, 11);
      s.write(1, 0, [9], 0);
      s.elect(2, "clean", { isr: [2] });
      s.commit(2, 0, [10], []);
      s.event((t) => t.compacted(2, tp, [batchOf(0, [10], 1)], [batchOf(0, [10], 1)], 0));
      s.isr([1, 2]);
    },
  },
  {
    check: "strong-isr",
    name: "a replica that has registered after it lost records stays in the ISR, and records are committed without it",
    act: (s) => {
      three(s);
      s.down(3, "power-loss");
      s.up(3, 1);
      s.write(1, 3, [13]);
      s.copy(2, 3, [13], 0);
      s.mark(1, 4);
    },
  },
];
