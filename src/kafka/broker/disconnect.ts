/** A connection that this broker had opened is gone: the fate of what was in flight on it is unknown. */
import type { NodeId } from "../../core/ids.ts";
import { Channel } from "../channels.ts";
import { isVoter } from "../control-plane.ts";
import { loseProposals } from "./alter-partition-manager.ts";
import { type Exchange, loseRequest } from "./exchange.ts";
import { onLeaderDisconnect } from "./fetcher-manager.ts";
import type { BrokerState } from "./state.ts";

export function onDisconnect(state: BrokerState, peer: NodeId, channel: number): void {
  if (!isVoter(state.controlPlane, peer)) onLeaderDisconnect(state, peer);
  else loseRequestsOn(state, channel);
}

/** The controller is silent: the connection is closed, and with it everything that was in flight on it. */
export function onControllerTimeout(state: BrokerState, exchange: Exchange): void {
  if (exchange.correlationId < 0) return;
  state.context.close(state.controlPlane.leaderId, exchange.channel);
  loseRequestsOn(state, exchange.channel);
}

function loseRequestsOn(state: BrokerState, channel: number): void {
  switch (channel) {
    case Channel.main:
      loseRequest(state, state.lifecycle.exchange);
      return;
    case Channel.requests:
      loseProposals(state);
      loseRequest(state, state.producerIds.exchange);
      return;
    case Channel.metadata:
      loseRequest(state, state.loader.exchange);
      return;
    case Channel.forwarding:
      loseRequest(state, state.forwarding.exchange);
      return;
    default:
      return;
  }
}
