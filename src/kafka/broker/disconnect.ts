/** A connection that this broker had opened is gone: the fate of what was in flight on it is unknown. */
import type { NodeId } from "../../core/ids.ts";
import { Channel } from "../channels.ts";
import { isVoter } from "../control-plane.ts";
import { type Exchange, loseRequest } from "../exchange.ts";
import { loseProposals } from "../replica-manager/alter-partition-manager.ts";
import { onLeaderDisconnect } from "../replica-manager/fetcher-manager.ts";
import type { BrokerState } from "./state.ts";

export function onDisconnect(state: BrokerState, peer: NodeId, channel: number): void {
  if (!isVoter(state.port.controlPlane, peer)) onLeaderDisconnect(state.replicas, peer);
  else loseRequestsOn(state, channel);
}

/** The controller is silent: the connection is closed, and with it everything that was in flight on it. */
export function onControllerTimeout(state: BrokerState, exchange: Exchange): void {
  if (exchange.correlationId < 0) return;
  state.port.context.close(state.port.controlPlane.leaderId, exchange.channel);
  loseRequestsOn(state, exchange.channel);
}

function loseRequestsOn(state: BrokerState, channel: number): void {
  switch (channel) {
    case Channel.main:
      loseRequest(state.port, state.lifecycle.exchange);
      return;
    case Channel.requests:
      loseProposals(state.replicas);
      loseRequest(state.port, state.producerIds.exchange);
      return;
    case Channel.metadata:
      loseRequest(state.port, state.loader.exchange);
      return;
    case Channel.forwarding:
      loseRequest(state.port, state.forwarding.exchange);
      return;
    default:
      return;
  }
}
