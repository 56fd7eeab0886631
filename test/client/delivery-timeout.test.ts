import { describe, expect, test } from "vitest";
import { Errors } from "../../src/kafka/errors.ts";
import { producerConfig, records } from "./client-settings.ts";
import { answer, idsOf, startProducer } from "./producer-driver.ts";

const config = producerConfig({ lingerMs: 0, deliveryTimeoutMs: 2000, requestTimeoutMs: 500 });
const noLeader = [{ leaderId: -1, leaderEpoch: 3 }];

describe("delivery timeout", () => {
  test("a batch that never left the client fails for certain", () => {
    const driver = startProducer({ config, workload: records([0]) }, noLeader);
    driver.produces();
    for (let atMs = 100; atMs < 2000; atMs += 100) {
      driver.host.runTo(atMs);
      expect(driver.produces()).toEqual([]);
    }
    expect(driver.facts.completed).toEqual([]);
    driver.host.runTo(2000);
    expect(driver.facts.completed).toMatchObject([
      { outcome: "fail", errorCode: Errors.REQUEST_TIMED_OUT, offset: -1 },
    ]);
  });

  test("an error that is heard after it, as the process stood still, is final", () => {
    const driver = startProducer({ config, workload: records([0]) });
    const [sent] = driver.produces();
    driver.host.standStillTo(2500);
    answer(driver, sent!, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
    expect(driver.facts.completed).toMatchObject([{ outcome: "fail", errorCode: Errors.NOT_ENOUGH_REPLICAS }]);
    driver.host.runTo(5000);
    expect(driver.produces()).toEqual([]);
  });

  test("a batch whose every attempt was refused for certain fails", () => {
    const driver = startProducer({ config, workload: records([0]) });
    let attempts = 0;
    for (let atMs = 0; atMs <= 2000; atMs += 10) {
      driver.host.runTo(atMs);
      for (const sent of driver.produces()) {
        attempts++;
        answer(driver, sent, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
      }
    }
    expect(attempts).toBeGreaterThan(3);
    expect(driver.facts.completed).toMatchObject([{ outcome: "fail", errorCode: Errors.REQUEST_TIMED_OUT }]);
  });

  test("a request that was never answered leaves the outcome unknown, and its connection is closed", () => {
    const driver = startProducer({ config, workload: records([0]) });
    expect(driver.produces()).toHaveLength(1);
    driver.host.runTo(499);
    expect(driver.host.closed).toEqual([]);
    driver.host.runTo(500);
    expect(driver.host.closed).toEqual([{ node: 1, channel: 0 }]);
    driver.host.runTo(1000);
    expect(driver.produces()).toHaveLength(1);
    driver.host.runTo(2500);
    expect(driver.facts.completed).toMatchObject([{ outcome: "info", errorCode: Errors.REQUEST_TIMED_OUT }]);
  });

  test("in flight at the timeout: unknown, and a late answer changes nothing", () => {
    const slow = producerConfig({ lingerMs: 0, deliveryTimeoutMs: 400, requestTimeoutMs: 500 });
    const driver = startProducer({ config: slow, workload: records([0]) });
    const [sent] = driver.produces();
    driver.host.runTo(400);
    expect(driver.facts.outcomes()).toEqual(["info"]);
    answer(driver, sent!, { baseOffset: 5 });
    expect(driver.facts.outcomes()).toEqual(["info"]);
  });

  test.each([
    ["NOT_LEADER_OR_FOLLOWER, which may come after the append", Errors.NOT_LEADER_OR_FOLLOWER],
    ["NOT_ENOUGH_REPLICAS_AFTER_APPEND, which is appended", Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND],
    ["REQUEST_TIMED_OUT of the broker", Errors.REQUEST_TIMED_OUT],
  ])("one attempt that ended in %s makes all later certainty worthless", (_name, errorCode) => {
    const driver = startProducer({ config, workload: records([0]) });
    answer(driver, driver.produces()[0]!, { errorCode });
    for (let atMs = 0; atMs <= 2000; atMs += 10) {
      driver.host.runTo(atMs);
      for (const sent of driver.produces()) answer(driver, sent, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
    }
    expect(driver.facts.outcomes()).toEqual(["info"]);
  });

  test("a fatal error fails at once", () => {
    const driver = startProducer({ config, workload: records([0]) });
    answer(driver, driver.produces()[0]!, { errorCode: Errors.INVALID_TIMESTAMP });
    expect(driver.facts.completed).toMatchObject([{ outcome: "fail", errorCode: Errors.INVALID_TIMESTAMP }]);
  });

  test("retries bound the attempts too", () => {
    const few = producerConfig({ lingerMs: 0, retries: 2, enableIdempotence: false });
    const driver = startProducer({ config: few, workload: records([0]) });
    let attempts = 0;
    for (let atMs = 0; atMs <= 5000; atMs += 10) {
      driver.host.runTo(atMs);
      for (const sent of driver.produces()) {
        attempts++;
        answer(driver, sent, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
      }
    }
    expect(attempts).toBe(3);
    expect(driver.facts.completed).toMatchObject([{ outcome: "fail", errorCode: Errors.NOT_ENOUGH_REPLICAS }]);
  });
});

describe("a batch behind a younger one", () => {
  const short = { lingerMs: 0, deliveryTimeoutMs: 2000, requestTimeoutMs: 5000 };
  const led = { leaderId: 1, leaderEpoch: 0 };
  const unled = { leaderId: -1, leaderEpoch: 3 };

  test("in flight is given up when that one is answered", () => {
    const driver = startProducer({ config: producerConfig(short), workload: records([0, 100]) });
    const [older] = driver.produces();
    driver.host.runTo(100);
    const [younger] = driver.produces();
    answer(driver, older!, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
    driver.host.runTo(500);
    expect(driver.produces().map((sent) => idsOf(sent))).toEqual([[0]]);
    driver.host.runTo(2050);
    expect(driver.facts.completed).toEqual([]);
    answer(driver, younger!);
    driver.host.runTo(2051);
    expect(driver.facts.completed).toMatchObject([
      { record: 1, outcome: "ok" },
      { record: 0, outcome: "info", errorCode: Errors.REQUEST_TIMED_OUT },
    ]);
  });

  test("in flight comes back before its time is over, and is given up in time", () => {
    const workload = records([0, 50, 100], (index) => ({ partition: index === 0 ? 1 : 0 }));
    const driver = startProducer({ config: producerConfig(short), workload }, [led, unled]);
    driver.produces();
    driver.host.runTo(50);
    const [older] = driver.produces();
    driver.host.runTo(100);
    expect(driver.produces()).toHaveLength(1);
    answer(driver, older!, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
    driver.host.runTo(500);
    const [again] = driver.produces();
    driver.host.runTo(2020);
    expect(driver.facts.completed).toMatchObject([{ record: 0 }]);
    answer(driver, again!, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
    driver.host.runTo(2049);
    expect(driver.facts.completed).toHaveLength(1);
    driver.host.runTo(2050);
    expect(driver.facts.completed.slice(1)).toMatchObject([{ record: 1, outcome: "fail" }]);
  });

  test("in its queue is given up in time once that one has left", () => {
    const config = producerConfig({ ...short, enableIdempotence: false, maxInFlightRequestsPerConnection: 2 });
    const workload = records([0, 50, 60, 80, 90], (index) => ({ partition: [1, 0, 0, 2, 3][index]! }));
    const driver = startProducer({ config, workload }, [led, unled, led, led]);
    driver.produces();
    driver.host.runTo(60);
    for (const sent of driver.produces()) answer(driver, sent, { errorCode: Errors.NOT_ENOUGH_REPLICAS });
    driver.host.runTo(90);
    const [answered] = driver.produces();
    driver.host.runTo(2020);
    expect(driver.produces()).toEqual([]);
    answer(driver, answered!);
    expect(driver.produces().map((sent) => idsOf(sent))).toEqual([[2]]);
    expect(driver.facts.completed).toMatchObject([{ record: 0 }, { record: 3 }]);
    driver.host.runTo(2049);
    expect(driver.facts.completed).toHaveLength(2);
    driver.host.runTo(2050);
    expect(driver.facts.completed.slice(2)).toMatchObject([{ record: 1, outcome: "fail" }]);
  });
});

describe("acks=0", () => {
  test("nobody answers: sent is done, with no offset, and is never retried", () => {
    const driver = startProducer({
      config: producerConfig({ lingerMs: 0, acks: 0, enableIdempotence: false }),
      workload: records([0, 0]),
    });
    expect(driver.produces()).toHaveLength(1);
    expect(driver.facts.completed).toMatchObject([
      { record: 0, outcome: "ok", offset: -1 },
      { record: 1, outcome: "ok", offset: -1 },
    ]);
    driver.host.disconnect(1, 0);
    driver.host.runTo(100_000);
    expect(driver.produces()).toEqual([]);
  });
});
