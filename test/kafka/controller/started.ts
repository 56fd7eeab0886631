/** A controller with brokers 1, 2, 3, all unfenced, and the topic `orders` with one partition on them. */
import type { KafkaObserver } from "../../../src/kafka/observer.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { ControllerHost } from "./host.ts";
import { assignedTopic, createTopics, startBrokers } from "./requests.ts";
import { optionsWith, type Variation } from "./settings.ts";

export const orders = topicPartition(1, 0);

export function startWithOrders(
  variation: Variation = {},
  heard: Partial<KafkaObserver> = {},
): { host: ControllerHost; epochs: Map<number, number> } {
  const host = new ControllerHost(optionsWith(variation), heard);
  const epochs = startBrokers(host, 1, 2, 3);
  host.send(createTopics(assignedTopic("orders", [[1, 2, 3]])));
  return { host, epochs };
}
