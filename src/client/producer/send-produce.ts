/** One Produce to one leader (Sender.sendProduceRequest). With acks=0 nobody answers: the batches are done when sent. */

import { invariant } from "../../core/invariant.ts";
import { listOf } from "../../core/list.ts";
import { mix, mix4 } from "../../core/mix.ts";
import { Channel } from "../../kafka/channels.ts";
import { Errors } from "../../kafka/errors.ts";
import type { ProduceRequest } from "../../kafka/messages/produce.ts";
import type { ClientContext } from "../context.ts";
import { About } from "../names.ts";
import { type NodeLink, nextCorrelationId, sendRequest } from "../network/network-client.ts";
import { topicAt } from "../topic-order.ts";
import { completeBatch } from "./complete-batch.ts";
import { overwriteFormer } from "./freed-buffers.ts";
import type { BatchPlace, ProducerBatch } from "./partition-queue.ts";
import { closedBatch, hasSequence } from "./producer-batch.ts";
import type { ProducerCall, ProducerState } from "./producer-state.ts";

export function sendProduce(
  state: ProducerState,
  link: NodeLink<ProducerCall>,
  batches: readonly ProducerBatch[],
  context: ClientContext,
): void {
  const { config, accumulator, rules, self } = state;
  invariant(batches.length > 0, "a produce request has batches");
  invariant(
    link.inFlight.length < config.maxInFlightRequestsPerConnection,
    "no connection has more requests in flight than max.in.flight.requests.per.connection",
  );
  const partitions = listOf<BatchPlace>(batches.length);
  let name: number = About.produce;
  for (let i = 0; i < batches.length; i++) {
    const batch = batches[i]!;
    const wire = closedBatch(batch, accumulator.compressionRatio);
    name = mix(name, nameOf(batch));
    context.observer.sendAttempted(self, batch.topicPartition, wire, link.node, batch.sends);
    const place = { topicPartition: batch.topicPartition, batch: wire };
    partitions[i] = place;
    batch.place = place;
    if (batch.sharesBufferOf !== null) overwriteFormer(batch, wire);
    batch.sends++;
  }
  const request: ProduceRequest = {
    kind: "Produce",
    name,
    correlationId: nextCorrelationId(state.network),
    acks: config.acks,
    timeoutMs: config.requestTimeoutMs,
    partitions,
    topicNames: rules.producesByTopicId ? null : namesOf(state, batches),
  };
  if (config.acks === 0) {
    context.send(link.node, Channel.main, request);
    for (let i = 0; i < batches.length; i++) completeBatch(state, batches[i]!, Errors.NONE, null, context);
    return;
  }
  for (let i = 0; i < batches.length; i++) launch(batches[i]!, config.maxInFlightRequestsPerConnection === 1);
  sendRequest(state.network, link, request, { kind: "produce", batches }, context);
}

const namesOf = ({ topics }: ProducerState, batches: readonly ProducerBatch[]): readonly string[] =>
  batches.map(({ queue }) => topics[topicAt(queue.place)]!.name);

function launch(batch: ProducerBatch, mutes: boolean): void {
  batch.isInFlight = true;
  batch.queue.inFlight.push(batch);
  if (mutes) batch.queue.isMuted = true;
}

/** What this attempt is about: the same in every run that gets here. */
function nameOf(batch: ProducerBatch): number {
  const place = hasSequence(batch) ? batch.baseSequence : batch.records[0]!.id;
  return mix(mix4(batch.topicPartition, batch.producerId, batch.producerEpoch, place), batch.sends);
}
