/**
 * Heartbeats, apart from poll (AbstractCoordinator.HeartbeatThread, Heartbeat). Kafka's thread looks each retry.backoff.ms whether something
 * is due; here it happens when it is due.
 */
import { invariant } from "../../../core/invariant.ts";
import { mix4 } from "../../../core/mix.ts";
import type { Millis } from "../../../core/time.ts";
import { type ErrorCode, Errors } from "../../../kafka/errors.ts";
import type { HeartbeatRequest } from "../../../kafka/messages/groups.ts";
import { backoffMs } from "../../backoff.ts";
import type { ClientContext } from "../../context.ts";
import { About } from "../../names.ts";
import { leaveSilently } from "./leave-group.ts";
import { identityOf, isAssigning, isStable, isUnchanged, type Membership, resetGeneration } from "./membership.ts";
import type { MembershipCall } from "./membership-port.ts";

/** With the answer to JoinGroup all three timers begin anew. */
export function enableHeartbeats({ port, heartbeats }: Membership, nowMs: Millis): void {
  const { heartbeatIntervalMs, sessionTimeoutMs, maxPollIntervalMs } = port.config;
  invariant(heartbeatIntervalMs < sessionTimeoutMs, "heartbeats come before the session is over");
  heartbeats.isEnabled = true;
  heartbeats.failure = null;
  heartbeats.nextAtMs = nowMs + heartbeatIntervalMs;
  heartbeats.sessionDeadlineMs = nowMs + sessionTimeoutMs;
  heartbeats.pollDeadlineMs = nowMs + maxPollIntervalMs;
}

/** FindCoordinator was answered: the session begins anew. */
export function onCoordinatorFound({ port, heartbeats }: Membership, context: ClientContext): void {
  heartbeats.sessionDeadlineMs = context.nowMs() + port.config.sessionTimeoutMs;
}

/** Does what is due; returns when to look again. */
export function advanceHeartbeats(membership: Membership, context: ClientContext): Millis {
  const { port, heartbeats, state } = membership;
  if (!heartbeats.isEnabled) return Number.POSITIVE_INFINITY;
  if (state === "unjoined" || state === "preparing-rebalance" || heartbeats.failure !== null) {
    heartbeats.isEnabled = false;
    return Number.POSITIVE_INFINITY;
  }
  const readyAtMs = port.coordinatorReadyAtMs();
  // A leader that assigns holds the lock that heartbeats need; without a coordinator one is looked for, and nothing else.
  if (isAssigning(membership) || readyAtMs === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const nowMs = context.nowMs();
  const pollDeadlineMs = Math.max(port.pollDeadlineMs(), heartbeats.pollDeadlineMs);
  if (nowMs >= heartbeats.sessionDeadlineMs) {
    // Not heard of for so long: it may be another by now. The member does not leave for that.
    port.coordinatorUnknown(context);
    return Number.POSITIVE_INFINITY;
  }
  if (nowMs >= pollDeadlineMs) {
    leaveSilently(membership, "default", context);
    return Number.POSITIVE_INFINITY;
  }
  if (nowMs >= heartbeats.nextAtMs) {
    if (readyAtMs <= nowMs) sendHeartbeat(membership, nowMs, context);
    else return Math.min(readyAtMs, heartbeats.sessionDeadlineMs, pollDeadlineMs);
  }
  return Math.min(heartbeats.nextAtMs, heartbeats.sessionDeadlineMs, pollDeadlineMs);
}

function sendHeartbeat(membership: Membership, nowMs: Millis, context: ClientContext): void {
  const { port, heartbeats, generationId, memberId } = membership;
  invariant(memberId !== "" && generationId >= 0, "who sends heartbeats is a member");
  heartbeats.nextAtMs = nowMs + port.config.heartbeatIntervalMs;
  const request: HeartbeatRequest = {
    kind: "Heartbeat",
    name: mix4(About.heartbeat, port.self, generationId, heartbeats.failures),
    correlationId: port.nextCorrelationId(),
    groupId: port.config.groupId,
    generationId,
    memberId,
    groupInstanceId: port.config.groupInstanceId,
  };
  port.send(request, { kind: "heartbeat", sentWith: identityOf(membership) }, null, context);
}

export function onHeartbeatResponse(
  membership: Membership,
  { sentWith }: MembershipCall,
  errorCode: ErrorCode,
  context: ClientContext,
): void {
  switch (errorCode) {
    case Errors.NONE:
      receive(membership, context);
      return;
    case Errors.REBALANCE_IN_PROGRESS:
      // The coordinator counts it as a sign of life; who is rebalancing already knows.
      if (isStable(membership)) membership.mustRejoin = true;
      receive(membership, context);
      return;
    case Errors.ILLEGAL_GENERATION:
    case Errors.UNKNOWN_MEMBER_ID:
    case Errors.FENCED_INSTANCE_ID:
      // Of an older generation: it says nothing about this one (KAFKA-9823).
      if (isUnchanged(membership, sentWith)) onDismissed(membership, errorCode, context);
      else receive(membership, context);
      return;
    case Errors.COORDINATOR_NOT_AVAILABLE:
    case Errors.NOT_COORDINATOR:
      membership.port.coordinatorUnknown(context);
  }
  onHeartbeatFailure(membership, context);
}

function onDismissed(membership: Membership, errorCode: ErrorCode, context: ClientContext): void {
  resetGeneration(membership, errorCode !== Errors.ILLEGAL_GENERATION);
  if (errorCode === Errors.FENCED_INSTANCE_ID) membership.heartbeats.failure = errorCode;
  else onHeartbeatFailure(membership, context);
}

function receive({ port, heartbeats }: Membership, context: ClientContext): void {
  heartbeats.failures = 0;
  heartbeats.sessionDeadlineMs = context.nowMs() + port.config.sessionTimeoutMs;
}

export function onHeartbeatFailure({ port, heartbeats }: Membership, context: ClientContext): void {
  const { retryBackoffMs, retryBackoffMaxMs } = port.config;
  const { failures } = heartbeats;
  const name = mix4(About.heartbeatBackoff, port.self, failures, 0);
  heartbeats.nextAtMs = context.nowMs() + backoffMs(retryBackoffMs, retryBackoffMaxMs, failures, name, context);
  heartbeats.failures++;
}
