import { expect, test } from "vitest";
import { assignableTopic } from "../../../../src/client/consumer/group/assignable-topic.ts";
import { metadataOf, topicName } from "../../client-settings.ts";
import { groupConsumer } from "./group-consumer.ts";

test("a topic has as many partitions as metadata knows, and the racks of their replicas if brokers have any", () => {
  const { state } = groupConsumer().host;
  const group = state.group!;
  expect(assignableTopic(state, group, topicName)).toEqual({ partitionCount: 1, racks: null });
  expect(assignableTopic(state, group, "unknown")).toBeNull();
  const { brokers, ...rest } = metadataOf(1, [{ leaderId: 1, leaderEpoch: 0 }]);
  const racks = ["a", "b", "a"];
  group.lastMetadata = { ...rest, brokers: brokers.map((broker, i) => ({ ...broker, rack: racks[i]! })) };
  expect(assignableTopic(state, group, topicName)).toEqual({ partitionCount: 1, racks: [["a", "b"]] });
});
