/**
 * Which broker coordinates the group (AbstractCoordinator.lookupCoordinator).
 *
 *   unknown --FindCoordinator answered--> known --its connection fails, 15, 16--> unknown
 *   unknown --15, no answer--> unknown, after a back-off
 */

import { invariant } from "../../../core/invariant.ts";
import { hashText, mix, mix4 } from "../../../core/mix.ts";
import type { Millis } from "../../../core/time.ts";
import { Channel } from "../../../kafka/channels.ts";
import { Errors } from "../../../kafka/errors.ts";
import type { FindCoordinatorResponse, GroupRequest } from "../../../kafka/messages/groups.ts";
import { backoffMs } from "../../backoff.ts";
import type { ClientContext } from "../../context.ts";
import { About } from "../../names.ts";
import { earliestReadyMs, leastLoadedNode, noNode } from "../../network/least-loaded-node.ts";
import { closeLink, linkTo, nextCorrelationId, sendRequest } from "../../network/network-client.ts";
import type { ConsumerCall, ConsumerState } from "../consumer-state.ts";
import { onCoordinatorFound } from "../membership/heartbeats.ts";
import type { GroupState } from "./group-state.ts";

const call = { kind: "find-coordinator" } as const;

/** Looks the coordinator up if it is unknown; returns when to look again. */
export function lookUpCoordinator(
  state: ConsumerState,
  group: GroupState,
  nowMs: Millis,
  context: ClientContext,
): Millis {
  const { coordinator, config } = group;
  if (coordinator.node !== noNode || coordinator.isInFlight) return Number.POSITIVE_INFINITY;
  if (coordinator.allowedAtMs > nowMs) return coordinator.allowedAtMs;
  const { network, metadata, self } = state;
  const about = mix4(About.findCoordinator, self, hashText(config.groupId), coordinator.attempts);
  const node = leastLoadedNode(network, metadata.nodes, Channel.requests, about, context);
  if (node === noNode) return Math.max(nowMs + 1, earliestReadyMs(network, metadata.nodes, Channel.requests));
  invariant(!coordinator.isInFlight, "one look-up of a coordinator is in flight at a time");
  coordinator.isInFlight = true;
  coordinator.attempts++;
  const request = {
    kind: "FindCoordinator" as const,
    name: about,
    correlationId: nextCorrelationId(network),
    key: config.groupId,
  };
  sendRequest(network, linkTo(network, node, Channel.requests), request, call, context);
  return Number.POSITIVE_INFINITY;
}

export function onFindCoordinatorResponse(
  state: ConsumerState,
  group: GroupState,
  response: FindCoordinatorResponse,
  context: ClientContext,
): void {
  if (response.errorCode !== Errors.NONE) {
    onLookupFailure(state, group, context);
    return;
  }
  const { coordinator } = group;
  invariant(response.nodeId >= 0, "a coordinator is a broker");
  coordinator.isInFlight = false;
  coordinator.node = response.nodeId;
  coordinator.failures = 0;
  onCoordinatorFound(group.membership, context);
}

export function onLookupFailure(
  state: ConsumerState,
  { coordinator, config }: GroupState,
  context: ClientContext,
): void {
  coordinator.isInFlight = false;
  const { retryBackoffMs, retryBackoffMaxMs } = config;
  const name = mix(mix4(About.retryBackoff, state.self, About.findCoordinator, coordinator.attempts), 0);
  const delayMs = backoffMs(retryBackoffMs, retryBackoffMaxMs, coordinator.failures, name, context);
  coordinator.failures++;
  coordinator.allowedAtMs = context.nowMs() + Math.max(1, delayMs);
}

/** It said that it is not the one, or its connection failed: what is in flight to it fails too. A connection that is gone fails once. */
export function forgetCoordinator(state: ConsumerState, { coordinator }: GroupState, context: ClientContext): void {
  const { node } = coordinator;
  if (node === noNode) return;
  coordinator.node = noNode;
  const link = linkTo(state.network, node, Channel.coordinator);
  if (!link.isConnected && link.inFlight.length === 0) return;
  for (const lost of closeLink(state.network, link, context)) state.fail(lost, Errors.NETWORK_EXCEPTION, context);
}

/** Infinity while the coordinator is unknown. */
export function coordinatorReadyAtMs(state: ConsumerState, { coordinator }: GroupState): Millis {
  if (coordinator.node === noNode) return Number.POSITIVE_INFINITY;
  return linkTo(state.network, coordinator.node, Channel.coordinator).readyAtMs;
}

export function sendToCoordinator(
  state: ConsumerState,
  { coordinator }: GroupState,
  body: GroupRequest,
  what: ConsumerCall,
  timeoutMs: Millis | null,
  context: ClientContext,
): void {
  invariant(coordinator.node !== noNode, "only a coordinator that is known is asked");
  sendRequest(
    state.network,
    linkTo(state.network, coordinator.node, Channel.coordinator),
    body,
    what,
    context,
    timeoutMs,
  );
}
