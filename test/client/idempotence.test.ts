import { describe, expect, test } from "vitest";
import { Errors } from "../../src/kafka/errors.ts";
import { kafka4, overrideRules } from "../../src/kafka/rules/rules.ts";
import { producerConfig, records, tpOf } from "./client-settings.ts";
import {
  answer,
  type Driver,
  epochOf,
  idsOf,
  producerId,
  type SentProduce,
  sequenceOf,
  startProducer,
} from "./producer-driver.ts";

const atOnce = (count: number): number[] => Array.from({ length: count }, () => 0);
const config = producerConfig({ lingerMs: 0, batchSize: 100 });
const gap = { errorCode: Errors.OUT_OF_ORDER_SEQUENCE_NUMBER };

/** Lets time pass until something is sent. */
function next(driver: Driver, withinMs = 3000): SentProduce[] {
  const until = driver.host.nowMs + withinMs;
  let sent = driver.produces();
  while (sent.length === 0 && driver.host.nowMs < until) {
    driver.host.runTo(driver.host.nowMs + 1);
    sent = driver.produces();
  }
  return sent;
}

const numbers = (sent: readonly SentProduce[]): number[][] =>
  sent.map((one) => [...idsOf(one), epochOf(one), sequenceOf(one)]);

describe("sequences", () => {
  test("count records per partition from 0, in the session that InitProducerId gave", () => {
    const workload = records(atOnce(6), (index) => ({ partition: index % 2 }));
    const leaders = [
      { leaderId: 1, leaderEpoch: 0 },
      { leaderId: 1, leaderEpoch: 0 },
    ];
    const driver = startProducer({ config: producerConfig({ lingerMs: 0 }), workload }, leaders);
    const [sent] = driver.produces();
    for (const { batch } of sent!.body.partitions) {
      expect([batch.producerId, batch.producerEpoch, batch.baseSequence, batch.lastOffsetDelta]).toEqual([
        producerId,
        0,
        0,
        2,
      ]);
    }
  });

  test("nothing is sent before the producer id came", () => {
    const driver = startProducer({ config, workload: records([0]) });
    const kinds = driver.host.outbox.map(({ body }) => body.kind);
    expect(kinds).toContain("InitProducerId");
    expect(kinds).not.toContain("Produce");
    expect(driver.produces()).toHaveLength(1);
  });

  test("a sent batch keeps its sequence and its bytes when it is sent again", () => {
    const driver = startProducer({ config, workload: records([0]) });
    const [first] = driver.produces();
    driver.host.disconnect(1, 0);
    const [again] = next(driver);
    expect(again!.body.partitions[0]!.batch).toBe(first!.body.partitions[0]!.batch);
    expect(again!.body.name).not.toBe(first!.body.name);
    expect(driver.facts.attempts.map(({ attempt }) => attempt)).toEqual([0, 1]);
  });

  test("DUPLICATE_SEQUENCE_NUMBER is success without an offset", () => {
    const driver = startProducer({ config, workload: records([0]) });
    answer(driver, driver.produces()[0]!, { errorCode: Errors.DUPLICATE_SEQUENCE_NUMBER });
    expect(driver.facts.completed).toMatchObject([{ outcome: "ok", offset: -1 }]);
    expect(driver.facts.bumps).toEqual([]);
  });
});

describe("OUT_OF_ORDER_SEQUENCE_NUMBER", () => {
  test("of a batch whose predecessor is open is no gap: it is sent again as it is", () => {
    const driver = startProducer({ config, workload: records(atOnce(2)) });
    const [first, second] = driver.produces();
    answer(driver, second!, gap);
    answer(driver, first!, { baseOffset: 0 });
    expect(numbers(next(driver))).toEqual([[1, 0, 1]]);
    expect(driver.facts.bumps).toEqual([]);
  });

  test("of the next batch is a gap: the epoch is bumped and what is in flight numbered anew (P-22)", () => {
    const driver = startProducer({ config, workload: records(atOnce(4)) });
    const sent = driver.produces();
    answer(driver, sent[0]!, { baseOffset: 0 });
    answer(driver, sent[1]!, gap);
    expect(driver.facts.bumps).toEqual([{ producerEpoch: 1, tp: tpOf(0) }]);
    answer(driver, sent[2]!, gap);
    answer(driver, sent[3]!, gap);
    expect(driver.facts.bumps).toHaveLength(1);
    expect(numbers(next(driver))).toEqual([[1, 1, 0]]);
  });

  test("leaves other partitions alone until nothing of them is in flight", () => {
    const workload = records([...atOnce(2), 500], (index) => ({ partition: index % 2 === 0 ? 0 : 1 }));
    const leaders = [
      { leaderId: 1, leaderEpoch: 0 },
      { leaderId: 2, leaderEpoch: 0 },
    ];
    const start = (renumbersAll: boolean): Driver => {
      const producer = renumbersAll ? { renumbersOnBump: () => true } : {};
      return startProducer({ rules: overrideRules(kafka4, { name: "x", producer }), config, workload }, leaders);
    };
    const driver = start(false);
    const [toOne, toTwo] = driver.produces();
    answer(driver, toOne!, gap);
    driver.host.disconnect(2, 0);
    expect(toTwo!.body.partitions[0]!.topicPartition).toBe(tpOf(1));
    const again = [...next(driver), ...next(driver)];
    expect(numbers(again).sort()).toEqual([
      [0, 1, 0],
      [1, 0, 0],
    ]);

    const librdkafka = start(true);
    answer(librdkafka, librdkafka.produces()[0]!, gap);
    librdkafka.host.disconnect(2, 0);
    expect(numbers([...next(librdkafka), ...next(librdkafka)]).sort()).toEqual([
      [0, 1, 0],
      [1, 1, 0],
    ]);
  });
});

describe("a batch given up", () => {
  const short = producerConfig({ lingerMs: 0, batchSize: 100, deliveryTimeoutMs: 1000, requestTimeoutMs: 300 });

  test("after a retry leaves its sequence unresolved: the epoch is bumped once nothing is in flight (P-23)", () => {
    const driver = startProducer({ config: short, workload: records([0, 2000]) });
    driver.produces();
    driver.host.disconnect(1, 0);
    expect(next(driver)).toHaveLength(1);
    driver.host.disconnect(1, 0);
    driver.host.runTo(1000);
    expect(driver.facts.outcomes()).toEqual(["info"]);
    expect(driver.facts.bumps).toEqual([{ producerEpoch: 1, tp: tpOf(0) }]);
    driver.produces();
    expect(numbers(next(driver))).toEqual([[1, 1, 0]]);
  });

  test("with its successors acknowledged needs no bump", () => {
    const driver = startProducer({ config: short, workload: records([0, 10, 20, 1500]) });
    const [first] = driver.produces();
    driver.host.runTo(10);
    const [second] = driver.produces();
    driver.host.runTo(20);
    const [third] = driver.produces();
    answer(driver, first!, { errorCode: Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND });
    answer(driver, second!, { baseOffset: 1 });
    answer(driver, third!, { baseOffset: 2 });
    for (let atMs = 30; atMs <= 1100; atMs += 10) {
      driver.host.runTo(atMs);
      for (const sent of driver.produces()) answer(driver, sent, { errorCode: Errors.REQUEST_TIMED_OUT });
    }
    expect(driver.facts.outcomes()).toEqual(["ok", "ok", "info"]);
    expect(driver.facts.bumps).toEqual([]);
    expect(numbers(next(driver))).toEqual([[3, 0, 3]]);
  });

  test("for a fatal error bumps the epoch, and the next batch starts at 0", () => {
    const driver = startProducer({ config, workload: records([0, 100]) });
    answer(driver, driver.produces()[0]!, { errorCode: Errors.INVALID_TIMESTAMP });
    expect(numbers(next(driver))).toEqual([[1, 1, 0]]);
  });
});

describe("the epoch after a bump", () => {
  const workload = records([0, 0, 500], (index) => ({ partition: index === 1 ? 0 : 1 }));
  const leaders = [
    { leaderId: 1, leaderEpoch: 0 },
    { leaderId: 2, leaderEpoch: 0 },
  ];

  function third(resetSequenceOnBump: (hadInFlight: boolean) => boolean): number[][] {
    const rules = overrideRules(kafka4, { name: "x", producer: { resetSequenceOnBump } });
    const driver = startProducer({ rules, config, workload }, leaders);
    const sent = driver.produces();
    for (const one of sent) {
      if (one.body.partitions[0]!.topicPartition === tpOf(1)) answer(driver, one, { baseOffset: 0 });
    }
    for (const one of sent) if (one.body.partitions[0]!.topicPartition === tpOf(0)) answer(driver, one, gap);
    driver.host.runTo(499);
    driver.produces();
    return numbers(next(driver));
  }

  test("begins at sequence 0 in a partition that had nothing in flight", () => {
    expect(third(() => true)).toEqual([[2, 1, 0]]);
  });

  test("goes on with the old sequence under P-08, which a broker refuses", () => {
    expect(third((hadInFlight) => hadInFlight)).toEqual([[2, 1, 1]]);
  });
});

describe("UNKNOWN_PRODUCER_ID", () => {
  test("of a batch that was numbered anew while it was under way does not bump again", () => {
    const driver = startProducer({ config, workload: records(atOnce(2)) });
    const [first, second] = driver.produces();
    answer(driver, first!, gap);
    answer(driver, second!, { errorCode: Errors.UNKNOWN_PRODUCER_ID, logStartOffset: 3 });
    expect(driver.facts.bumps).toHaveLength(1);
    expect(numbers(next(driver))).toEqual([[0, 1, 0]]);
  });

  test("without a log start is retried as it is", () => {
    const driver = startProducer({ config, workload: records([0]) });
    answer(driver, driver.produces()[0]!, { errorCode: Errors.UNKNOWN_PRODUCER_ID, logStartOffset: -1 });
    expect(numbers(next(driver))).toEqual([[0, 0, 0]]);
    expect(driver.facts.bumps).toEqual([]);
  });

  test("bumps the epoch and sends again from 0 (KIP-360)", () => {
    const driver = startProducer({ config, workload: records([0]) });
    answer(driver, driver.produces()[0]!, { errorCode: Errors.UNKNOWN_PRODUCER_ID, logStartOffset: 3 });
    expect(numbers(next(driver))).toEqual([[0, 1, 0]]);
  });
});
