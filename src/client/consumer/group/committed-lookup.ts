/** Where assigned partitions start: at the group's committed offsets, else where auto.offset.reset says (OffsetFetch; ). */
import { invariant } from "../../../core/invariant.ts";
import { mix, mix4 } from "../../../core/mix.ts";
import type { Millis } from "../../../core/time.ts";
import { type ErrorCode, Errors } from "../../../kafka/errors.ts";
import type { OffsetFetchResponse } from "../../../kafka/messages/groups.ts";
import { backoffMs } from "../../backoff.ts";
import type { ClientContext } from "../../context.ts";
import { About } from "../../names.ts";
import { nextCorrelationId } from "../../network/network-client.ts";
import { topicAt } from "../../topic-order.ts";
import type { ConsumerState } from "../consumer-state.ts";
import { resetByPolicy, setPosition } from "../positions.ts";
import type { Subscription } from "../subscription.ts";
import { coordinatorReadyAtMs, forgetCoordinator, sendToCoordinator } from "./coordinator-lookup.ts";
import type { GroupCall, GroupState } from "./group-state.ts";

type OffsetFetchCall = Extract<GroupCall, { kind: "offset-fetch" }>;

/** Sends what is due; returns when to look again. */
export function fetchCommitted(state: ConsumerState, group: GroupState, nowMs: Millis, context: ClientContext): Millis {
  const { committed, config } = group;
  if (state.unplaced === 0 || committed.isInFlight) return Number.POSITIVE_INFINITY;
  const waiting = state.subscriptions.filter((subscription) => subscription.state === "initializing");
  if (waiting.length === 0) return Number.POSITIVE_INFINITY;
  const readyAtMs = Math.max(committed.allowedAtMs, coordinatorReadyAtMs(state, group));
  if (readyAtMs > nowMs) return readyAtMs;
  const generations = waiting.map((subscription) => subscription.generation);
  let about = mix(mix(About.offsetFetch, state.self), committed.failures);
  for (const { metadata, generation } of waiting) about = mix(mix(about, metadata.topicPartition), generation);
  const request = {
    kind: "OffsetFetch" as const,
    name: about,
    correlationId: nextCorrelationId(state.network),
    groupId: config.groupId,
    partitions: waiting.map(({ place, partition }) => ({ topic: state.topics[topicAt(place)]!.name, partition })),
    requireStable: true,
  };
  committed.isInFlight = true;
  const call = { kind: "offset-fetch" as const, subscriptions: waiting, generations };
  sendToCoordinator(state, group, request, call, null, context);
  return Number.POSITIVE_INFINITY;
}

export function onOffsetFetchResponse(
  state: ConsumerState,
  group: GroupState,
  call: OffsetFetchCall,
  response: OffsetFetchResponse,
  context: ClientContext,
): void {
  if (response.errorCode !== Errors.NONE) {
    onOffsetFetchFailure(state, group, response.errorCode, context);
    return;
  }
  invariant(response.partitions.length === call.subscriptions.length, "each partition asked about is answered");
  const { committed } = group;
  committed.isInFlight = false;
  committed.failures = 0;
  for (let i = 0; i < call.subscriptions.length; i++) {
    const subscription = call.subscriptions[i]!;
    const { offset, leaderEpoch, errorCode } = response.partitions[i]!;
    if (subscription.generation !== call.generations[i] || subscription.state !== "initializing") continue;
    if (errorCode !== Errors.NONE) continue;
    context.observer.committedFetched(state.self, group.config.groupId, subscription.metadata.topicPartition, offset);
    startAt(state, subscription, offset, leaderEpoch, context);
  }
}

function startAt(
  state: ConsumerState,
  subscription: Subscription,
  offset: number,
  leaderEpoch: number,
  context: ClientContext,
): void {
  if (offset < 0) resetByPolicy(state, subscription, context);
  else setPosition(state, subscription, offset, leaderEpoch, "committed", context);
}

export function onOffsetFetchFailure(
  state: ConsumerState,
  group: GroupState,
  errorCode: ErrorCode,
  context: ClientContext,
): void {
  const { committed, config } = group;
  invariant(committed.isInFlight, "a look-up fails once");
  committed.isInFlight = false;
  const isLost = errorCode === Errors.NETWORK_EXCEPTION || errorCode === Errors.REQUEST_TIMED_OUT;
  const isOther = errorCode === Errors.NOT_COORDINATOR || errorCode === Errors.COORDINATOR_NOT_AVAILABLE;
  if (isLost || isOther) forgetCoordinator(state, group, context);
  const name = mix4(About.retryBackoff, state.self, About.offsetFetch, committed.failures);
  const delayMs = backoffMs(config.retryBackoffMs, config.retryBackoffMaxMs, committed.failures, name, context);
  committed.failures++;
  committed.allowedAtMs = context.nowMs() + Math.max(1, delayMs);
}
