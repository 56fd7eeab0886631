/** Before and while a member joins: what it gives up, JoinGroup, and what each answer means (G-10, G-51, G-52). */
import { invariant } from "../../../core/invariant.ts";
import { mix4 } from "../../../core/mix.ts";
import { Errors, errorOf } from "../../../kafka/errors.ts";
import { consumerProtocolType, type TopicPartitions } from "../../../kafka/messages/consumer-protocol.ts";
import type { JoinGroupRequest, JoinGroupResponse } from "../../../kafka/messages/groups.ts";
import type { ClientContext } from "../../context.ts";
import { About } from "../../names.ts";
import { enableHeartbeats } from "./heartbeats.ts";
import { failExchange, identityOf, isUnchanged, type Membership, resetGeneration, retryLaterMs } from "./membership.ts";
import type { MemberIdentity, MembershipCall } from "./membership-port.ts";
import { joinProtocols } from "./subscription-metadata.ts";
import { beginSync } from "./sync-group.ts";

/** False while the commit before the join is not done. */
export function prepareJoin(membership: Membership, context: ClientContext): boolean {
  const { port } = membership;
  const nowMs = context.nowMs();
  if (membership.prepareDeadlineMs === Number.POSITIVE_INFINITY)
    membership.prepareDeadlineMs = nowMs + port.config.maxPollIntervalMs;
  if (!port.commitBeforeJoin(membership.prepareDeadlineMs, context)) return false;
  invariant(membership.mustPrepare, "a join is prepared once");
  membership.mustPrepare = false;
  membership.prepareDeadlineMs = Number.POSITIVE_INFINITY;
  membership.isLeader = false;
  membership.groupTopics = [];
  port.watchTopics([]);
  giveUp(membership, context);
  return true;
}

/** All under the eager protocol; under the cooperative one what is no longer subscribed to; who lost its generation has lost all. */
function giveUp({ port, isCooperative, generationId, memberId }: Membership, context: ClientContext): void {
  const owned = port.owned();
  if (generationId === -1 || memberId === "") {
    if (owned.length > 0) port.lost(owned, context);
    return;
  }
  const revoked = isCooperative ? unsubscribed(owned, port.topics()) : owned;
  if (revoked.length > 0 || !isCooperative) port.revoked(revoked, context);
}

const unsubscribed = (owned: readonly TopicPartitions[], topics: readonly string[]): readonly TopicPartitions[] =>
  owned.filter(({ topic }) => !topics.includes(topic));

/** The coordinator may hold the answer back until the rebalance timeout is over. */
const joinTimeoutLapseMs = 5000;

export function sendJoinGroup(membership: Membership, context: ClientContext): void {
  const { port, memberId, generationId } = membership;
  const { config } = port;
  invariant(membership.exchange === null, "one rebalance is on its way at a time");
  membership.state = "preparing-rebalance";
  membership.exchange = { kind: "joining" };
  membership.mustRejoin = true;
  membership.joinedTopics = port.topics();
  const request: JoinGroupRequest = {
    kind: "JoinGroup",
    name: mix4(About.joinGroup, port.self, generationId, membership.attempts),
    correlationId: port.nextCorrelationId(),
    clientId: config.clientId,
    groupId: config.groupId,
    sessionTimeoutMs: config.sessionTimeoutMs,
    rebalanceTimeoutMs: config.maxPollIntervalMs,
    memberId,
    groupInstanceId: config.groupInstanceId,
    protocolType: consumerProtocolType,
    protocols: joinProtocols(membership),
  };
  const timeoutMs = Math.max(config.requestTimeoutMs, config.maxPollIntervalMs + joinTimeoutLapseMs);
  port.send(request, { kind: "join-group", sentWith: identityOf(membership) }, timeoutMs, context);
}

/** The application's thread reads it, inside poll. */
export function onJoinGroupResponse(
  membership: Membership,
  { sentWith }: MembershipCall,
  response: JoinGroupResponse,
): void {
  invariant(membership.exchange?.kind === "joining", "JoinGroup is answered to who joins");
  membership.exchange = { kind: "answered", sentWith, response };
}

export function readJoinGroupResponse(
  membership: Membership,
  sentWith: MemberIdentity,
  response: JoinGroupResponse,
  context: ClientContext,
): void {
  const nowMs = context.nowMs();
  if (response.errorCode !== Errors.NONE) {
    onRefused(membership, sentWith, response, context);
    return;
  }
  if (membership.state !== "preparing-rebalance") {
    // It left the group meanwhile.
    failExchange(membership, retryLaterMs(membership, nowMs));
    return;
  }
  const { memberId, generationId, protocolName } = response;
  invariant(memberId !== "" && generationId >= 0, "who has joined has an id and a generation");
  membership.state = "completing-rebalance";
  membership.memberId = memberId;
  membership.generationId = generationId;
  membership.protocolName = protocolName;
  enableHeartbeats(membership, nowMs);
  beginSync(membership, response, context);
}

function onRefused(
  membership: Membership,
  sentWith: MemberIdentity,
  { errorCode, memberId }: JoinGroupResponse,
  context: ClientContext,
): void {
  const nowMs = context.nowMs();
  switch (errorCode) {
    case Errors.MEMBER_ID_REQUIRED:
      membership.memberId = memberId;
      membership.generationId = -1;
      membership.protocolName = null;
      failExchange(membership, nowMs);
      return;
    case Errors.UNKNOWN_MEMBER_ID:
      if (isUnchanged(membership, sentWith)) resetGeneration(membership, true);
      failExchange(membership, nowMs);
      return;
    case Errors.REBALANCE_IN_PROGRESS:
      failExchange(membership, nowMs);
      return;
    case Errors.COORDINATOR_NOT_AVAILABLE:
    case Errors.NOT_COORDINATOR:
      membership.port.coordinatorUnknown(context);
  }
  failExchange(membership, retryLaterMs(membership, nowMs));
  // Its application must mend it, or try again: this client has no state for the end.
  if (!errorOf(errorCode).retriable) membership.port.thrown(errorCode, context);
}
