/** Whom to ask what any broker can answer (NetworkClient.leastLoadedNode). */
import type { NodeId } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import type { Channel } from "../../kafka/channels.ts";
import type { ClientContext } from "../context.ts";
import { linkTo, type NetworkClient } from "./network-client.ts";

export const noNode: NodeId = -1;

/**
 * A node with the fewest requests in flight among those that answered, else one that may be tried, beginning at a random
 * place; -1 if all are in their reconnect back-off. `name` names the chance.
 */
export function leastLoadedNode<Call>(
  network: NetworkClient<Call>,
  nodes: readonly NodeId[],
  channel: Channel,
  name: number,
  context: ClientContext,
): NodeId {
  if (nodes.length === 0) return noNode;
  const nowMs = context.nowMs();
  const start = context.choose(name, nodes.length);
  let connected = noNode;
  let fewest = Number.POSITIVE_INFINITY;
  let untried = noNode;
  for (let i = 0; i < nodes.length; i++) {
    const link = linkTo(network, nodes[(start + i) % nodes.length]!, channel);
    if (link.readyAtMs > nowMs) continue;
    if (!link.isConnected) {
      if (untried === noNode) untried = link.node;
    } else if (link.inFlight.length < fewest) {
      fewest = link.inFlight.length;
      connected = link.node;
    }
  }
  return connected !== noNode ? connected : untried;
}

/** When the first of these nodes may be tried again. */
export function earliestReadyMs<Call>(
  network: NetworkClient<Call>,
  nodes: readonly NodeId[],
  channel: Channel,
): Millis {
  let earliest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < nodes.length; i++) {
    const { readyAtMs } = linkTo(network, nodes[i]!, channel);
    if (readyAtMs < earliest) earliest = readyAtMs;
  }
  return earliest;
}
