/**
 * Requests that a broker passes on to the controller, and the answers back (KIP-590, ForwardingManager).
 *
 * One is in flight at a time, in the order of arrival. When the controller does not answer, the same request is sent
 * again until its time is up (so a request may be carried out twice: TOPIC_ALREADY_EXISTS after a lost answer).
 */

import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { mix, mix3 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import { Channel } from "../channels.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { acceptAnswer, isInFlight, newExchange, nextCorrelationId, retryLater, sendToController } from "../exchange.ts";
import type { AdminRequest, AdminResponse } from "../messages/admin.ts";
import { Name } from "./names.ts";
import type { BrokerState, Forwarding } from "./state.ts";
import { Timer } from "./timers.ts";

/** How long a forwarded request is tried again (BrokerServer: retryTimeoutMs of the forwarding channel). */
const retryTimeoutMs: Millis = 60_000;
/** controller.socket.timeout.ms. */
const requestTimeoutMs: Millis = 30_000;

export const nobody: ConnectionId = -1;

export function newForwarding(): Forwarding {
  return {
    queue: [],
    exchange: newExchange(Channel.forwarding, Timer.forwardingRetry, Timer.forwardingTimeout, requestTimeoutMs),
  };
}

export function forward(state: BrokerState, request: AdminRequest, connection: ConnectionId): void {
  const { forwarding, port } = state;
  const deadlineMs = port.context.nowMs() + retryTimeoutMs;
  invariant((forwarding.queue.at(-1)?.deadlineMs ?? 0) <= deadlineMs, "requests to forward stand by their deadlines");
  forwarding.queue.push({ request, connection, deadlineMs });
  if (forwarding.queue.length === 1) sendForwarded(state);
}

/** Also on the retry timer. Requests whose time is up are answered first. */
export function sendForwarded(state: BrokerState): void {
  const { forwarding, port } = state;
  if (isInFlight(forwarding.exchange)) return;
  while (forwarding.queue.length > 0 && forwarding.queue[0]!.deadlineMs <= port.context.nowMs()) {
    finish(state, Errors.REQUEST_TIMED_OUT, []);
  }
  const next = forwarding.queue[0];
  if (next === undefined) return;
  const attempt = forwarding.exchange.failures;
  sendToController(state.port, forwarding.exchange, {
    ...next.request,
    name: mix3(Name.forwarded, next.request.name, attempt),
    correlationId: nextCorrelationId(state.port),
  });
}

export function onForwardedResponse(state: BrokerState, response: AdminResponse): void {
  const { forwarding } = state;
  if (!acceptAnswer(state.port, forwarding.exchange, response.correlationId)) return;
  if (response.errorCode === Errors.NOT_CONTROLLER) {
    retryLater(state.port, forwarding.exchange);
    return;
  }
  finish(state, response.errorCode, response.results);
  sendForwarded(state);
}

function finish(state: BrokerState, errorCode: ErrorCode, results: AdminResponse["results"]): void {
  const done = state.forwarding.queue.shift();
  invariant(done !== undefined, "the oldest request to forward is the one that is answered");
  if (done.connection === nobody) {
    onAutoCreationDone(state, done.request);
    return;
  }
  state.port.context.reply(done.connection, {
    kind: "AdminResponse",
    name: mix(mix3(Name.adminResponse, done.request.name, state.brokerId), errorCode),
    correlationId: done.request.correlationId,
    errorCode,
    results,
  });
}

/** The name may be asked for again: it exists now, or the creation failed. */
function onAutoCreationDone(state: BrokerState, request: AdminRequest): void {
  if (request.kind !== "CreateTopics") return;
  for (const topic of request.topics) state.topicsInCreation.delete(topic.name);
}
