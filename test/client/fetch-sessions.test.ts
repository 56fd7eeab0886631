/** What a consumer says to a node is one session (KIP-227). */
import { describe, expect, test } from "vitest";
import { Errors } from "../../src/kafka/errors.ts";
import { operatorId } from "../../src/kafka/messages/operator.ts";
import { tpOf } from "./client-settings.ts";
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

/** Of two partitions of a session one waits for the application until 1000 ms; the other pauses, and comes back before the next fetch. */
function pausedBeforeTheNextFetch(): ConsumerDriver {
  const leaders = [1, 1].map((leaderId) => ({ leaderId, leaderEpoch: 0 }));
  const driver = startConsumer({ workload: { ...pollPlan, pollEveryMs: 1000 } }, leaders);
  const [first] = driver.fetches();
  answerFetch(driver, first!, [{ topicPartition: tpOf(0), batches: [stored(0, 1)] }, { topicPartition: tpOf(1) }]);
  driver.host.runTo(10);
  const [open] = driver.fetches();
  answerFetch(driver, open!, [
    { topicPartition: tpOf(0), batches: [stored(1, 1)] },
    { topicPartition: tpOf(1), errorCode: Errors.UNKNOWN_LEADER_EPOCH },
  ]);
  return driver;
}

describe("fetch sessions", () => {
  test("begin with all partitions, then name only what changed", () => {
    const leaders = [1, 1, 2].map((leaderId) => ({ leaderId, leaderEpoch: 0 }));
    const driver = startConsumer({}, leaders);
    const first = driver.fetches();
    expect(first.map((sent) => [sent.to, session(sent), offsets(sent)])).toEqual([
      [
        1,
        [0, 0],
        [
          [tpOf(0), 0],
          [tpOf(1), 0],
        ],
      ],
      [2, [0, 0], [[tpOf(2), 0]]],
    ]);
    answerFetch(driver, first[0]!, [{ topicPartition: tpOf(0), batches: [stored(0, 3)] }, { topicPartition: tpOf(1) }]);
    expect(driver.fetches()).toEqual([]);
    driver.host.runTo(10);
    expect(driver.facts.polled).toEqual([{ tp: tpOf(0), records: [0, 1, 2], from: 0, to: 3, broker: 1 }]);
    const [second] = driver.fetches();
    expect([session(second!), offsets(second!), second!.body.forgotten]).toEqual([[9, 1], [[tpOf(0), 3]], []]);
    answerFetch(driver, second!, []);
    const [third] = driver.fetches();
    expect([session(third!), offsets(third!)]).toEqual([[9, 2], []]);
  });

  test("start over when the broker forgot them, by their id when it is confused", () => {
    const driver = startConsumer();
    answerFetch(driver, driver.fetches()[0]!, []);
    answerFetch(driver, driver.fetches()[0]!, [], { errorCode: Errors.INVALID_FETCH_SESSION_EPOCH });
    const [again] = driver.fetches();
    expect([session(again!), offsets(again!)]).toEqual([[9, 0], [[tpOf(0), 0]]]);
    answerFetch(driver, again!, [], { errorCode: Errors.FETCH_SESSION_ID_NOT_FOUND });
    expect(session(driver.fetches()[0]!)).toEqual([0, 0]);
  });

  test("forget a partition whose leader moved", () => {
    const leaders = [1, 1].map((leaderId) => ({ leaderId, leaderEpoch: 0 }));
    const driver = startConsumer({}, leaders);
    answerFetch(driver, driver.fetches()[0]!, [{ topicPartition: tpOf(0) }]);
    const [open] = driver.fetches();
    const currentLeader = { leaderId: 2, leaderEpoch: 1 };
    answerFetch(driver, open!, [{ topicPartition: tpOf(1), errorCode: Errors.NOT_LEADER_OR_FOLLOWER, currentLeader }]);
    const sent = driver.fetches();
    expect(sent.map(({ to, body }) => [to, body.forgotten])).toEqual([
      [1, [tpOf(1)]],
      [2, []],
    ]);
    expect(offsets(sent[1]!)).toEqual([[tpOf(1), 0]]);
    expect(sent[1]!.body.partitions[0]!.currentLeaderEpoch).toBe(1);
  });

  test("do not forget a partition that left and is back before they heard of it", () => {
    const driver = pausedBeforeTheNextFetch();
    driver.host.runTo(999);
    expect(driver.fetches()).toEqual([]);
    driver.host.runTo(1000);
    const [next] = driver.fetches();
    expect([offsets(next!), next!.body.forgotten]).toEqual([
      [
        [tpOf(1), 0],
        [tpOf(0), 2],
      ],
      [],
    ]);
  });

  test("forget a partition that left, came back and left again before they heard of it", () => {
    const driver = pausedBeforeTheNextFetch();
    driver.host.runTo(900);
    // The look-up of the new position is under way when the next fetch goes out.
    driver.host.deliver(operatorId, 0, seekCommand(1, { agoMs: 100 }));
    driver.host.runTo(1000);
    const [next] = driver.fetches();
    expect([offsets(next!), next!.body.forgotten]).toEqual([[[tpOf(0), 2]], [tpOf(1)]]);
  });

  test("a broker that knows another topic id makes the consumer ask for metadata (KIP-516)", () => {
    const driver = startConsumer();
    const [first] = driver.fetches();
    const before = driver.facts.refreshes;
    answerFetch(driver, first!, [], { errorCode: Errors.FETCH_SESSION_TOPIC_ID_ERROR });
    driver.host.runTo(200);
    driver.fetches();
    expect(driver.facts.refreshes).toBe(before + 1);
  });

  test("a lost connection ends the session; the next fetch closes it by its id", () => {
    const driver = startConsumer();
    answerFetch(driver, driver.fetches()[0]!, []);
    driver.fetches();
    driver.host.disconnect(1, 0);
    driver.host.runTo(100);
    expect(session(driver.fetches()[0]!)).toEqual([9, 0]);
  });
});
