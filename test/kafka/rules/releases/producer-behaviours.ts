import { Errors } from "../../../../src/kafka/errors.ts";
import type { Rules } from "../../../../src/kafka/rules/rules.ts";
import { producerConfig, records, topicName, tpOf } from "../../../client/client-settings.ts";
import { answer, idsOf, sequenceOf, startProducer } from "../../../client/producer-driver.ts";
import type { Behaviours } from "./behaviour.ts";

export const producerBehaviours: Behaviours = {
  "old-sequence-after-bump": { show: sequenceAfterBump, before: 1, after: 0 },
  "partition-switch-at-new-batch": { show: partitionsUsed, before: 4, after: 1 },
  "back-off-despite-new-leader": { show: waitForNewLeader, before: true, after: false },
  "produce-by-topic-name": {
    show: (rules) => startProducer({ rules, workload: records([0]), config: atOnce }).produces()[0]!.body.topicNames,
    before: [topicName],
    after: null,
  },
  "buffer-freed-in-flight": { show: recordsOfExpired, before: [1], after: [0] },
  "split-batch-sent-as-it-is": { show: largestAfterSplits, before: 4, after: 1 },
};

const atOnce = producerConfig({ lingerMs: 0 });

/** Sixteen records without a key, each answered before the next comes: how many of four partitions they went to. */
function partitionsUsed(rules: Rules): number {
  const leaders = [1, 2, 1, 2].map((leaderId) => ({ leaderId, leaderEpoch: 0 }));
  const times = Array.from({ length: 16 }, (_, i) => 10 * i);
  const workload = records(times, () => ({ partition: -1 }));
  const driver = startProducer({ rules, config: atOnce, workload }, leaders);
  for (let atMs = 0; atMs <= 160; atMs += 10) {
    driver.host.runTo(atMs);
    for (const sent of driver.produces()) answer(driver, sent);
  }
  return new Set(driver.facts.assigned.values()).size;
}

/** Refused by a broker that names the new leader: must the batch wait for its next attempt? */
function waitForNewLeader(rules: Rules): boolean {
  const driver = startProducer({ rules, config: atOnce, workload: records([0]) });
  const currentLeader = { leaderId: 3, leaderEpoch: 1 };
  answer(driver, driver.produces()[0]!, { errorCode: Errors.NOT_LEADER_OR_FOLLOWER, currentLeader });
  driver.leaders = [currentLeader];
  driver.host.runTo(79);
  return driver.produces().length === 0;
}

/** Four records in a batch, and a topic that takes one: how many are in the fourth request. */
function largestAfterSplits(rules: Rules): number {
  const driver = startProducer({ rules, config: atOnce, workload: records([0, 0, 0, 0]) });
  let sent = driver.produces();
  for (let splits = 0; splits < 3; splits++) {
    answer(driver, sent[0]!, { errorCode: idsOf(sent[0]!).length > 1 ? Errors.MESSAGE_TOO_LARGE : Errors.NONE });
    driver.host.runTo(driver.host.nowMs + 1);
    sent = driver.produces();
  }
  return idsOf(sent[0]!).length;
}

/** Partition 1 has its record acknowledged when partition 0 has the epoch bumped: the sequence of what 1 gets next. */
function sequenceAfterBump(rules: Rules): number | undefined {
  const workload = records([0, 0, 500], (index) => ({ partition: index === 1 ? 0 : 1 }));
  const config = producerConfig({ lingerMs: 0, batchSize: 100 });
  const leaders = [1, 2].map((leaderId) => ({ leaderId, leaderEpoch: 0 }));
  const driver = startProducer({ rules, config, workload }, leaders);
  const sent = driver.produces();
  const to = (partition: number) => sent.find(({ body }) => body.partitions[0]!.topicPartition === tpOf(partition))!;
  answer(driver, to(1), { baseOffset: 0 });
  answer(driver, to(0), { errorCode: Errors.OUT_OF_ORDER_SEQUENCE_NUMBER });
  driver.host.runTo(499);
  driver.produces();
  driver.host.runTo(1000);
  const [next] = driver.produces();
  return next === undefined ? undefined : sequenceOf(next);
}

/** A batch expires in flight, and the next one is sent elsewhere: what the request of the first one holds then. */
function recordsOfExpired(rules: Rules): readonly number[] {
  const workload = records([0, 1500], (index) => ({ partition: index }));
  const config = producerConfig({ lingerMs: 0, deliveryTimeoutMs: 1000, requestTimeoutMs: 5000 });
  const leaders = [1, 2].map((leaderId) => ({ leaderId, leaderEpoch: 0 }));
  const driver = startProducer({ rules, config, workload }, leaders);
  const [first] = driver.produces();
  driver.host.runTo(2000);
  driver.produces();
  return first!.body.partitions[0]!.batch.records.map(({ id }) => id);
}
