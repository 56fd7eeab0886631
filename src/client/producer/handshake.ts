/**
 * A connection stands before anything goes over it (NetworkClient.ready: connect, ApiVersions, then the rest). Where every
 * request is answered that need not be told apart; with acks=0 it must be: what is sent to a dead broker would count as sent.
 */
import { mix4 } from "../../core/mix.ts";
import type { ClientContext } from "../context.ts";
import { About } from "../names.ts";
import { type NodeLink, nextCorrelationId, sendRequest } from "../network/network-client.ts";
import type { ProducerCall, ProducerState } from "./producer-state.ts";

/** An answer brings the sender back. A Metadata request without topics stands for ApiVersions. */
export function shakeHands(state: ProducerState, link: NodeLink<ProducerCall>, context: ClientContext): void {
  if (link.inFlight.length > 0) return;
  const { network, self } = state;
  const request = {
    kind: "Metadata",
    name: mix4(About.handshake, self, link.node, link.failures),
    correlationId: nextCorrelationId(network),
    topics: [],
    allowAutoTopicCreation: false,
  } as const;
  sendRequest(network, link, request, { kind: "handshake" }, context);
}
