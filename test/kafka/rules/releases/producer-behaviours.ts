import { Errors } from "../../../../src/kafka/errors.ts";
import type { Rules } from "../../../../src/kafka/rules/rules.ts";
import { producerConfig, records, topicName, tpOf } from "../../../client/client-settings.ts";
import { answer, sequenceOf, startProducer } from "../../../client/producer-driver.ts";
import type { Behaviours } from "./behaviour.ts";

export const producerBehaviours: Behaviours = {
  "old-sequence-after-bump": { show: sequenceAfterBump, before: 1, after: 0 },
  "produce-by-topic-name": {
    show: (rules) => {
      const driver = startProducer({ rules, config: producerConfig({ lingerMs: 0 }), workload: records([0]) });
      return driver.produces()[0]!.body.topicNames;
    },
    before: [topicName],
    after: null,
  },
};

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
