/**
 * Requests in flight, per connection of a client (NetworkClient, InFlightRequests, ClusterConnectionStates).
 *
 * A link of this client to one node on one channel:
 *   ready --send--> waiting --answer--> ready (failures forgotten)
 *   waiting --request.timeout.ms over: this client closes the connection; or it is gone--> backing off
 *   backing off --reconnect.backoff.ms, doubled with each failure--> ready
 * Whatever was in flight on a connection that ended has an unknown outcome (Y-1): the host may still deliver it.
 */
import { linkKey } from "../../core/channels.ts";
import type { NodeId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { removeAt } from "../../core/list.ts";
import { mix4 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import type { Channel } from "../../kafka/channels.ts";
import type { KafkaRequest } from "../../kafka/messages/index.ts";
import { backoffMs } from "../backoff.ts";
import type { ClientContext } from "../context.ts";
import { About } from "../names.ts";

interface NetworkConfig {
  readonly requestTimeoutMs: Millis;
  readonly reconnectBackoffMs: Millis;
  readonly reconnectBackoffMaxMs: Millis;
}

/** `Call` is what the client remembers of a request until it is answered. */
export interface NetworkClient<Call> {
  readonly self: NodeId;
  readonly config: NetworkConfig;
  /** In the order of (node, channel). */
  readonly links: NodeLink<Call>[];
  readonly linkByKey: (NodeLink<Call> | undefined)[];
  correlationId: number;
  /** No request times out before; a lower bound, looked at again when it comes. */
  nextTimeoutMs: Millis;
}

export interface NodeLink<Call> {
  readonly node: NodeId;
  readonly channel: number;
  /** In the order in which they were sent. */
  readonly inFlight: InFlight<Call>[];
  /** In a row, since the last answer. */
  failures: number;
  readyAtMs: Millis;
  /** An answer came on the present connection. */
  isConnected: boolean;
}

export interface InFlight<Call> {
  readonly correlationId: number;
  readonly deadlineMs: Millis;
  readonly call: Call;
}

export function newNetworkClient<Call>(self: NodeId, config: NetworkConfig): NetworkClient<Call> {
  return { self, config, links: [], linkByKey: [], correlationId: 0, nextTimeoutMs: Number.POSITIVE_INFINITY };
}

export function linkTo<Call>(network: NetworkClient<Call>, node: NodeId, channel: Channel): NodeLink<Call> {
  const key = linkKey(node, channel);
  return network.linkByKey[key] ?? newLink(network, key, node, channel);
}

function newLink<Call>(network: NetworkClient<Call>, key: number, node: NodeId, channel: number): NodeLink<Call> {
  const link: NodeLink<Call> = { node, channel, inFlight: [], failures: 0, readyAtMs: 0, isConnected: false };
  network.linkByKey[key] = link;
  let index = network.links.length;
  while (index > 0 && linkKey(network.links[index - 1]!.node, network.links[index - 1]!.channel) > key) index--;
  network.links.splice(index, 0, link);
  return link;
}

/** The correlation id of the next request; the caller puts it into the body. */
export const nextCorrelationId = <Call>(network: NetworkClient<Call>): number => ++network.correlationId;

/** Sends a request that will be answered, or fail with its connection or by its timeout (null: request.timeout.ms). */
export function sendRequest<Call>(
  network: NetworkClient<Call>,
  link: NodeLink<Call>,
  body: KafkaRequest,
  call: Call,
  context: ClientContext,
  timeoutMs: Millis | null = null,
): void {
  const deadlineMs = context.nowMs() + (timeoutMs ?? network.config.requestTimeoutMs);
  const last = link.inFlight[link.inFlight.length - 1];
  invariant(last === undefined || last.correlationId < body.correlationId, "correlation ids grow on a connection");
  link.inFlight.push({ correlationId: body.correlationId, deadlineMs, call });
  if (deadlineMs < network.nextTimeoutMs) network.nextTimeoutMs = deadlineMs;
  context.send(link.node, link.channel, body);
}

/** What an answer is the answer to; undefined: nobody waits for it any more. */
export function takeAnswered<Call>(
  network: NetworkClient<Call>,
  node: NodeId,
  channel: number,
  correlationId: number,
): Call | undefined {
  const link = network.linkByKey[linkKey(node, channel)];
  if (link === undefined) return undefined;
  const { inFlight } = link;
  for (let i = 0; i < inFlight.length; i++) {
    if (inFlight[i]!.correlationId !== correlationId) continue;
    const call = inFlight[i]!.call;
    removeAt(inFlight, i);
    link.failures = 0;
    link.isConnected = true;
    return call;
  }
  return undefined;
}

/** The connection is gone: what was in flight on it, oldest first. The node is left alone for the reconnect back-off. */
export function connectionLost<Call>(
  network: NetworkClient<Call>,
  node: NodeId,
  channel: number,
  context: ClientContext,
): readonly Call[] {
  const link = network.linkByKey[linkKey(node, channel)];
  invariant(link !== undefined, "a connection that is lost was opened by this client");
  return failLink(network, link, context);
}

/** A link with a request whose time is over, if there is one. */
export function timedOutLink<Call>(network: NetworkClient<Call>, nowMs: Millis): NodeLink<Call> | undefined {
  if (nowMs < network.nextTimeoutMs) return undefined;
  let next = Number.POSITIVE_INFINITY;
  for (let i = 0; i < network.links.length; i++) {
    const link = network.links[i]!;
    for (let j = 0; j < link.inFlight.length; j++) {
      const { deadlineMs } = link.inFlight[j]!;
      if (deadlineMs <= nowMs) return link;
      if (deadlineMs < next) next = deadlineMs;
    }
  }
  network.nextTimeoutMs = next;
  return undefined;
}

/** Gives a connection up whose oldest request timed out; the others on it end with it (handleTimedOutRequests). */
export function closeLink<Call>(
  network: NetworkClient<Call>,
  link: NodeLink<Call>,
  context: ClientContext,
): readonly Call[] {
  context.close(link.node, link.channel);
  return failLink(network, link, context);
}

const nothing: readonly never[] = [];

function failLink<Call>(network: NetworkClient<Call>, link: NodeLink<Call>, context: ClientContext): readonly Call[] {
  const { reconnectBackoffMs, reconnectBackoffMaxMs } = network.config;
  const name = mix4(About.reconnectBackoff, network.self, link.node, link.failures);
  link.readyAtMs = context.nowMs() + backoffMs(reconnectBackoffMs, reconnectBackoffMaxMs, link.failures, name, context);
  link.failures++;
  link.isConnected = false;
  if (link.inFlight.length === 0) return nothing;
  const calls = link.inFlight.map((request) => request.call);
  link.inFlight.length = 0;
  return calls;
}
