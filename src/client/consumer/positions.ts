/** The arrows between the states of a subscription (SubscriptionState, OffsetFetcher). */
import { invariant } from "../../core/invariant.ts";
import { earliestTimestamp, latestTimestamp } from "../../kafka/messages/offsets.ts";
import type { SeekTo } from "../../kafka/messages/operator.ts";
import type { ClientContext } from "../context.ts";
import type { ConsumerState } from "./consumer-state.ts";
import { dropBuffered, place } from "./placement.ts";
import type { PositionReason, Subscription } from "./subscription.ts";

/**
 * A position as of the leader that metadata names: validated before use if both epochs are known. One that was looked up,
 * or sought, has none (OffsetFetcherUtils.resetPositionIfNeeded).
 */
export function setPosition(
  state: ConsumerState,
  subscription: Subscription,
  offset: number,
  offsetEpoch: number,
  reason: PositionReason,
  context: ClientContext,
): void {
  invariant(offset >= 0, "a position is an offset");
  subscription.offset = offset;
  subscription.offsetEpoch = offsetEpoch;
  subscription.leaderId = subscription.metadata.leaderId;
  subscription.leaderEpoch = subscription.metadata.leaderEpoch;
  context.observer.positionSet(state.self, subscription.metadata.topicPartition, offset, reason);
  enter(state, subscription, needsValidation(state, subscription) ? "await-validation" : "fetching", context);
}

export function requestReset(
  state: ConsumerState,
  subscription: Subscription,
  resetTo: number,
  reason: PositionReason,
  context: ClientContext,
): void {
  invariant(resetTo >= earliestTimestamp, "a position is reset to a time, the end or the beginning");
  subscription.resetTo = resetTo;
  subscription.resetReason = reason;
  enter(state, subscription, "await-reset", context);
}

/** auto.offset.reset; with `none` the application hears of it and seeks to the beginning. */
export function resetByPolicy(state: ConsumerState, subscription: Subscription, context: ClientContext): void {
  const policy = state.config.autoOffsetReset;
  if (policy === "none") requestReset(state, subscription, earliestTimestamp, "seek", context);
  else requestReset(state, subscription, timestampOf(policy, context), "reset", context);
}

/** Where auto.offset.reset begins; what asks an application is read from the beginning. */
export const resetPolicyTimestamp = ({ config }: ConsumerState, context: ClientContext): number =>
  config.autoOffsetReset === "none" ? earliestTimestamp : timestampOf(config.autoOffsetReset, context);

/** The application says where to read on. An offset has no epoch: nobody can validate it. */
export function seek(
  state: ConsumerState,
  subscription: Subscription,
  to: SeekTo,
  reason: "assign" | "seek",
  context: ClientContext,
): void {
  subscription.preferredReadReplica = -1;
  if (typeof to === "object" && "offset" in to) setPosition(state, subscription, to.offset, -1, reason, context);
  else requestReset(state, subscription, timestampOf(to, context), reason, context);
}

/** What ListOffsets is asked for. */
function timestampOf(to: "earliest" | "latest" | { readonly agoMs: number }, context: ClientContext): number {
  if (typeof to === "object") return Math.max(0, context.wallClockMs() - to.agoMs);
  return to === "latest" ? latestTimestamp : earliestTimestamp;
}

/** Metadata shows another leader or epoch (maybeValidatePositionForCurrentLeader); no leader is no news. */
export function followLeader(state: ConsumerState, subscription: Subscription, context: ClientContext): void {
  const { leaderId, leaderEpoch } = subscription.metadata;
  if (subscription.state === "await-reset" || subscription.state === "initializing" || leaderId === -1) return;
  if (leaderId === subscription.leaderId && leaderEpoch === subscription.leaderEpoch) return;
  invariant(leaderEpoch >= subscription.leaderEpoch, "a position follows leaders of no smaller epoch (P-26)");
  subscription.leaderId = leaderId;
  subscription.leaderEpoch = leaderEpoch;
  subscription.preferredReadReplica = -1;
  subscription.pausedUntilMs = 0;
  enter(state, subscription, needsValidation(state, subscription) ? "await-validation" : "fetching", context);
}

/** The leader's log holds the position. */
export const completeValidation = (state: ConsumerState, subscription: Subscription, context: ClientContext): void =>
  enter(state, subscription, "fetching", context);

const needsValidation = (state: ConsumerState, subscription: Subscription): boolean =>
  state.rules.validatesPosition(subscription.offsetEpoch, subscription.leaderEpoch);

function enter(
  state: ConsumerState,
  subscription: Subscription,
  next: Subscription["state"],
  context: ClientContext,
): void {
  subscription.state = next;
  subscription.generation++;
  subscription.lookupFailures = 0;
  subscription.lookupAllowedAtMs = 0;
  invariant(next === "await-reset" || subscription.offset >= 0, "only a reset has no position yet");
  if (next === "await-reset") dropBuffered(subscription);
  place(state, subscription, context.nowMs());
}
