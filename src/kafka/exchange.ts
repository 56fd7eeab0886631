/**
 * One request at a time to the controller, as Kafka's NodeToControllerChannelManager does it: what is not answered
 * within the request time-out, or dies with its connection, is tried again after a back-off.
 *
 *   idle --send--> in flight --answer--> idle
 *                            --lost (time-out, disconnect)--> idle, retry timer armed
 */
import { invariant } from "../core/invariant.ts";
import type { TimerKey } from "../core/machine.ts";
import type { Millis } from "../core/time.ts";
import type { Channel } from "./channels.ts";
import type { KafkaContext } from "./context.ts";
import type { ControlPlane } from "./control-plane.ts";
import type { KafkaMessage } from "./messages/index.ts";

/** What requests to the controller need of the process that sends them. */
export interface ControllerPort {
  /** Of the step that runs; the host may give another one each time. */
  context: KafkaContext;
  /** Of the last request that this process sent to the controller. */
  correlationId: number;
  readonly controlPlane: ControlPlane;
}

export interface Exchange {
  readonly channel: Channel;
  readonly retryTimer: TimerKey;
  readonly timeoutTimer: TimerKey;
  readonly requestTimeoutMs: Millis;
  /** Of the request in flight; -1: none. */
  correlationId: number;
  /** Failures in a row: they tell one attempt from the next. */
  failures: number;
}

/** The back-off of a new connection, which does not grow (NodeToControllerChannelManager.buildNetworkClient: 50, 50). */
const backoffMs = 50;

export function newExchange(
  channel: Channel,
  retryTimer: TimerKey,
  timeoutTimer: TimerKey,
  requestTimeoutMs: Millis,
): Exchange {
  return { channel, retryTimer, timeoutTimer, requestTimeoutMs, correlationId: -1, failures: 0 };
}

export const isInFlight = (exchange: Exchange): boolean => exchange.correlationId >= 0;

/** Sends to the controller and starts the request time-out. `body.correlationId` must come from `nextCorrelationId`. */
export function sendToController(
  port: ControllerPort,
  exchange: Exchange,
  body: KafkaMessage & { readonly correlationId: number },
): void {
  invariant(!isInFlight(exchange), "a broker has one request of a kind in flight to the controller");
  exchange.correlationId = body.correlationId;
  port.context.cancelTimer(exchange.retryTimer);
  port.context.setTimer(exchange.timeoutTimer, exchange.requestTimeoutMs);
  port.context.send(port.controlPlane.leaderId, exchange.channel, body);
}

/** True if this is the answer that the exchange waits for; a late one of an abandoned request is not. */
export function acceptAnswer(port: ControllerPort, exchange: Exchange, correlationId: number): boolean {
  if (exchange.correlationId !== correlationId) return false;
  exchange.correlationId = -1;
  exchange.failures = 0;
  port.context.cancelTimer(exchange.timeoutTimer);
  return true;
}

/** The request in flight is lost, its outcome unknown: try again after the back-off. */
export function loseRequest(port: ControllerPort, exchange: Exchange): void {
  if (!isInFlight(exchange)) return;
  exchange.correlationId = -1;
  port.context.cancelTimer(exchange.timeoutTimer);
  retryLater(port, exchange);
}

/** Arms the retry timer. */
export function retryLater(port: ControllerPort, exchange: Exchange): void {
  exchange.failures++;
  port.context.setTimer(exchange.retryTimer, backoffMs);
}

export function nextCorrelationId(port: ControllerPort): number {
  port.correlationId++;
  return port.correlationId;
}
