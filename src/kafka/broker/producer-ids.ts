/**
 * Producer ids in blocks from the controller (RPCProducerIdManager, KIP-730). Nobody waits for a block: without an id at
 * hand the answer is COORDINATOR_LOAD_IN_PROGRESS and the client asks again (KAFKA-14694).
 */
import { invariant } from "../../core/invariant.ts";
import { mix4 } from "../../core/mix.ts";
import { Channel } from "../channels.ts";
import { Errors } from "../errors.ts";
import { acceptAnswer, isInFlight, newExchange, nextCorrelationId, retryLater, sendToController } from "../exchange.ts";
import type { AllocateProducerIdsResponse } from "../messages/controller.ts";
import { Name } from "./names.ts";
import type { BrokerState, ProducerIds } from "./state.ts";
import { Timer } from "./timers.ts";

/** The next block is asked for when nine tenths of this one are used. */
const prefetchShare = 0.9;
/** controller.socket.timeout.ms. */
const requestTimeoutMs = 30_000;

export function newProducerIds(): ProducerIds {
  return {
    next: 0,
    end: 0,
    prefetchFrom: 0,
    nextBlockStart: -1,
    nextBlockLength: 0,
    exchange: newExchange(Channel.requests, Timer.producerIdsRetry, Timer.producerIdsTimeout, requestTimeoutMs),
  };
}

/** A fresh producer id, or -1 if there is none yet. */
export function takeProducerId(state: BrokerState): number {
  const { producerIds } = state;
  if (producerIds.next >= producerIds.end && producerIds.nextBlockStart >= 0) switchBlock(producerIds);
  const id = producerIds.next < producerIds.end ? producerIds.next++ : -1;
  if (producerIds.next >= producerIds.prefetchFrom) requestBlock(state);
  return id;
}

/** Also on the retry timer. */
export function requestBlock(state: BrokerState): void {
  const { producerIds, brokerId, lifecycle } = state;
  if (isInFlight(producerIds.exchange) || producerIds.nextBlockStart >= 0) return;
  sendToController(state.port, producerIds.exchange, {
    kind: "AllocateProducerIds",
    name: mix4(Name.allocateProducerIds, brokerId, producerIds.end, producerIds.exchange.failures),
    correlationId: nextCorrelationId(state.port),
    brokerId,
    brokerEpoch: lifecycle.brokerEpoch,
  });
}

export function onAllocateProducerIdsResponse(state: BrokerState, response: AllocateProducerIdsResponse): void {
  const { producerIds } = state;
  if (!acceptAnswer(state.port, producerIds.exchange, response.correlationId)) return;
  if (response.errorCode !== Errors.NONE) {
    retryLater(state.port, producerIds.exchange);
    return;
  }
  producerIds.nextBlockStart = response.producerIdStart;
  producerIds.nextBlockLength = response.producerIdLen;
}

function switchBlock(producerIds: ProducerIds): void {
  producerIds.next = producerIds.nextBlockStart;
  producerIds.end = producerIds.next + producerIds.nextBlockLength;
  producerIds.prefetchFrom = producerIds.next + Math.floor(producerIds.nextBlockLength * prefetchShare);
  producerIds.nextBlockStart = -1;
  invariant(producerIds.next < producerIds.end, "a block of producer ids holds some");
  invariant(producerIds.prefetchFrom <= producerIds.end, "the next block is asked for before this one ends");
}
