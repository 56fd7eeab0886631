/** KAFKA-19012: what a request holds whose batch expired while it was on its way. */
import { describe, expect, test } from "vitest";
import { isBatchValid } from "../../src/kafka/records.ts";
import { kafka4, overrideRules } from "../../src/kafka/rules/rules.ts";
import { producerConfig, records } from "./client-settings.ts";
import { answer, type Driver, type SentProduce, startProducer } from "./producer-driver.ts";

const before = overrideRules(kafka4, { name: "before KAFKA-19012", producer: { keepsBufferInFlight: false } });
const times = { deliveryTimeoutMs: 1000, requestTimeoutMs: 5000 };
const leaders = [1, 2].map((leaderId) => ({ leaderId, leaderEpoch: 0 }));

/** Record 0 goes to partition 0 and expires unanswered after 1 s; record 1, for partition 1, comes at 1.5 s. */
function start(rules = before, lingerMs = 0, bufferMemory = 1_000_000): { driver: Driver; first: SentProduce } {
  const workload = records([0, 1500], (index) => ({ partition: index }));
  const driver = startProducer(
    { rules, config: producerConfig({ ...times, lingerMs, bufferMemory, batchSize: 1000 }), workload },
    leaders,
  );
  const sent = driver.produces();
  driver.host.runTo(lingerMs + 10);
  return { driver, first: [...sent, ...driver.produces()][0]! };
}

const batchIn = ({ body }: SentProduce) => body.partitions[0]!.batch;
const idsIn = (sent: SentProduce): readonly number[] => batchIn(sent).records.map(({ id }) => id);

describe("the memory of a batch that expires in flight", () => {
  test("is kept until its request is answered: the next record waits for it", () => {
    const { driver, first } = start(kafka4, 0, 1000);
    driver.host.runTo(2000);
    expect(driver.produces()).toEqual([]);
    answer(driver, first, { baseOffset: 0 });
    driver.host.runTo(2100);
    expect(driver.produces().map(idsIn)).toEqual([[1]]);
    expect(idsIn(first)).toEqual([0]);
  });

  test("was given back at once, torn while the next batch was filled, and then held that batch", () => {
    const { driver, first } = start(before, 300, 1000);
    driver.host.runTo(1400);
    expect(isBatchValid(batchIn(first))).toBe(true);
    driver.host.runTo(1700);
    expect(isBatchValid(batchIn(first))).toBe(false);
    driver.host.runTo(2000);
    const [second] = driver.produces();
    expect([idsIn(first), idsIn(second!)]).toEqual([[1], [1]]);
    expect(isBatchValid(batchIn(first))).toBe(true);
  });

  test("is nobody's any more once the request is answered", () => {
    const { driver, first } = start();
    driver.host.runTo(1400);
    answer(driver, first, { baseOffset: 0 });
    driver.host.runTo(2000);
    expect(driver.produces().map(idsIn)).toEqual([[1]]);
    expect(idsIn(first)).toEqual([0]);
  });
});
