import { describe, expect, test } from "vitest";
import { Errors } from "../../src/kafka/errors.ts";
import { kafka4, overrideRules } from "../../src/kafka/rules/rules.ts";
import { producerConfig, records } from "./client-settings.ts";
import { answer, idsOf, sequenceOf, startProducer } from "./producer-driver.ts";

const atOnce = (count: number): number[] => Array.from({ length: count }, () => 0);
const oneEach = { lingerMs: 0, batchSize: 100 };

describe("back-off", () => {
  test("doubles from retry.backoff.ms to retry.backoff.max.ms, 20 % up or down", () => {
    const driver = startProducer({ config: producerConfig({ lingerMs: 0 }), workload: records([0]) });
    const times: number[] = [];
    for (let atMs = 0; atMs <= 8000; atMs++) {
      driver.host.runTo(atMs);
      for (const sent of driver.produces()) {
        times.push(sent.atMs);
        answer(driver, sent, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
      }
    }
    const waits = times.slice(1).map((time, i) => time - times[i]!);
    for (const [i, wait] of waits.slice(0, 6).entries()) {
      expect(wait).toBeGreaterThanOrEqual(Math.min(1000, 0.8 * 100 * 2 ** i) - 1);
      expect(wait).toBeLessThanOrEqual(Math.min(1000, 1.2 * 100 * 2 ** i) + 1);
    }
  });

  test("a new leader is tried at once: the broker names it (KIP-951)", () => {
    const driver = startProducer({ config: producerConfig({ lingerMs: 0 }), workload: records([0]) });
    const [sent] = driver.produces();
    expect(sent!.to).toBe(1);
    const currentLeader = { leaderId: 3, leaderEpoch: 1 };
    answer(driver, sent!, { errorCode: Errors.NOT_LEADER_OR_FOLLOWER, currentLeader });
    const again = driver.produces();
    expect(again.map(({ to, atMs }) => [to, atMs])).toEqual([[3, 0]]);
  });

  test("a hint or metadata of an older epoch is ignored (P-26)", () => {
    const config = producerConfig({ lingerMs: 0 });
    const driver = startProducer({ config, workload: records([0]) }, [{ leaderId: 1, leaderEpoch: 5 }]);
    const currentLeader = { leaderId: 2, leaderEpoch: 4 };
    const asked: number[] = [];
    for (let atMs = 0; atMs < 1000; atMs += 10) {
      driver.host.runTo(atMs);
      for (const sent of driver.produces()) {
        asked.push(sent.to);
        answer(driver, sent, { errorCode: Errors.NOT_LEADER_OR_FOLLOWER, currentLeader });
      }
      driver.leaders = [{ leaderId: 3, leaderEpoch: 4 }];
    }
    expect(asked.length).toBeGreaterThan(1);
    expect(new Set(asked)).toEqual(new Set([1]));
  });

  test("a broken connection is left alone for the reconnect back-off, and fails all that was on it", () => {
    const driver = startProducer({ config: producerConfig(oneEach), workload: records(atOnce(3)) });
    expect(driver.produces()).toHaveLength(3);
    driver.host.disconnect(1, 0);
    expect(driver.produces()).toEqual([]);
    driver.host.runTo(1000);
    const [first] = driver.produces();
    expect(idsOf(first!)).toEqual([0]);
    expect(first!.atMs).toBeGreaterThanOrEqual(80);
  });
});

describe("order without idempotence (P-24)", () => {
  const plain = producerConfig({ ...oneEach, enableIdempotence: false });

  test("with several in flight a retry lands behind its successor", () => {
    const driver = startProducer({ config: plain, workload: records(atOnce(2)) });
    const [first, second] = driver.produces();
    answer(driver, first!, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
    answer(driver, second!, { baseOffset: 0 });
    driver.host.runTo(200);
    answer(driver, driver.produces()[0]!, { baseOffset: 1 });
    expect(driver.facts.completed.map(({ record, offset }) => [record, offset])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  test("with one in flight the partition is muted until the batch is answered", () => {
    const config = { ...plain, maxInFlightRequestsPerConnection: 1 };
    const driver = startProducer({ config, workload: records(atOnce(2)) });
    const [first] = driver.produces();
    expect(idsOf(first!)).toEqual([0]);
    answer(driver, first!, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
    expect(driver.produces()).toEqual([]);
    driver.host.runTo(200);
    const [again] = driver.produces();
    expect(idsOf(again!)).toEqual([0]);
    answer(driver, again!);
    expect(driver.produces().map((sent) => idsOf(sent))).toEqual([[1]]);
  });
});

describe("order with idempotence (P-21)", () => {
  test("failed batches are sent again one at a time, by sequence, whatever the order of the answers", () => {
    const driver = startProducer({ config: producerConfig(oneEach), workload: records(atOnce(4)) });
    const sent = driver.produces();
    expect(sent.map((request) => sequenceOf(request))).toEqual([0, 1, 2, 3]);
    for (const i of [2, 0, 3, 1]) answer(driver, sent[i]!, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
    const order: number[] = [];
    for (let atMs = 0; atMs < 2000; atMs += 10) {
      driver.host.runTo(atMs);
      const open = driver.produces();
      expect(open.length).toBeLessThanOrEqual(1);
      for (const request of open) {
        order.push(sequenceOf(request));
        answer(driver, request, { baseOffset: sequenceOf(request) });
      }
    }
    expect(order).toEqual([0, 1, 2, 3]);
  });

  test("requeued at the tail they come in the wrong order (P-09)", () => {
    const rules = overrideRules(kafka4, { name: "P-09", producer: { requeueIndex: (queued) => queued.length } });
    const driver = startProducer({
      rules,
      config: producerConfig({ ...oneEach, enableIdempotence: false }),
      workload: records(atOnce(3)),
    });
    const sent = driver.produces();
    for (const i of [1, 2, 0]) answer(driver, sent[i]!, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
    driver.host.runTo(200);
    expect(driver.produces().map((request) => idsOf(request))).toEqual([[1], [2], [0]]);
  });
});
