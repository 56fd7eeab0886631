/** Statistics, marks, verdicts and the cost-free trial. */
import { expect, test } from "vitest";
import { marks } from "../../src/check/marks.ts";
import { createTrial } from "../../src/check/trial.ts";
import { Errors } from "../../src/kafka/errors.ts";
import { offsetsTopic } from "../../src/kafka/group/records.ts";
import { topicPartition } from "../../src/kafka/topic-partition.ts";
import { batchOf, finalState, producer, reader, stage, tp } from "./stage.ts";

test("fates of records are told apart", () => {
  const s = stage({ acks: 1 });
  s.commit(1, 0, [10, 11]);
  s.ack(10, 0);
  s.event((t) => t.sendCompleted(producer, 11, tp, "info", Errors.REQUEST_TIMED_OUT, -1));
  s.send(12, 13, 14, 15);
  s.write(1, 2, [12]);
  s.ack(12, 2);
  s.event((t) => t.sendCompleted(producer, 13, tp, "fail", Errors.MESSAGE_TOO_LARGE, -1));
  s.event((t) => t.sendCompleted(producer, 14, tp, "info", Errors.REQUEST_TIMED_OUT, -1));
  s.down(1);
  s.elect(2, "clean", { isr: [2, 3] });
  s.commit(2, 2, [14], [3]);
  s.event((t) => t.nodeDown(producer, "process-crash"));
  const { statistics } = s.finish(finalState(s, [batchOf(0, [10, 11], 0), batchOf(2, [14], 1)]));
  expect(statistics).toMatchObject({
    sentRecords: 6,
    ackedRecords: 2,
    ackedSurvived: 1,
    lostAcked: 1,
    reportedFailed: 1,
    reportedFailedSurvived: 0,
    ambiguous: 2,
    ambiguousSurvived: 2,
    lateAppearance: 1,
    neverReported: 1,
    neverReportedSurvived: 0,
    undecided: 0,
    duplicates: 0,
  });
});

test("a record that was lost for a while and came back is not lost", () => {
  const s = stage({ minIsr: 1, replicas: [1, 2] });
  s.commit(1, 0, [10]);
  s.ack(10, 0);
  s.isr([1]);
  s.event((t) => t.truncated(2, tp, 0, 0, 0, 0, 0));
  s.elect(2, "unclean", { isr: [2] });
  s.elect(1, "unclean", { isr: [1] });
  s.mark(1, 1);
  s.write(1, 1, [11]);
  s.mark(1, 2);
  const { statistics } = s.finish(finalState(s, [batchOf(0, [10], 0), batchOf(1, [11], 2)]));
  expect(statistics.lostAcked).toBe(0);
});

test("unavailability adds up over partitions, for each of its causes", () => {
  const s = stage();
  const seconds = (act: () => void): void => act();
  s.trial.beginEvent(100, 1_000_000);
  s.trial.nodePaused(1);
  s.trial.endEvent();
  s.trial.beginEvent(101, 3_000_000);
  s.trial.nodeResumed(1);
  s.trial.endEvent();
  seconds(() => {
    s.trial.beginEvent(102, 4_000_000);
    s.trial.nodeDown(1, "process-crash");
    s.trial.endEvent();
    s.trial.beginEvent(103, 5_000_000);
    s.trial.partitionChanged(
      tp,
      s.registration,
      { ...s.registration, leader: 2, isr: [2, 3], leaderEpoch: 1, partitionEpoch: 1 },
      "clean",
    );
    s.trial.endEvent();
    s.trial.beginEvent(104, 5_500_000);
    s.trial.becameLeader(2, tp, 1, 0);
    s.trial.endEvent();
  });
  expect(s.finish({ atMicros: 9_000_000 }).statistics.unavailableSeconds).toBeCloseTo(2 + 1.5, 2);
});

test("what is not available of the offsets topic is no unavailability of users' topics", () => {
  const s = stage();
  const offsets = topicPartition(99, 0);
  s.trial.beginEvent(100, 1_000_000);
  s.trial.topicCreated(offsetsTopic, [offsets]);
  s.trial.partitionChanged(offsets, null, { ...s.registration, leader: -1 }, "none");
  s.trial.endEvent();
  expect(s.finish({ atMicros: 9_000_000 }).statistics.unavailableSeconds).toBeCloseTo(0, 1);
});

test("Kafka's own metrics", () => {
  const s = stage();
  s.isr([1, 2]);
  s.isr([1]);
  s.isr([1, 2]);
  s.change({ leader: -1 }, "leaderless");
  s.change({ leader: 2, isr: [2] }, "unclean");
  s.commit(1, 0, [1]);
  s.event((t) => t.positionSet(reader, tp, 0, "reset"));
  const { statistics } = s.finish(finalState(s, []));
  expect(statistics).toMatchObject({
    IsrShrinksPerSecCount: 3,
    IsrExpandsPerSecCount: 1,
    UnderReplicatedPartitionsMax: 1,
    UnderMinIsrPartitionCountMax: 1,
    AtMinIsrPartitionCountMax: 1,
    OfflinePartitionsCountMax: 1,
    UncleanLeaderElectionsPerSecCount: 1,
    ElectionFromEligibleLeaderReplicasPerSecCount: 0,
    PreferredReplicaImbalanceCountMax: 1,
    readerResets: 1,
  });
});

test("at least forty marks, each with a sentence, and each name once", () => {
  expect(marks.length).toBeGreaterThanOrEqual(40);
  expect(new Set(marks.map((mark) => mark.name)).size).toBe(marks.length);
  expect(marks.filter((mark) => mark.sentence.length < 10)).toEqual([]);
});

test("marks are met when their case is", () => {
  const s = stage();
  expect(s.finish().marks).toEqual([]);
  const busy = stage();
  busy.commit(1, 0, [10, 11]);
  busy.isr([1, 2]);
  busy.isr([1, 2, 3]);
  busy.event((t) => t.isrProposed(1, tp, [1, 2], 0, 2));
  busy.mark(3, 2, false);
  busy.write(1, 2, [12]);
  busy.down(1, "power-loss");
  busy.elect(2, "clean", { isr: [2, 3] });
  busy.event((t) => t.produceAnswered(2, tp, batchOf(0, [10], -1), -1, Errors.NONE, 0, true));
  busy.event((t) => t.truncated(3, tp, 1, 1, 1, 0, 1));
  busy.event((t) => t.fetchRefused(2, tp, 3, Errors.FENCED_LEADER_EPOCH));
  busy.event((t) => t.logStartMoved(2, tp, 1, "retention"));
  expect(busy.finish().marks).toEqual(
    expect.arrayContaining([
      "isr-shrunk-and-refilled",
      "elected-while-alter-partition-pending",
      "follower-truncated-below-its-high-watermark",
      "leader-crashed-with-uncommitted-records",
      "acked-after-leader-change",
      "produce-retried-as-duplicate",
      "duplicate-recognised-after-leader-change",
      "fetch-fenced",
      "retention-deleted",
      "power-loss",
    ]),
  );
});

test("the first of a fingerprint is kept, the others are counted", () => {
  const s = stage();
  s.commit(1, 0, [10, 11, 12]);
  s.mark(1, 2);
  s.mark(1, 1);
  const { violations, counts } = s.finish();
  expect(violations.filter((violation) => violation.check === "high-watermark-monotone")).toHaveLength(1);
  expect(counts["high-watermark-monotone/leader-lowers-mark/chaos"]).toBe(2);
  expect(violations[0]).toMatchObject({
    topicPartition: tp,
    event: expect.any(Number),
    subject: { kind: "replica", broker: 1 },
  });
});

test("checks can be chosen by name, and switched off", () => {
  const act = (checks: "none" | readonly string[]) => {
    const s = stage({ trial: { checks } });
    s.commit(1, 0, [10]);
    s.mark(1, 0);
    return s.finish();
  };
  expect(act(["log-matching"]).violations).toEqual([]);
  expect(act(["high-watermark-monotone"]).violations).toHaveLength(1);
  expect(act("none")).toMatchObject({ violations: [], marks: [], statistics: { ackedRecords: 0 } });
});

test("sends that wait are known, until their client dies", () => {
  const s = stage();
  s.send(1, 2);
  expect(s.trial.pendingSends()).toBe(2);
  s.event((t) => t.sendCompleted(producer, 1, tp, "info", Errors.REQUEST_TIMED_OUT, -1));
  expect(s.trial.pendingSends()).toBe(1);
  s.event((t) => t.nodeDown(producer, "process-crash"));
  expect(s.trial.pendingSends()).toBe(0);
});

test("a trial keeps to itself: two of them do not share anything", () => {
  const one = stage();
  one.commit(1, 0, [10]);
  one.mark(1, 0);
  expect(stage().finish().violations).toEqual([]);
  expect(
    createTrial({
      brokers: 1,
      eligibleLeaderReplicasEnable: true,
      topics: [],
      topicDefaults: {
        name: "",
        replicationFactor: 1,
        minInsyncReplicas: 1,
        uncleanLeaderElectionEnable: false,
        cleanupPolicy: [],
        flushMessages: 1,
      },
      producers: [],
    }).pendingSends(),
  ).toBe(0);
});
