/** The answer to a Produce: one result per partition (Sender.handleProduceResponse). */

import { Errors } from "../../kafka/errors.ts";
import type { ProducePartitionResponse, ProduceResponse } from "../../kafka/messages/produce.ts";
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
  for (let i = 0; i < batches.length; i++) {
    const batch = batches[i]!;
    const answer = answerFor(response, batch, i);
    completeBatch(state, batch, answer === null ? Errors.UNKNOWN_SERVER_ERROR : answer.errorCode, answer, context);
  }
}

/** In the order of the request, as brokers answer; looked for if not. */
function answerFor(response: ProduceResponse, batch: ProducerBatch, index: number): ProducePartitionResponse | null {
  const { partitions } = response;
  if (index < partitions.length && partitions[index]!.topicPartition === batch.topicPartition)
    return partitions[index]!;
  return partitions.find((partition) => partition.topicPartition === batch.topicPartition) ?? null;
}
