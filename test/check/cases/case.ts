/** One line of a table of cases: a check, a world, and how to get there. */
import { Errors } from "../../../src/kafka/errors.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { freshPartition } from "../../kafka/metadata/fresh-partition.ts";
import { batchOf, producer, type Stage, type StageOptions, tp } from "../stage.ts";

export interface Case {
  readonly check: string;
  readonly name: string;
  readonly options?: StageOptions;
  readonly act: (s: Stage) => void;
  /** It is told, as a break that nothing promised against. */
  readonly told?: boolean;
}

/** Broker 1 leads in epoch 0, records 10, 11, 12 are committed on all three. */
export const three = (s: Stage): void => s.commit(1, 0, [10, 11, 12]);

export const ids = [10, 11, 12];
export const fails = (s: Stage, id: number, outcome: "fail" | "info"): void =>
  s.event((t) => t.sendCompleted(producer, id, tp, outcome, Errors.REQUEST_TIMED_OUT, -1));
/** Because the leader missed a sequence. */
export const bump = (s: Stage): void => {
  const refused = batchOf(0, [], 0, { producerId: 1 });
  s.event((t) => t.produceAnswered(1, tp, refused, -1, Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, -1, false));
  s.event((t) => t.producerEpochBumped(producer, 1, 1, tp));
};
/** Record 10, sent in a session, may be there or not when it is given up. */
export const sendAndFail = (s: Stage): void => {
  s.send(10);
  s.event((t) => t.sendAttempted(producer, tp, batchOf(-1, [10], -1, { producerId: 1 }), 1, 0));
  fails(s, 10, "info");
};

/** A partition of the topic that is made after the first was deleted. */
export const anew = topicPartition(2, 0);

export const makeAnew = (s: Stage, name: string): void => {
  s.event((t) => t.topicDeleted("orders", [tp]));
  s.event((t) => {
    t.partitionChanged(anew, null, freshPartition([1, 2, 3]), "none");
    t.topicCreated(name, [anew]);
  });
};

export const toOtherHistory = (s: Stage): void => {
  s.isr([1]);
  s.event((t) => t.truncated(2, tp, 1, 0, 1, 0, 1));
};

/** Broker 3, outside the ISR, is truncated to offset 3, within its batch from 1 to 4, and starts again with this much. */
export function cutWithinBatch(s: Stage, logEnd: number): void {
  s.isr([1, 2]);
  s.commit(1, 0, [10], [2]);
  s.copy(3, 0, [10], 0);
  s.copy(3, 1, [11, 12, 13, 14], 0);
  s.event((t) => t.truncated(3, tp, 3, 0, 1, 0, 1));
  s.down(3);
  s.up(3, logEnd);
}

/** A reader at position 3 of epoch 0; an unclean election, and the new leader writes from 0 on. It is given what lies at 3. */
export function rewriteBehindReader(s: Stage, before: () => void = () => {}): void {
  three(s);
  s.poll(0, batchOf(0, ids, 0));
  s.isr([1]);
  s.event((t) => t.truncated(2, tp, 0, 0, 0, 0, 0));
  s.down(1);
  s.elect(2, "unclean", { isr: [2] });
  s.write(2, 0, [20, 21, 22]);
  s.write(2, 3, [23]);
  s.mark(2, 4);
  before();
  s.poll(3, batchOf(3, [23], 1));
}

/** Broker 1 copies an uncommitted record after an unclean election, and starts again with a high watermark from before it. */
export function readOldMark(s: Stage): void {
  three(s);
  s.elect(3, "unclean", { isr: [3] });
  s.write(3, 3, [20]);
  s.follow(1);
  s.copy(1, 3, [20], s.registration.leaderEpoch);
  s.down(1);
  s.event((t) => {
    t.nodeUp(1, 1);
    t.logOpened(1, tp, 0, 4, 4, true);
  });
  s.event((t) => t.brokerRegistered(1, 101, true));
}

/**
 * Broker 1 has not heard that broker 3 led, nor yet that it leads again, when broker 2, which had copied its record 13 and truncated it under
 * broker 3, commits another one in its place; then it hears of all.
 */
export function countLateAfterReign(s: Stage, between: (epoch: number) => void): void {
  three(s);
  s.write(1, 3, [13]);
  s.copy(2, 3, [13], 0);
  s.event((t) => t.followerFetched(1, tp, 2, 4, 0));
  s.elect(3);
  s.follow(2);
  s.event((t) => t.truncated(2, tp, 3, 1, 3, 0, 3));
  s.change({ leader: 1, isr: [1, 2] }, "clean");
  const missed = s.registration.leaderEpoch;
  s.elect(2, "clean", { isr: [2, 3] });
  s.follow(3);
  s.commit(2, 3, [14], [3]);
  between(missed);
  s.lead(1, missed);
  s.mark(1, 4, true, missed);
}
