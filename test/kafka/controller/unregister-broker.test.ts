/** A broker that is gone for good is forgotten. */
import { expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { ControllerHost } from "./host.ts";
import { adminErrors, assignedTopic, createTopics, heartbeat, startBrokers, unregisterBroker } from "./requests.ts";
import { optionsWith } from "./settings.ts";

const tp = topicPartition(1, 0);

test("it leaves the image and every ISR, and its heartbeats are refused", () => {
  const host = new ControllerHost(optionsWith({}), {});
  const epochs = startBrokers(host, 1, 2, 3);
  host.send(createTopics(assignedTopic("orders", [[1, 2, 3]])));
  expect(adminErrors(host.send(unregisterBroker(1)))).toEqual([Errors.NONE]);
  expect([...host.image.brokers.keys()]).toEqual([2, 3]);
  expect(host.image.partitions.get(tp)).toMatchObject({ leader: 2, isr: [2, 3], replicas: [1, 2, 3] });
  expect(host.send(heartbeat(1, epochs.get(1)!))).toMatchObject({ errorCode: Errors.STALE_BROKER_EPOCH });
  // It cannot be given replicas any more.
  expect(adminErrors(host.send(createTopics(assignedTopic("more", [[1, 2]]))))).toEqual([
    Errors.INVALID_REPLICA_ASSIGNMENT,
  ]);
});

test("an unknown one is told so", () => {
  const host = new ControllerHost(optionsWith({}), {});
  startBrokers(host, 1);
  expect(adminErrors(host.send(unregisterBroker(7)))).toEqual([Errors.BROKER_ID_NOT_REGISTERED]);
});
