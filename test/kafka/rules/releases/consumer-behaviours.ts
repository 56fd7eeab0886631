import type { Rules } from "../../../../src/kafka/rules/rules.ts";
import { tpOf } from "../../../client/client-settings.ts";
import { answerFetch, startConsumer, stored } from "../../../client/consumer-driver.ts";
import type { Behaviours } from "./behaviour.ts";

export const consumerBehaviours: Behaviours = {
  "fetch-past-buffered": { show: forgottenWhileBuffered, before: [[tpOf(0)]], after: [] },
};

/** One of two partitions of a node has records for the application: what the next fetches, if any, forget. */
function forgottenWhileBuffered(rules: Rules): readonly (readonly number[])[] {
  const leaders = [1, 1].map((leaderId) => ({ leaderId, leaderEpoch: 0 }));
  const driver = startConsumer({ rules }, leaders);
  const batches = [stored(0, 3)];
  answerFetch(driver, driver.fetches()[0]!, [{ topicPartition: tpOf(0), batches }, { topicPartition: tpOf(1) }]);
  return driver.fetches().map(({ body }) => body.forgotten);
}
