/** Keeps the queues in step with the topics: partitions are added, never removed; a topic made anew has other partitions. */
import { invariant } from "../../core/invariant.ts";
import type { ClientContext } from "../context.ts";
import { at } from "../deque.ts";
import type { TopicMetadata } from "../metadata/client-metadata.ts";
import { insertInOrder } from "../topic-order.ts";
import { newPartitionQueue, type PartitionQueue } from "./partition-queue.ts";
import type { ProducerState, ProducerTopic } from "./producer-state.ts";
import { newStickyPartitioner } from "./sticky-partitioner.ts";

export const newProducerTopic = (name: string): ProducerTopic => ({
  name,
  metadata: null,
  queues: [],
  sticky: newStickyPartitioner(),
});

/** After every metadata answer. */
export function followTopics(state: ProducerState, context: ClientContext): void {
  for (let i = 0; i < state.topics.length; i++) {
    const topic = state.topics[i]!;
    const metadata = state.metadata.topics.get(topic.name);
    if (metadata === undefined) continue;
    if (metadata !== topic.metadata) takeOver(state, topic, metadata, context);
    for (let number = topic.queues.length; number < metadata.partitions.length; number++) {
      const queue = newPartitionQueue(metadata.partitions[number]!, i);
      invariant(queue.partition === number, "the queues of a topic stand by partition number");
      topic.queues.push(queue);
      insertInOrder(state.accumulator.queues, queue);
    }
  }
}

/** What waits for a partition by number goes to the new topic's, as in Kafka, whose queues are keyed by name. */
function takeOver(state: ProducerState, topic: ProducerTopic, metadata: TopicMetadata, context: ClientContext): void {
  topic.metadata = metadata;
  for (const queue of topic.queues) {
    const partition = metadata.partitions[queue.partition];
    if (partition === undefined) continue;
    queue.metadata = partition;
    tellAssignment(state, queue, context);
  }
}

function tellAssignment(state: ProducerState, queue: PartitionQueue, context: ClientContext): void {
  for (let i = 0; i < queue.batches.length; i++) {
    for (const record of at(queue.batches, i)!.records) {
      context.observer.sendAssigned(state.self, record.id, queue.metadata.topicPartition);
    }
  }
}
