/**
 * Beside the fetches: where to start (ListOffsets) and whether a position is still on the leader's log
 * (OffsetForLeaderEpoch, KIP-320), one request per leader and kind (OffsetFetcher, OffsetsRequestManager).
 */
import { invariant } from "../../core/invariant.ts";
import { mix, mix4 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import { Channel } from "../../kafka/channels.ts";
import { type ErrorCode, Errors, errorOf } from "../../kafka/errors.ts";
import {
  type ListOffsetsRequest,
  type ListOffsetsResponse,
  latestTimestamp,
  type OffsetForLeaderEpochResponse,
} from "../../kafka/messages/offsets.ts";
import { noEpoch } from "../../kafka/records.ts";
import type { ClientContext } from "../context.ts";
import { requestUpdate } from "../metadata/metadata-updater.ts";
import { About } from "../names.ts";
import { linkTo, type NodeLink, nextCorrelationId, sendRequest } from "../network/network-client.ts";
import type { ConsumerCall, ConsumerState, LookupCall } from "./consumer-state.ts";
import { completeValidation, requestReset, resetByPolicy, resetPolicyTimestamp, setPosition } from "./positions.ts";
import type { Subscription } from "./subscription.ts";

const consumerReplicaId = -1;

/** Sends what is due; returns when to look again. */
export function sendLookups(state: ConsumerState, nowMs: Millis, context: ClientContext): Millis {
  if (state.unplaced === 0) return Number.POSITIVE_INFINITY;
  const due: Subscription[] = [];
  let nextMs = Number.POSITIVE_INFINITY;
  for (const subscription of state.subscriptions) {
    const isNoMatterOfLeaders = subscription.state === "fetching" || subscription.state === "initializing";
    if (isNoMatterOfLeaders || subscription.isLookupInFlight) continue;
    if (leaderFor(subscription) === -1) requestUpdate(state.updater);
    else {
      const link = linkTo(state.network, leaderFor(subscription), Channel.requests);
      const readyAtMs = Math.max(subscription.lookupAllowedAtMs, link.readyAtMs);
      if (readyAtMs <= nowMs) due.push(subscription);
      else nextMs = Math.min(nextMs, readyAtMs);
    }
  }
  while (due.length > 0) sendOne(state, due, context);
  return nextMs;
}

/** A reset asks whom metadata names, a validation the leader that it is about. */
const leaderFor = (subscription: Subscription): number =>
  subscription.state === "await-reset" ? subscription.metadata.leaderId : subscription.leaderId;

/** One request with all that is of the kind and leader of the first; these leave `due`. */
function sendOne(state: ConsumerState, due: Subscription[], context: ClientContext): void {
  const first = due[0]!;
  const node = leaderFor(first);
  const chosen: Subscription[] = [];
  for (let i = due.length - 1; i >= 0; i--) {
    if (due[i]!.state === first.state && leaderFor(due[i]!) === node) chosen.unshift(...due.splice(i, 1));
  }
  const isByAge = typeof state.config.autoOffsetReset === "object";
  for (const subscription of chosen) {
    // An age is counted from the request, each time anew.
    if (isByAge && subscription.resetReason === "reset") subscription.resetTo = resetPolicyTimestamp(state, context);
    invariant(!subscription.isLookupInFlight, "one look-up of a partition is in flight at a time");
    subscription.isLookupInFlight = true;
  }
  const link = linkTo(state.network, node, Channel.requests);
  if (first.state === "await-reset") sendListOffsets(state, link, chosen, context);
  else sendOffsetForLeaderEpoch(state, link, chosen, context);
}

function sendListOffsets(
  state: ConsumerState,
  link: NodeLink<ConsumerCall>,
  chosen: readonly Subscription[],
  context: ClientContext,
): void {
  const partitions = chosen.map(({ metadata, resetTo }) => ({
    topicPartition: metadata.topicPartition,
    currentLeaderEpoch: metadata.leaderEpoch,
    timestamp: resetTo,
  }));
  const name = nameOf(About.listOffsets, state.self, chosen);
  const correlationId = nextCorrelationId(state.network);
  const { isolationLevel } = state.config;
  const request: ListOffsetsRequest = {
    kind: "ListOffsets",
    name,
    correlationId,
    replicaId: consumerReplicaId,
    isolationLevel,
    partitions,
  };
  sendRequest(state.network, link, request, callFor("list-offsets", chosen), context);
}

function sendOffsetForLeaderEpoch(
  state: ConsumerState,
  link: NodeLink<ConsumerCall>,
  chosen: readonly Subscription[],
  context: ClientContext,
): void {
  const partitions = chosen.map(({ metadata, leaderEpoch, offsetEpoch }) => ({
    topicPartition: metadata.topicPartition,
    currentLeaderEpoch: leaderEpoch,
    leaderEpoch: offsetEpoch,
  }));
  const name = nameOf(About.offsetForLeaderEpoch, state.self, chosen);
  const correlationId = nextCorrelationId(state.network);
  const replicaId = consumerReplicaId;
  const request = { kind: "OffsetForLeaderEpoch", name, correlationId, replicaId, partitions } as const;
  sendRequest(state.network, link, request, callFor("offset-for-leader-epoch", chosen), context);
}

const callFor = (kind: LookupCall["kind"], chosen: readonly Subscription[]): LookupCall => ({
  kind,
  subscriptions: chosen,
  generations: chosen.map((subscription) => subscription.generation),
});

function nameOf(about: number, self: number, chosen: readonly Subscription[]): number {
  let name = mix(about, self);
  for (const { metadata, offset, leaderEpoch, lookupFailures } of chosen) {
    name = mix(name, mix4(metadata.topicPartition, offset, leaderEpoch, lookupFailures));
  }
  return name;
}

export function onListOffsetsResponse(
  state: ConsumerState,
  call: LookupCall,
  response: ListOffsetsResponse,
  context: ClientContext,
): void {
  for (let i = 0; i < call.subscriptions.length; i++) {
    const subscription = call.subscriptions[i]!;
    subscription.isLookupInFlight = false;
    // A seek meanwhile makes the answer stale.
    if (subscription.generation !== call.generations[i]) continue;
    const tp = subscription.metadata.topicPartition;
    const answer = response.partitions.find((partition) => partition.topicPartition === tp);
    if (answer === undefined) retryLater(state, subscription, Errors.UNKNOWN_TOPIC_OR_PARTITION, context);
    else if (answer.errorCode !== Errors.NONE) retryLater(state, subscription, answer.errorCode, context);
    else if (answer.offset === -1 && subscription.resetTo >= 0) onNothingSoYoung(state, subscription, context);
    else setPosition(state, subscription, Math.max(0, answer.offset), noEpoch, subscription.resetReason, context);
  }
}

/** Applications go to the end then; auto.offset.reset=by_duration asks again after request.timeout.ms (OffsetFetcherUtils). */
function onNothingSoYoung(state: ConsumerState, subscription: Subscription, context: ClientContext): void {
  if (subscription.resetReason !== "reset")
    requestReset(state, subscription, latestTimestamp, subscription.resetReason, context);
  else {
    resetByPolicy(state, subscription, context);
    subscription.lookupAllowedAtMs = context.nowMs() + state.config.requestTimeoutMs;
  }
}

export function onOffsetForLeaderEpochResponse(
  state: ConsumerState,
  call: LookupCall,
  response: OffsetForLeaderEpochResponse,
  context: ClientContext,
): void {
  for (let i = 0; i < call.subscriptions.length; i++) {
    const subscription = call.subscriptions[i]!;
    subscription.isLookupInFlight = false;
    if (subscription.generation !== call.generations[i]) continue;
    const tp = subscription.metadata.topicPartition;
    const answer = response.partitions.find((partition) => partition.topicPartition === tp);
    if (answer === undefined) retryLater(state, subscription, Errors.UNKNOWN_TOPIC_OR_PARTITION, context);
    else if (answer.errorCode !== Errors.NONE) retryLater(state, subscription, answer.errorCode, context);
    else judgePosition(state, subscription, answer.leaderEpoch, answer.endOffset, context);
  }
}

/**
 * The epoch of the position, or the last one before it, ends at `endOffset` in the leader's log.
 *
 *   position 20 of epoch 1   leader: epoch 1 ends at 15, epoch 2 goes on    -> truncated: go on at 15
 *   position 20 of epoch 1   leader: epoch 1 ends at 20 or later            -> fine
 */
function judgePosition(
  state: ConsumerState,
  subscription: Subscription,
  epoch: number,
  endOffset: number,
  context: ClientContext,
): void {
  const { offset, metadata } = subscription;
  if (epoch === -1 || endOffset === -1) {
    context.observer.truncationDetected(state.self, metadata.topicPartition, offset, -1);
    resetByPolicy(state, subscription, context);
  } else if (endOffset < offset) {
    context.observer.truncationDetected(state.self, metadata.topicPartition, offset, endOffset);
    subscription.offset = endOffset;
    subscription.offsetEpoch = epoch;
    // Without a policy the application hears of it, and seeks there itself (LogTruncationException).
    const reason = state.config.autoOffsetReset === "none" ? "seek" : "truncation";
    context.observer.positionSet(state.self, metadata.topicPartition, endOffset, reason);
    completeValidation(state, subscription, context);
  } else completeValidation(state, subscription, context);
}

/** The request failed with its connection. */
export function onLookupFailure(state: ConsumerState, call: LookupCall, context: ClientContext): void {
  for (let i = 0; i < call.subscriptions.length; i++) {
    const subscription = call.subscriptions[i]!;
    subscription.isLookupInFlight = false;
    if (subscription.generation === call.generations[i])
      retryLater(state, subscription, Errors.NETWORK_EXCEPTION, context);
  }
}

/** These do not back off exponentially (SubscriptionState.requestFailed). */
function retryLater(
  state: ConsumerState,
  subscription: Subscription,
  errorCode: ErrorCode,
  context: ClientContext,
): void {
  subscription.lookupFailures++;
  subscription.lookupAllowedAtMs = context.nowMs() + Math.max(1, state.config.retryBackoffMs);
  if (errorOf(errorCode).refreshes || errorCode === Errors.UNKNOWN_LEADER_EPOCH) requestUpdate(state.updater);
}
