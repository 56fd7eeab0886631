import { describe, expect, test } from "vitest";
import { Errors } from "../../src/kafka/errors.ts";
import { latestTimestamp } from "../../src/kafka/messages/offsets.ts";
import { operatorId } from "../../src/kafka/messages/operator.ts";
import { kafka4, overrideRules } from "../../src/kafka/rules/rules.ts";
import { consumerConfig, tpOf } from "./client-settings.ts";
import {
  answerFetch,
  type ConsumerDriver,
  epochEnds,
  listOffsets,
  pollPlan,
  startConsumer,
  stored,
} from "./consumer-driver.ts";
import { seekCommand } from "./operator-commands.ts";

const unvalidated = overrideRules(kafka4, { name: "G-21", consumer: { validatesPosition: () => false } });
const earliestPolicy = consumerConfig({ autoOffsetReset: "earliest" });

/** Reads ten records of epoch 1 and has the next fetch open. */
function readTen(options: Parameters<typeof startConsumer>[0] = {}): ConsumerDriver {
  const driver = startConsumer(options, [{ leaderId: 1, leaderEpoch: 1 }]);
  answerFetch(driver, driver.fetches()[0]!, [{ topicPartition: tpOf(0), batches: [stored(0, 10, 1)] }]);
  driver.host.runTo(10);
  return driver;
}

/** The leader changes; the consumer hears of it by its next fetch. */
function elect(driver: ConsumerDriver, leaderEpoch: number): void {
  const [open] = driver.fetches();
  const currentLeader = { leaderId: 2, leaderEpoch };
  answerFetch(driver, open!, [{ topicPartition: tpOf(0), errorCode: Errors.NOT_LEADER_OR_FOLLOWER, currentLeader }]);
}

describe("the first position", () => {
  test.each([
    ["earliest", 4],
    ["latest", 10],
  ] as const)("comes from ListOffsets: %s", (start, offset) => {
    const driver = startConsumer({ workload: { ...pollPlan, start } });
    driver.offsets = { earliest: 4, latest: 10, leaderEpoch: 0 };
    expect(driver.fetches().map(({ body }) => body.partitions[0]!.fetchOffset)).toEqual([offset]);
    expect(driver.facts.positions).toEqual([{ tp: tpOf(0), offset, reason: "assign" }]);
  });

  test("of a partition added later is where auto.offset.reset says", () => {
    const driver = startConsumer({ config: consumerConfig({ metadataMaxAgeMs: 1000 }) });
    driver.fetches();
    driver.leaders = [
      { leaderId: 1, leaderEpoch: 0 },
      { leaderId: 1, leaderEpoch: 0 },
    ];
    driver.host.runTo(1200);
    driver.fetches();
    expect(driver.facts.positions).toEqual([
      { tp: tpOf(0), offset: 0, reason: "assign" },
      { tp: tpOf(1), offset: 10, reason: "assign" },
    ]);
  });

  test("is asked for again each retry.backoff.ms, no less often with each failure, while the leader cannot tell", () => {
    const driver = startConsumer();
    driver.listOffsetsError = Errors.OFFSET_NOT_AVAILABLE;
    for (let atMs = 0; atMs <= 1000; atMs += 10) {
      driver.host.runTo(atMs);
      driver.fetches();
    }
    expect(driver.lookups).toHaveLength(11);
    driver.listOffsetsError = Errors.NONE;
    driver.host.runTo(3000);
    expect(driver.fetches()).toHaveLength(1);
  });
});

describe("after a leader-epoch change", () => {
  test("the position is validated before it is used (X-4)", () => {
    const driver = readTen();
    driver.epochEnd = null;
    elect(driver, 2);
    expect(driver.fetches()).toEqual([]);
    expect(driver.lookups.at(-1)).toMatchObject({ partitions: [{ currentLeaderEpoch: 2, leaderEpoch: 1 }] });
    driver.epochEnd = () => ({ leaderEpoch: 1, endOffset: 10 });
    driver.host.disconnect(2, 1);
    driver.host.runTo(500);
    const [sent] = driver.fetches();
    expect([sent!.to, sent!.body.partitions[0]!.fetchOffset]).toEqual([2, 10]);
    expect(driver.facts.truncations).toEqual([]);
  });

  test("a truncation is found and reading goes on where the logs part", () => {
    const driver = readTen();
    driver.epochEnd = () => ({ leaderEpoch: 1, endOffset: 6 });
    elect(driver, 2);
    expect(driver.fetches().map(({ body }) => body.partitions[0]!.fetchOffset)).toEqual([6]);
    expect(driver.facts.truncations).toEqual([{ tp: tpOf(0), position: 10, divergentOffset: 6 }]);
    expect(driver.facts.positions.at(-1)).toEqual({ tp: tpOf(0), offset: 6, reason: "truncation" });
  });

  test("without the check the new records 6 to 9 are never read (G-21)", () => {
    const driver = readTen({ rules: unvalidated });
    driver.epochEnd = () => ({ leaderEpoch: 1, endOffset: 6 });
    elect(driver, 2);
    expect(driver.fetches().map(({ body }) => body.partitions[0]!.fetchOffset)).toEqual([10]);
    expect(driver.facts.truncations).toEqual([]);
  });

  test("a log that knows none of it resets the position", () => {
    const driver = readTen({ config: earliestPolicy });
    driver.epochEnd = () => ({ leaderEpoch: -1, endOffset: -1 });
    driver.offsets = null;
    elect(driver, 2);
    driver.fetches();
    expect(driver.facts.truncations).toEqual([{ tp: tpOf(0), position: 10, divergentOffset: -1 }]);
    expect(driver.lookups.at(-1)).toMatchObject({ kind: "ListOffsets", partitions: [{ timestamp: -2 }] });
  });

  test("an older epoch is no change", () => {
    const driver = readTen();
    const before = driver.lookups.length;
    elect(driver, 0);
    driver.leaders = [{ leaderId: 3, leaderEpoch: 0 }];
    driver.host.runTo(400);
    expect(driver.fetches().map(({ to }) => to)).toEqual([1]);
    expect(driver.lookups).toHaveLength(before);
  });

  test("what was fetched and not returned yet is not returned while the position is in doubt", () => {
    const config = consumerConfig({ metadataMaxAgeMs: 50 });
    const driver = readTen({ config, workload: { ...pollPlan, pollEveryMs: 2000 } });
    driver.host.runTo(900);
    answerFetch(driver, driver.fetches()[0]!, [{ topicPartition: tpOf(0), batches: [stored(10, 5, 1)] }]);
    driver.epochEnd = null;
    driver.leaders = [{ leaderId: 2, leaderEpoch: 2 }];
    driver.host.runTo(1500);
    driver.fetches();
    driver.host.runTo(2100);
    expect(driver.facts.polled.map(({ records }) => records)).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
    expect(driver.lookups.at(-1)!.kind).toBe("OffsetForLeaderEpoch");
  });
});

test("what was fetched before the leader changed is returned once the position is valid, and its new node waits for that", () => {
  const config = consumerConfig({ metadataMaxAgeMs: 50 });
  const driver = readTen({ config, workload: { ...pollPlan, pollEveryMs: 2000 } });
  driver.host.runTo(900);
  answerFetch(driver, driver.fetches()[0]!, [{ topicPartition: tpOf(0), batches: [stored(10, 5, 1)] }]);
  driver.leaders = [{ leaderId: 2, leaderEpoch: 2 }];
  for (let atMs = 900; atMs < 2000; atMs += 50) {
    driver.host.runTo(atMs);
    expect(driver.fetches()).toEqual([]);
  }
  driver.host.runTo(2000);
  expect(driver.facts.polled.at(-1)).toMatchObject({ from: 10, to: 15, broker: 1 });
  expect(driver.fetches().map(({ to, body }) => [to, body.partitions[0]!.fetchOffset])).toEqual([[2, 15]]);
});

describe("OFFSET_OUT_OF_RANGE", () => {
  test.each([
    ["earliest", -2, "reset"],
    ["latest", -1, "reset"],
    ["none", -2, "seek"],
  ] as const)("of the leader resets by policy %s", (autoOffsetReset, timestamp, reason) => {
    const driver = startConsumer({ config: consumerConfig({ autoOffsetReset }) });
    answerFetch(driver, driver.fetches()[0]!, [{ topicPartition: tpOf(0), errorCode: Errors.OFFSET_OUT_OF_RANGE }]);
    driver.fetches();
    expect(driver.lookups.filter(({ kind }) => kind === "ListOffsets").at(-1)).toMatchObject({
      partitions: [{ timestamp }],
    });
    expect(driver.facts.positions.at(-1)!.reason).toBe(reason);
  });
});

describe("a position that was looked up", () => {
  test("has no epoch and is used unseen", () => {
    const driver = startConsumer({}, [{ leaderId: 1, leaderEpoch: 3 }]);
    driver.epochEnd = null;
    expect(driver.fetches()).toHaveLength(1);
    expect(driver.lookups.map(({ kind }) => kind)).toEqual(["ListOffsets"]);
  });
});

describe("auto.offset.reset=by_duration", () => {
  const config = consumerConfig({ autoOffsetReset: { agoMs: 700 }, requestTimeoutMs: 5000 });
  const outOfRange = { topicPartition: tpOf(0), errorCode: Errors.OFFSET_OUT_OF_RANGE };

  test("resets to the first record of that age, by the own wall clock", () => {
    const driver = startConsumer({ config });
    answerFetch(driver, driver.fetches()[0]!, [outOfRange]);
    driver.fetches();
    expect(driver.lookups.at(-1)).toMatchObject({ partitions: [{ timestamp: 1_700_000_000_000 - 700 }] });
    expect(driver.facts.positions.at(-1)).toMatchObject({ offset: 10, reason: "reset" });
  });

  test("where no record is that young asks again after request.timeout.ms", () => {
    const driver = startConsumer({ config });
    driver.offsets = { earliest: 0, latest: -1, leaderEpoch: -1 };
    answerFetch(driver, driver.fetches()[0]!, [outOfRange]);
    for (let atMs = 0; atMs < 5000; atMs += 100) {
      driver.host.runTo(atMs);
      expect(driver.fetches()).toEqual([]);
    }
    expect(driver.lookups).toHaveLength(2);
    driver.offsets = { earliest: 0, latest: 12, leaderEpoch: 0 };
    driver.host.runTo(5000);
    expect(driver.fetches().map(({ body }) => body.partitions[0]!.fetchOffset)).toEqual([12]);
    expect(driver.lookups.at(-1)).toMatchObject({ partitions: [{ timestamp: 1_700_000_000_000 + 4300 }] });
  });
});

describe("seek", () => {
  test("reads again, as often as asked", () => {
    const driver = readTen();
    driver.host.deliver(operatorId, 0, seekCommand(0, { offset: 3 }));
    const sent = driver.fetches();
    answerFetch(driver, sent[0]!, [{ topicPartition: tpOf(0), batches: [stored(10, 1, 1)] }]);
    const [again] = driver.fetches();
    expect(again!.body.partitions[0]!.fetchOffset).toBe(3);
    answerFetch(driver, again!, [{ topicPartition: tpOf(0), batches: [stored(0, 10, 1)] }]);
    driver.host.runTo(40);
    expect(driver.facts.polled.map(({ from, to }) => [from, to])).toEqual([
      [0, 10],
      [3, 10],
    ]);
    expect(driver.facts.positions.at(-1)).toMatchObject({ offset: 3, reason: "seek" });
  });

  test("makes the answer to an older question stale (X-6)", () => {
    const driver = startConsumer();
    driver.offsets = null;
    driver.fetches();
    const [asked] = driver.lookups;
    driver.host.deliver(operatorId, 0, seekCommand(-1, { offset: 5 }));
    driver.offsets = { earliest: 2, latest: 10, leaderEpoch: 0 };
    if (asked?.kind === "ListOffsets") driver.host.deliver(1, 1, listOffsets(driver, asked));
    expect(driver.facts.positions).toEqual([{ tp: tpOf(0), offset: 5, reason: "seek" }]);
    expect(driver.fetches().map(({ body }) => body.partitions[0]!.fetchOffset)).toEqual([5]);
  });

  test("makes a validation stale (X-6)", () => {
    const driver = readTen();
    driver.epochEnd = null;
    elect(driver, 2);
    driver.fetches();
    const asked = driver.lookups.at(-1)!;
    driver.host.deliver(operatorId, 0, seekCommand(0, { offset: 2 }));
    driver.epochEnd = () => ({ leaderEpoch: 1, endOffset: 1 });
    if (asked.kind === "OffsetForLeaderEpoch") driver.host.deliver(2, 1, epochEnds(driver, asked));
    expect(driver.facts.truncations).toEqual([]);
    expect(driver.fetches().map(({ body }) => body.partitions[0]!.fetchOffset)).toEqual([2]);
  });
});

describe("a topic made anew under its old name", () => {
  test("is read under its new id, from a position that is checked first", () => {
    const driver = readTen({ config: consumerConfig({ autoOffsetReset: "earliest", metadataMaxAgeMs: 200 }) });
    driver.fetches();
    driver.id = 8;
    driver.leaders = [{ leaderId: 1, leaderEpoch: 0 }];
    driver.offsets = { earliest: 0, latest: 0, leaderEpoch: -1 };
    driver.epochEnd = () => ({ leaderEpoch: -1, endOffset: -1 });
    driver.host.runTo(400);
    driver.fetches();
    expect(driver.facts.positions.at(-1)).toEqual({ tp: tpOf(0, 8), offset: 0, reason: "reset" });
  });
});

describe("seek by time", () => {
  test("asks for the first record that is so old by the own wall clock, and goes to the end if there is none", () => {
    const driver = readTen();
    driver.offsets = null;
    driver.host.deliver(operatorId, 0, seekCommand(0, { agoMs: 700 }));
    driver.fetches();
    const [asked] = driver.lookups.splice(0).slice(-1);
    expect(asked).toMatchObject({ kind: "ListOffsets" });
    const timestamp = asked?.kind === "ListOffsets" ? asked.partitions[0]!.timestamp : -1;
    expect(timestamp).toBeGreaterThanOrEqual(0);
    if (asked?.kind === "ListOffsets") {
      driver.host.deliver(
        1,
        1,
        listOffsets({ ...driver, offsets: { earliest: -1, latest: -1, leaderEpoch: -1 } }, asked),
      );
    }
    driver.fetches();
    const [end] = driver.lookups.splice(0).slice(-1);
    expect(end?.kind === "ListOffsets" && end.partitions[0]!.timestamp).toBe(latestTimestamp);
  });

  test("a reader may start at an offset", () => {
    const driver = startConsumer({ workload: { ...pollPlan, start: { offset: 4 } } });
    expect(driver.fetches()[0]!.body.partitions[0]!.fetchOffset).toBe(4);
    expect(driver.facts.positions).toEqual([{ tp: tpOf(0), offset: 4, reason: "assign" }]);
  });
});
