/** InitProducerId of a producer without transactional id: any broker gives it a fresh id, epoch 0 (KIP-98). */
import { invariant } from "../../core/invariant.ts";
import { mix3, mix4 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import { Channel } from "../../kafka/channels.ts";
import { Errors } from "../../kafka/errors.ts";
import type { InitProducerIdResponse } from "../../kafka/messages/offsets.ts";
import { noEpoch, noProducerId } from "../../kafka/records.ts";
import { backoffMs } from "../backoff.ts";
import type { ClientContext } from "../context.ts";
import { requestUpdate } from "../metadata/metadata-updater.ts";
import { About } from "../names.ts";
import { earliestReadyMs, leastLoadedNode, noNode } from "../network/least-loaded-node.ts";
import { linkTo, nextCorrelationId, sendRequest } from "../network/network-client.ts";
import { hasProducerId, onProducerId } from "./producer-session.ts";
import type { ProducerState } from "./producer-state.ts";

const initCall = { kind: "init-producer-id" } as const;

/** Asks for a producer id if there is none. Returns when to look again. */
export function maybeInitProducerId(state: ProducerState, context: ClientContext): Millis {
  const { session, network, metadata, self } = state;
  if (hasProducerId(session) || session.isInitializing) return Number.POSITIVE_INFINITY;
  const nowMs = context.nowMs();
  if (nowMs < session.initAllowedAtMs) return session.initAllowedAtMs;
  const name = mix4(About.initProducerId, self, context.incarnation, session.initFailures);
  const node = leastLoadedNode(network, metadata.nodes, Channel.main, name, context);
  if (node === noNode) {
    requestUpdate(state.updater);
    return Math.max(nowMs + 1, earliestReadyMs(network, metadata.nodes, Channel.main));
  }
  session.isInitializing = true;
  const request = {
    kind: "InitProducerId",
    name,
    correlationId: nextCorrelationId(network),
    producerId: noProducerId,
    producerEpoch: noEpoch,
  } as const;
  sendRequest(network, linkTo(network, node, Channel.main), request, initCall, context);
  return Number.POSITIVE_INFINITY;
}

export function onInitProducerIdResponse(
  state: ProducerState,
  response: InitProducerIdResponse,
  context: ClientContext,
): void {
  if (response.errorCode !== Errors.NONE) {
    onInitProducerIdFailure(state, context);
    return;
  }
  const { session, accumulator, rules, self } = state;
  invariant(session.isInitializing, "a producer id comes to who asked for one");
  session.isInitializing = false;
  onProducerId(session, response.producerId, response.producerEpoch, accumulator.queues, rules, self, context.observer);
}

/** Whatever it was, there is no other way than to ask again. */
export function onInitProducerIdFailure(state: ProducerState, context: ClientContext): void {
  const { session, config, self } = state;
  invariant(session.isInitializing, "what failed was asked for");
  session.isInitializing = false;
  const name = mix3(About.initProducerId, self, session.initFailures);
  session.initAllowedAtMs =
    context.nowMs() + backoffMs(config.retryBackoffMs, config.retryBackoffMaxMs, session.initFailures, name, context);
  session.initFailures++;
}
