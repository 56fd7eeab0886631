/** Fetches, one in flight per node, long polls that the node answers when it has something (AbstractFetch, FetchCollector). */
import { invariant } from "../../core/invariant.ts";
import { mix4 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import { Channel } from "../../kafka/channels.ts";
import { Errors } from "../../kafka/errors.ts";
import type { FetchPartitionResponse, FetchRequest, FetchResponse } from "../../kafka/messages/fetch.ts";
import { nextOffset } from "../../kafka/records.ts";
import type { ConsumerRules } from "../../kafka/rules/consumer-rules.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { ClientContext } from "../context.ts";
import { pushLast } from "../deque.ts";
import { applyCurrentLeader } from "../metadata/client-metadata.ts";
import { requestUpdate } from "../metadata/metadata-updater.ts";
import { About } from "../names.ts";
import { linkTo, nextCorrelationId, sendRequest } from "../network/network-client.ts";
import type { ConsumerState } from "./consumer-state.ts";
import { forgetBuffered, onSessionAnswer, onSessionFailure, partitionsToSend } from "./fetch-target.ts";
import { place } from "./placement.ts";
import { followLeader, resetByPolicy } from "./positions.ts";
import type { FetchTarget, Subscription } from "./subscription.ts";

const nothingForgotten: readonly TopicPartition[] = [];

/** Sends what can go; returns when to look again. */
export function sendFetches(state: ConsumerState, nowMs: Millis, context: ClientContext): Millis {
  let nextMs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < state.targets.length; i++) {
    const target = state.targets[i]!;
    if (target.isInFlight || !isFetchable(target, state.rules)) continue;
    const readyAtMs = linkTo(state.network, target.node, Channel.main).readyAtMs;
    if (readyAtMs > nowMs) nextMs = Math.min(nextMs, readyAtMs);
    else sendFetch(state, target, context);
  }
  return nextMs;
}

/** Of what waits for the application no more is asked, nor of its node for the time being (KAFKA-17182). */
const isFetchable = ({ members, bufferedMembers }: FetchTarget, { sparesBufferedNodes }: ConsumerRules): boolean =>
  bufferedMembers === 0 ? members.length > 0 : !sparesBufferedNodes && bufferedMembers < members.length;

function sendFetch(state: ConsumerState, target: FetchTarget, context: ClientContext): void {
  const { config, network, self } = state;
  if (target.bufferedMembers > 0) forgetBuffered(target);
  const forgotten = target.forgotten.length === 0 || target.sessionEpoch === 0 ? nothingForgotten : target.forgotten;
  const partitions = partitionsToSend(target, config.maxPartitionFetchBytes);
  if (forgotten.length > 0) target.forgotten = [];
  const request: FetchRequest = {
    kind: "Fetch",
    name: mix4(About.fetch, self, target.node, target.positionsHash),
    correlationId: nextCorrelationId(network),
    replicaId: -1,
    replicaEpoch: -1,
    isolationLevel: config.isolationLevel,
    maxWaitMs: config.fetchMaxWaitMs,
    minBytes: config.fetchMinBytes,
    maxBytes: config.fetchMaxBytes,
    sessionId: target.sessionId,
    sessionEpoch: target.sessionEpoch,
    partitions,
    forgotten,
    rackId: state.options.rack || config.clientRack,
  };
  invariant(!target.isInFlight, "one fetch is in flight to a node");
  invariant(isFetchable(target, state.rules), "a node is fetched from while something of it is wanted");
  target.isInFlight = true;
  sendRequest(network, linkTo(network, target.node, Channel.main), request, target.call, context);
}

export function onFetchResponse(
  state: ConsumerState,
  target: FetchTarget,
  response: FetchResponse,
  context: ClientContext,
): void {
  invariant(target.isInFlight, "a fetch is answered once");
  target.isInFlight = false;
  if (!onSessionAnswer(target, response.errorCode, response.sessionId)) {
    if (response.errorCode === Errors.FETCH_SESSION_TOPIC_ID_ERROR) requestUpdate(state.updater);
    return;
  }
  for (let i = 0; i < response.partitions.length; i++) {
    const answer = response.partitions[i]!;
    const subscription = state.byTopicPartition.get(answer.topicPartition);
    if (subscription !== undefined && isAwaited(subscription, target))
      onPartition(state, subscription, answer, context);
  }
}

/** Is this still the fetch of the present position? A seek, a reset or another leader came in between otherwise. */
const isAwaited = (subscription: Subscription, target: FetchTarget): boolean =>
  subscription.target === target &&
  !subscription.isChanged &&
  subscription.offset === subscription.sentOffset &&
  subscription.buffered === null;

function onPartition(
  state: ConsumerState,
  subscription: Subscription,
  answer: FetchPartitionResponse,
  context: ClientContext,
): void {
  if (answer.errorCode !== Errors.NONE) {
    onPartitionError(state, subscription, answer, context);
    return;
  }
  const target = subscription.target!;
  if (answer.preferredReadReplica >= 0 && answer.preferredReadReplica !== target.node) {
    const nowMs = context.nowMs();
    subscription.preferredReadReplica = answer.preferredReadReplica;
    subscription.preferredUntilMs = nowMs + state.config.metadataMaxAgeMs;
    place(state, subscription, nowMs);
  }
  const { batches } = answer;
  invariant(subscription.state === "fetching", "what is fetched has a valid position");
  if (batches.length === 0 || nextOffset(batches[batches.length - 1]!) <= subscription.offset) return;
  subscription.buffered = {
    topicPartition: answer.topicPartition,
    batches,
    broker: target.node,
    batchIndex: 0,
    nextOffset: subscription.offset,
  };
  if (subscription.target !== null) subscription.target.bufferedMembers++;
  pushLast(state.completed, subscription);
}

function onPartitionError(
  state: ConsumerState,
  subscription: Subscription,
  answer: FetchPartitionResponse,
  context: ClientContext,
): void {
  switch (answer.errorCode) {
    case Errors.OFFSET_OUT_OF_RANGE:
      onOutOfRange(state, subscription, context);
      return;
    case Errors.NOT_LEADER_OR_FOLLOWER:
    case Errors.FENCED_LEADER_EPOCH:
      if (applyCurrentLeader(subscription.metadata, answer.currentLeader)) {
        followLeader(state, subscription, context);
        return;
      }
  }
  subscription.preferredReadReplica = -1;
  requestUpdate(state.updater);
  pause(state, subscription, context);
}

/** On a recommended replica it may only lag: ask the leader first. */
function onOutOfRange(state: ConsumerState, subscription: Subscription, context: ClientContext): void {
  if (subscription.preferredReadReplica === -1) {
    resetByPolicy(state, subscription, context);
    return;
  }
  subscription.preferredReadReplica = -1;
  place(state, subscription, context.nowMs());
}

/** Until metadata may have news. Kafka's client fetches on at once and hears the same again. */
function pause(state: ConsumerState, subscription: Subscription, context: ClientContext): void {
  const nowMs = context.nowMs();
  subscription.pausedUntilMs = nowMs + Math.max(1, state.config.retryBackoffMs);
  place(state, subscription, nowMs);
}

/** Puts back what was paused; returns when the next pause ends. */
export function endPauses(state: ConsumerState, nowMs: Millis): Millis {
  if (state.unplaced === 0) return Number.POSITIVE_INFINITY;
  let nextMs = Number.POSITIVE_INFINITY;
  for (const subscription of state.subscriptions) {
    if (subscription.state !== "fetching" || subscription.target !== null) continue;
    if (subscription.pausedUntilMs <= nowMs) place(state, subscription, nowMs);
    else nextMs = Math.min(nextMs, subscription.pausedUntilMs);
  }
  return nextMs;
}

/** The fetch failed with its connection: whatever was recommended may be gone too. */
export function onFetchFailure(state: ConsumerState, target: FetchTarget, context: ClientContext): void {
  onSessionFailure(target);
  const nowMs = context.nowMs();
  for (const subscription of [...target.members]) {
    if (subscription.preferredReadReplica === -1) continue;
    subscription.preferredReadReplica = -1;
    place(state, subscription, nowMs);
  }
}
