import { describe, expect, test } from "vitest";
import { Errors } from "../../src/kafka/errors.ts";
import { operatorId } from "../../src/kafka/messages/operator.ts";
import { kafka4, overrideRules } from "../../src/kafka/rules/rules.ts";
import { consumerConfig, tpOf } from "./client-settings.ts";
import {
  answerFetch,
  type ConsumerDriver,
  pollPlan,
  type SentFetch,
  startConsumer,
  stored,
} from "./consumer-driver.ts";
import { seekCommand } from "./operator-commands.ts";

const offsets = ({ body }: SentFetch): [number, number][] =>
  body.partitions.map(({ topicPartition, fetchOffset }) => [topicPartition, fetchOffset]);
const session = ({ body }: SentFetch): [number, number] => [body.sessionId, body.sessionEpoch];

describe("while something of a node waits for the application", () => {
  const leaders = [1, 1].map((leaderId) => ({ leaderId, leaderEpoch: 0 }));
  const answerHalf = (rules = kafka4): ConsumerDriver => {
    const driver = startConsumer({ rules }, leaders);
    const [first] = driver.fetches();
    const batches = [stored(0, 3)];
    answerFetch(driver, first!, [{ topicPartition: tpOf(0), batches }, { topicPartition: tpOf(1) }]);
    return driver;
  };

  test("it is not asked for the rest (KAFKA-17182)", () => {
    const driver = answerHalf();
    expect(driver.fetches()).toEqual([]);
    driver.host.runTo(10);
    expect(driver.fetches().map((sent) => [session(sent), offsets(sent)])).toEqual([[[9, 1], [[tpOf(0), 3]]]]);
  });

  test("before 4.0 it is, and what waits falls out of the session until it is taken", () => {
    const driver = answerHalf(overrideRules(kafka4, { name: "before-4.0", consumer: { sparesBufferedNodes: false } }));
    const [rest] = driver.fetches();
    expect([session(rest!), offsets(rest!), rest!.body.forgotten]).toEqual([[9, 1], [], [tpOf(0)]]);
    driver.host.runTo(10);
    expect(driver.fetches()).toEqual([]);
    answerFetch(driver, rest!, []);
    const [all] = driver.fetches();
    expect([session(all!), offsets(all!), all!.body.forgotten]).toEqual([[9, 2], [[tpOf(0), 3]], []]);
  });
});

test.each(["read_committed", "read_uncommitted"] as const)("isolation.level %s goes with each request", (level) => {
  const driver = startConsumer({ config: consumerConfig({ isolationLevel: level }) });
  expect(driver.fetches()[0]!.body.isolationLevel).toBe(level);
  expect(driver.lookups[0]).toMatchObject({ kind: "ListOffsets", isolationLevel: level });
});

describe("poll", () => {
  test("returns at most max.poll.records, batch by batch, at the application's pace", () => {
    const driver = startConsumer({
      config: consumerConfig({ maxPollRecords: 4 }),
      workload: { ...pollPlan, pollEveryMs: 100 },
    });
    const [sent] = driver.fetches();
    answerFetch(driver, sent!, [{ topicPartition: tpOf(0), batches: [stored(0, 3), stored(3, 3)] }]);
    driver.host.runTo(99);
    expect(driver.facts.polled.map(({ records }) => records)).toEqual([[0, 1, 2], [3]]);
    expect(driver.fetches()).toEqual([]);
    driver.host.runTo(100);
    expect(driver.facts.polled.map(({ records }) => records)).toEqual([[0, 1, 2], [3], [4, 5]]);
    expect(driver.fetches().map(offsets)).toEqual([[[tpOf(0), 6]]]);
  });

  test("skips what lies before the position and closes the gaps of a compacted batch", () => {
    const driver = startConsumer();
    const [sent] = driver.fetches();
    const sparse = stored(0, 5);
    const compacted = {
      ...sparse,
      records: sparse.records.filter(({ offsetDelta }) => offsetDelta !== 0 && offsetDelta !== 4),
    };
    answerFetch(driver, sent!, [{ topicPartition: tpOf(0), batches: [compacted, stored(9, 1)] }]);
    driver.host.runTo(10);
    expect(driver.facts.polled.map(({ records, from, to }) => [records, from, to])).toEqual([
      [[1, 2, 3], 0, 5],
      [[9], 9, 10],
    ]);
    expect(driver.fetches().map(offsets)).toEqual([[[tpOf(0), 10]]]);
  });

  test("a reset does not wait until what was fetched before is taken", () => {
    const driver = startConsumer({ workload: { ...pollPlan, pollEveryMs: 1000 } });
    driver.host.runTo(1);
    answerFetch(driver, driver.fetches()[0]!, [{ topicPartition: tpOf(0), batches: [stored(0, 3)] }]);
    driver.host.deliver(operatorId, 0, seekCommand(0, "latest"));
    expect(driver.fetches().map(offsets)).toEqual([[[tpOf(0), 10]]]);
    driver.host.runTo(1000);
    expect(driver.facts.polled).toEqual([]);
  });

  test("never returns control batches, which still move the position", () => {
    const driver = startConsumer();
    const [sent] = driver.fetches();
    answerFetch(driver, sent!, [
      { topicPartition: tpOf(0), batches: [{ ...stored(0, 1), isControl: true }, stored(1, 1)] },
    ]);
    driver.host.runTo(10);
    expect(driver.facts.polled.map(({ records }) => records)).toEqual([[1]]);
  });

  test("nothing happens before the consumer starts, and nothing ticks while there is nothing to return", () => {
    const driver = startConsumer({ workload: { ...pollPlan, startMs: 700 } });
    driver.host.runTo(699);
    expect(driver.host.outbox).toEqual([]);
    driver.host.runTo(700);
    driver.fetches();
    expect(driver.host.nextTimerMs()).toBeGreaterThan(10_000);
  });
});

describe("fetch errors", () => {
  test("UNKNOWN_LEADER_EPOCH and a stale leader are asked again after a pause, not at once", () => {
    const driver = startConsumer();
    answerFetch(driver, driver.fetches()[0]!, [{ topicPartition: tpOf(0), errorCode: Errors.UNKNOWN_LEADER_EPOCH }]);
    expect(driver.fetches()).toEqual([]);
    driver.host.runTo(99);
    expect(driver.fetches()).toEqual([]);
    driver.host.runTo(100);
    expect(driver.fetches().map(offsets)).toEqual([[[tpOf(0), 0]]]);
  });

  test("news of a leader end the pause", () => {
    const driver = startConsumer({ config: consumerConfig({ retryBackoffMs: 1000 }) });
    const [sent] = driver.fetches();
    driver.host.runTo(2000);
    driver.fetches();
    driver.leaders = [{ leaderId: 2, leaderEpoch: 1 }];
    answerFetch(driver, sent!, [{ topicPartition: tpOf(0), errorCode: Errors.UNKNOWN_LEADER_EPOCH }]);
    expect(driver.fetches().map(({ to, atMs }) => [to, atMs])).toEqual([[2, 2000]]);
  });

  test("with a preferred read replica the fetches go there, and back when it is behind (KIP-392)", () => {
    const driver = startConsumer({ rack: "a" });
    const [sent] = driver.fetches();
    expect(sent!.body.rackId).toBe("a");
    answerFetch(driver, sent!, [{ topicPartition: tpOf(0), preferredReadReplica: 3 }]);
    const [toReplica] = driver.fetches();
    expect([toReplica!.to, offsets(toReplica!)]).toEqual([3, [[tpOf(0), 0]]]);
    answerFetch(driver, toReplica!, [{ topicPartition: tpOf(0), errorCode: Errors.OFFSET_OUT_OF_RANGE }]);
    expect(driver.fetches().map(({ to }) => to)).toEqual([1]);
    expect(driver.facts.positions).toHaveLength(1);
  });

  test("a recommended replica that metadata does not know is asked for: the leader will go on recommending it", () => {
    const driver = startConsumer({ rack: "a" });
    answerFetch(driver, driver.fetches()[0]!, [{ topicPartition: tpOf(0), preferredReadReplica: 9 }]);
    driver.host.runTo(200);
    expect(driver.host.outbox.some(({ body }) => body.kind === "Metadata")).toBe(true);
  });

  test("a seek begins at the leader", () => {
    const driver = startConsumer({ rack: "a" });
    answerFetch(driver, driver.fetches()[0]!, [{ topicPartition: tpOf(0), preferredReadReplica: 3 }]);
    expect(driver.fetches().map(({ to }) => to)).toEqual([3]);
    driver.host.deliver(operatorId, 0, seekCommand(0, { offset: 5 }));
    expect(driver.fetches().map(({ to, body }) => [to, body.partitions[0]!.fetchOffset])).toEqual([[1, 5]]);
  });

  test("a new leader is asked itself", () => {
    const driver = startConsumer({ rack: "a", config: consumerConfig({ metadataMaxAgeMs: 300 }) });
    answerFetch(driver, driver.fetches()[0]!, [{ topicPartition: tpOf(0), preferredReadReplica: 3 }]);
    driver.fetches();
    driver.leaders = [{ leaderId: 2, leaderEpoch: 1 }];
    driver.host.runTo(290);
    driver.fetches();
    driver.host.runTo(420);
    expect(driver.fetches().map(({ to }) => to)).toEqual([2]);
  });

  test("a replica that is gone is not asked again", () => {
    const driver = startConsumer({ rack: "a" });
    answerFetch(driver, driver.fetches()[0]!, [{ topicPartition: tpOf(0), preferredReadReplica: 3 }]);
    driver.fetches();
    driver.host.disconnect(3, 0);
    expect(driver.fetches().map(({ to }) => to)).toEqual([1]);
  });
});
