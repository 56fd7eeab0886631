/**
 * Commits of a member: by poll at intervals, before a rebalance, and by its application, which waits (ConsumerCoordinator;
 * G-55, G-97, G-98).
 *
 *   open --NONE--> done      open --an error that another attempt may cure, and time--> open, after a back-off
 *   open --the member has been fenced, a rebalance goes on, time is up, any other error--> failed
 */
import { invariant } from "../../../core/invariant.ts";
import { mix, mix4 } from "../../../core/mix.ts";
import type { Millis } from "../../../core/time.ts";
import { type ErrorCode, Errors } from "../../../kafka/errors.ts";
import type { CommittedOffset, OffsetCommitResponse } from "../../../kafka/messages/groups.ts";
import { backoffMs } from "../../backoff.ts";
import type { ClientContext } from "../../context.ts";
import { About } from "../../names.ts";
import { nextCorrelationId } from "../../network/network-client.ts";
import { topicAt } from "../../topic-order.ts";
import type { ConsumerState } from "../consumer-state.ts";
import { onCommitRefused } from "../membership/commit-refused.ts";
import { isStable, memberIdentity } from "../membership/membership.ts";
import type { MemberIdentity } from "../membership/membership-port.ts";
import { coordinatorReadyAtMs, forgetCoordinator, sendToCoordinator } from "./coordinator-lookup.ts";
import type { Commit, Commits, GroupState } from "./group-state.ts";

/** default.api.timeout.ms: how long commitSync tries. */
const apiTimeoutMs: Millis = 60_000;

export const newCommits = (autoCommitIntervalMs: Millis, nowMs: Millis): Commits => ({
  autoAtMs: nowMs + autoCommitIntervalMs,
  beforeJoin: null,
  ofApplication: null,
});

/** What the application has been given of each partition (SubscriptionState.allConsumed). */
function consumed(state: ConsumerState): CommittedOffset[] {
  const offsets: CommittedOffset[] = [];
  for (const { state: fetchState, place, partition, offset, offsetEpoch } of state.subscriptions) {
    if (fetchState !== "fetching") continue;
    offsets.push({
      topic: state.topics[topicAt(place)]!.name,
      partition,
      offset,
      leaderEpoch: offsetEpoch,
      metadata: "",
    });
  }
  return offsets;
}

function newCommit(state: ConsumerState, why: Commit["why"], deadlineMs: Millis): Commit {
  const offsets = consumed(state);
  const outcome = offsets.length === 0 ? Errors.NONE : null;
  return { why, offsets, deadlineMs, failures: 0, allowedAtMs: 0, isInFlight: false, outcome };
}

/** In poll, once the interval is over: tried once, again after a back-off if it may work then. */
export function maybeAutoCommit(state: ConsumerState, group: GroupState, nowMs: Millis, context: ClientContext): void {
  const { commits, config } = group;
  if (commits.autoAtMs > nowMs || commits.beforeJoin !== null) return;
  commits.autoAtMs = nowMs + config.autoCommitIntervalMs;
  const commit = newCommit(state, "auto", nowMs);
  if (commit.outcome !== null) return;
  if (coordinatorReadyAtMs(state, group) > nowMs) retryAuto(group, nowMs);
  else attempt(state, group, commit, context);
}

const retryAuto = ({ commits, config }: GroupState, nowMs: Millis): void => {
  commits.autoAtMs = Math.min(commits.autoAtMs, nowMs + Math.max(1, config.retryBackoffMs));
};

/** The application calls commitSync. */
export function startCommit(state: ConsumerState, group: GroupState, nowMs: Millis): void {
  invariant(group.commits.ofApplication === null, "the application waits for one commit at a time");
  group.commits.ofApplication = newCommit(state, "application", nowMs + apiTimeoutMs);
}

/** True: done, or given up, though it may be on its way still. */
export function commitBeforeJoin(state: ConsumerState, group: GroupState, deadlineMs: Millis, nowMs: Millis): boolean {
  const { commits } = group;
  if (commits.autoAtMs === Number.POSITIVE_INFINITY) return true;
  commits.beforeJoin ??= newCommit(state, "join", deadlineMs);
  if (commits.beforeJoin.outcome === null && nowMs < deadlineMs) return false;
  commits.beforeJoin = null;
  return true;
}

/** Sends what is due; returns when to look again. */
export function sendCommits(state: ConsumerState, group: GroupState, nowMs: Millis, context: ClientContext): Millis {
  const { beforeJoin, ofApplication } = group.commits;
  return Math.min(
    beforeJoin === null ? Number.POSITIVE_INFINITY : sendCommit(state, group, beforeJoin, nowMs, context),
    ofApplication === null ? Number.POSITIVE_INFINITY : sendCommit(state, group, ofApplication, nowMs, context),
  );
}

function sendCommit(
  state: ConsumerState,
  group: GroupState,
  commit: Commit,
  nowMs: Millis,
  context: ClientContext,
): Millis {
  if (commit.isInFlight || commit.outcome !== null) return Number.POSITIVE_INFINITY;
  if (nowMs >= commit.deadlineMs) {
    decide(state, group, commit, Errors.REQUEST_TIMED_OUT, context);
    return nowMs;
  }
  const readyAtMs = Math.max(commit.allowedAtMs, coordinatorReadyAtMs(state, group));
  if (readyAtMs > nowMs) return Math.min(readyAtMs, commit.deadlineMs);
  attempt(state, group, commit, context);
  return commit.isInFlight ? Number.POSITIVE_INFINITY : nowMs;
}

/** Outside a stable membership nothing is sent. */
function attempt(state: ConsumerState, group: GroupState, commit: Commit, context: ClientContext): void {
  const { membership, config } = group;
  if (!isStable(membership)) {
    decide(state, group, commit, Errors.REBALANCE_IN_PROGRESS, context);
    return;
  }
  const sentWith = memberIdentity(membership);
  let about = mix4(About.offsetCommit, state.self, sentWith.generationId, commit.failures);
  for (const { partition, offset } of commit.offsets) about = mix(mix(about, partition), offset);
  const request = {
    kind: "OffsetCommit" as const,
    name: about,
    correlationId: nextCorrelationId(state.network),
    groupId: config.groupId,
    generationId: sentWith.generationId,
    memberId: sentWith.memberId,
    groupInstanceId: config.groupInstanceId,
    offsets: commit.offsets,
  };
  invariant(!commit.isInFlight, "a commit is in flight once");
  commit.isInFlight = true;
  const { memberId, generationId } = sentWith;
  context.observer.commitAttempted(state.self, config.groupId, memberId, generationId, commit.offsets);
  sendToCoordinator(state, group, request, { kind: "offset-commit", commit, sentWith }, null, context);
}

export function onCommitResponse(
  state: ConsumerState,
  group: GroupState,
  commit: Commit,
  sentWith: MemberIdentity,
  response: OffsetCommitResponse,
  context: ClientContext,
): void {
  const failed = response.partitions.find(({ errorCode }) => errorCode !== Errors.NONE);
  onCommitOutcome(state, group, commit, sentWith, failed?.errorCode ?? Errors.NONE, context);
}

/** Also without an answer: then nobody knows whether it was written. */
export function onCommitOutcome(
  state: ConsumerState,
  group: GroupState,
  commit: Commit,
  sentWith: MemberIdentity,
  errorCode: ErrorCode,
  context: ClientContext,
): void {
  commit.isInFlight = false;
  switch (errorCode) {
    case Errors.COORDINATOR_NOT_AVAILABLE:
    case Errors.NOT_COORDINATOR:
    case Errors.REQUEST_TIMED_OUT:
    case Errors.NETWORK_EXCEPTION:
      forgetCoordinator(state, group, context);
      tryAgain(state, group, commit, errorCode, context);
      return;
    case Errors.COORDINATOR_LOAD_IN_PROGRESS:
    case Errors.UNKNOWN_TOPIC_OR_PARTITION:
      tryAgain(state, group, commit, errorCode, context);
      return;
    case Errors.ILLEGAL_GENERATION:
    case Errors.UNKNOWN_MEMBER_ID:
    case Errors.FENCED_INSTANCE_ID:
    case Errors.REBALANCE_IN_PROGRESS:
      onCommitRefused(group.membership, sentWith, errorCode);
  }
  decide(state, group, commit, errorCode, context);
}

function tryAgain(
  state: ConsumerState,
  group: GroupState,
  commit: Commit,
  errorCode: ErrorCode,
  context: ClientContext,
): void {
  const nowMs = context.nowMs();
  if (commit.why === "auto") {
    decide(state, group, commit, errorCode, context);
    retryAuto(group, nowMs);
    return;
  }
  const { retryBackoffMs, retryBackoffMaxMs } = group.config;
  const name = mix4(About.retryBackoff, state.self, About.offsetCommit, commit.failures);
  const delayMs = backoffMs(retryBackoffMs, retryBackoffMaxMs, commit.failures, name, context);
  commit.failures++;
  commit.allowedAtMs = nowMs + Math.max(1, delayMs);
}

function decide(
  state: ConsumerState,
  group: GroupState,
  commit: Commit,
  errorCode: ErrorCode,
  context: ClientContext,
): void {
  invariant(commit.outcome === null, "a commit is decided once");
  commit.outcome = errorCode;
  context.observer.commitCompleted(state.self, group.config.groupId, commit.offsets, errorCode);
}
