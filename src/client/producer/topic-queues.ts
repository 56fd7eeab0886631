/** Keeps the queues in step with the topic: partitions are added, never removed; a topic made anew has other partitions. */
import type { ClientContext } from "../context.ts";
import { at } from "../deque.ts";
import { newPartitionQueue } from "./partition-queue.ts";
import type { ProducerState } from "./producer-state.ts";

export function followTopic(state: ProducerState, context: ClientContext): void {
  const topic = state.metadata.topics.get(state.application.source.topic) ?? null;
  if (topic === null) return;
  const { queues } = state.accumulator;
  if (topic !== state.topic) {
    state.topic = topic;
    for (const queue of queues) {
      const metadata = topic.partitions[queue.partition];
      if (metadata === undefined) continue;
      queue.metadata = metadata;
      tellAssignment(state, queue.partition, context);
    }
  }
  for (let i = queues.length; i < topic.partitions.length; i++) queues.push(newPartitionQueue(topic.partitions[i]!));
}

/** What waits for a partition by number goes to the new topic's, as in Kafka, whose queues are keyed by name. */
function tellAssignment(state: ProducerState, partition: number, context: ClientContext): void {
  const queue = state.accumulator.queues[partition]!;
  for (let i = 0; i < queue.batches.length; i++) {
    for (const record of at(queue.batches, i)!.records) {
      context.observer.sendAssigned(state.self, record.id, queue.metadata.topicPartition);
    }
  }
}
