import { describe, expect, test } from "vitest";
import { Errors } from "../../src/kafka/errors.ts";
import { kafka4, overrideRules } from "../../src/kafka/rules/rules.ts";
import { consumerConfig, metadataOf, producerConfig, records, topicName, tpOf } from "./client-settings.ts";
import { startConsumer } from "./consumer-driver.ts";
import { answer, type Driver, type SentProduce, startProducer } from "./producer-driver.ts";

const config = producerConfig({ lingerMs: 0 });
const oneLeader = [{ leaderId: 1, leaderEpoch: 0 }];
const byName = overrideRules(kafka4, { name: "by-name", producer: { producesByTopicId: false } });

/** Lets time pass; whoever asks for metadata hears of another id. Returns the first Produce for that. */
function nextProduce(driver: Driver): SentProduce | undefined {
  for (let atMs = 10; atMs <= 500; atMs += 10) {
    driver.host.runTo(atMs);
    const asked = driver.host.outbox.findIndex(({ body }) => body.kind === "Metadata");
    for (const { to, channel, body } of asked === -1 ? [] : driver.host.outbox.splice(asked, 1))
      driver.host.deliver(to, channel, metadataOf(body.correlationId, oneLeader, [1], 8));
    for (const sent of driver.produces()) {
      if (sent.body.partitions[0]!.topicPartition === tpOf(0, 8)) return sent;
      answer(driver, sent, { errorCode: Errors.UNKNOWN_TOPIC_ID });
    }
  }
  return undefined;
}

describe("a topic that was made anew behind the producer's back", () => {
  test("does not know the id in the Produce: metadata first, then the batch goes to the new topic (KIP-516)", () => {
    const driver = startProducer({ config, workload: records([0]) }, oneLeader);
    const [sent] = driver.produces();
    expect(sent!.body.topicNames).toBeNull();
    answer(driver, sent!, { errorCode: Errors.UNKNOWN_TOPIC_ID });
    expect(driver.facts.completed).toEqual([]);
    const again = nextProduce(driver);
    answer(driver, again!, { baseOffset: 0 });
    expect(driver.facts.completed).toMatchObject([{ tp: tpOf(0, 8), outcome: "ok" }]);
  });

  test("takes the batch at once where topics are named (before 4.1)", () => {
    const driver = startProducer({ rules: byName, config, workload: records([0]) }, oneLeader);
    const [sent] = driver.produces();
    expect(sent!.body.topicNames).toEqual([topicName]);
    driver.host.deliver(sent!.to, sent!.channel, {
      kind: "ProduceResponse",
      name: 0,
      correlationId: sent!.body.correlationId,
      partitions: [
        {
          topicPartition: tpOf(0, 8),
          errorCode: Errors.NONE,
          baseOffset: 0,
          logAppendTimeMs: -1,
          logStartOffset: 0,
          currentLeader: null,
        },
      ],
    });
    expect(driver.facts.assigned.get(0)).toBe(tpOf(0, 8));
    expect(driver.facts.completed).toMatchObject([{ tp: tpOf(0, 8), outcome: "ok" }]);
  });
});

test("a reader takes over a partition that a topic made anew gets later only", () => {
  const leaders = [
    { leaderId: 1, leaderEpoch: 0 },
    { leaderId: 1, leaderEpoch: 0 },
  ];
  const driver = startConsumer({ config: consumerConfig({ metadataMaxAgeMs: 200 }) }, leaders);
  driver.fetches();
  driver.id = 8;
  driver.leaders = leaders.slice(0, 1);
  driver.host.runTo(400);
  driver.fetches();
  driver.leaders = leaders;
  driver.host.runTo(800);
  driver.fetches();
  expect(driver.facts.positions.map(({ tp }) => tp)).toContain(tpOf(1, 8));
});
