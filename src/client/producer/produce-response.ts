/** The answer to a Produce: one result per partition (Sender.handleProduceResponse). */

import { invariant } from "../../core/invariant.ts";
import { Errors } from "../../kafka/errors.ts";
import type { ProducePartitionResponse, ProduceResponse } from "../../kafka/messages/produce.ts";
import { partitionOf } from "../../kafka/topic-partition.ts";
import type { ClientContext } from "../context.ts";
import { completeBatch } from "./complete-batch.ts";
import type { ProducerBatch } from "./partition-queue.ts";
import type { ProducerState } from "./producer-state.ts";

export function onProduceResponse(
  state: ProducerState,
  batches: readonly ProducerBatch[],
  response: ProduceResponse,
  context: ClientContext,
): void {
  invariant(batches.length > 0, "a Produce has batches");
  for (let i = 0; i < batches.length; i++) {
    const batch = batches[i]!;
    const answer = answerFor(response, batch, i, state.rules.producesByTopicId);
    if (answer !== null && answer.topicPartition !== batch.topicPartition) moved(state, batch, answer, context);
    completeBatch(state, batch, answer === null ? Errors.UNKNOWN_SERVER_ERROR : answer.errorCode, answer, context);
  }
}

/** Its name stands for a topic that was made anew, of which the producer has not heard yet. */
function moved(
  state: ProducerState,
  batch: ProducerBatch,
  { topicPartition }: ProducePartitionResponse,
  context: ClientContext,
): void {
  invariant(partitionOf(topicPartition) === batch.queue.partition, "a name leads to the partition of the same number");
  batch.topicPartition = topicPartition;
  if (batch.isDone) return;
  for (const { id } of batch.records) context.observer.sendAssigned(state.self, id, topicPartition);
}

/** In the order of the request, as brokers answer; looked for if not. By name only the partition's number counts. */
function answerFor(
  response: ProduceResponse,
  batch: ProducerBatch,
  index: number,
  isById: boolean,
): ProducePartitionResponse | null {
  const { partitions } = response;
  if (!isById) return partitions[index] ?? null;
  if (index < partitions.length && partitions[index]!.topicPartition === batch.topicPartition)
    return partitions[index]!;
  return partitions.find((partition) => partition.topicPartition === batch.topicPartition) ?? null;
}
