/** What a member does next (AbstractCoordinator.joinGroupIfNeeded, ConsumerCoordinator.poll). */
import { invariant } from "../../../core/invariant.ts";
import type { Millis } from "../../../core/time.ts";
import { type ErrorCode, Errors } from "../../../kafka/errors.ts";
import type { ConsumerAssignment } from "../../../kafka/messages/consumer-protocol.ts";
import type { KafkaMessage } from "../../../kafka/messages/index.ts";
import type { ClientContext } from "../../context.ts";
import { isAssignmentOutdated } from "./group-topics.ts";
import { advanceHeartbeats, onHeartbeatFailure, onHeartbeatResponse } from "./heartbeats.ts";
import { onJoinGroupResponse, prepareJoin, readJoinGroupResponse, sendJoinGroup } from "./join-group.ts";
import {
  failExchange,
  hasNoGeneration,
  isAssigning,
  type Membership,
  resetGeneration,
  retryLaterMs,
} from "./membership.ts";
import type { MembershipCall } from "./membership-port.ts";
import { without } from "./partition-sets.ts";
import { remember } from "./subscription-metadata.ts";
import { assignAsLeader, onSyncGroupResponse } from "./sync-group.ts";

/** At the end of each step: all that can be done now. Returns when to look again. */
export function advanceMembership(membership: Membership, context: ClientContext): Millis {
  advanceHeartbeats(membership, context);
  const rebalanceAtMs = advanceRebalance(membership, context);
  // A rebalance may have begun or ended them.
  return Math.min(rebalanceAtMs, advanceHeartbeats(membership, context));
}

function advanceRebalance(membership: Membership, context: ClientContext): Millis {
  const { port, heartbeats } = membership;
  while (port.isPolling()) {
    if (heartbeats.failure !== null) {
      const { failure } = heartbeats;
      heartbeats.failure = null;
      port.thrown(failure, context);
      break;
    }
    if (!isRebalanceDue(membership)) break;
    const readyAtMs = port.coordinatorReadyAtMs();
    const nowMs = context.nowMs();
    // A leader that assigns notices only when it has done so.
    if (readyAtMs > nowMs && !isAssigning(membership)) return readyAtMs;
    if (membership.mustPrepare && !prepareJoin(membership, context)) return membership.prepareDeadlineMs;
    const { exchange } = membership;
    if (exchange === null) {
      if (membership.retryAtMs > nowMs) return membership.retryAtMs;
      sendJoinGroup(membership, context);
    } else if (exchange.kind === "answered")
      readJoinGroupResponse(membership, exchange.sentWith, exchange.response, context);
    else if (exchange.kind === "assigning" && !membership.awaitsMetadata)
      assignAsLeader(membership, exchange.response, context);
    else if (exchange.kind === "synced") completeJoin(membership, exchange.assignment, context);
    else if (exchange.kind === "refused") {
      failExchange(membership, nowMs);
      port.thrown(exchange.errorCode, context);
    } else break;
  }
  return Number.POSITIVE_INFINITY;
}

function isRebalanceDue(membership: Membership): boolean {
  const { port, joinedTopics } = membership;
  if (isAssignmentOutdated(membership)) membership.mustRejoin = true;
  if (joinedTopics !== null && !areSame(joinedTopics, port.topics())) membership.mustRejoin = true;
  return membership.mustRejoin || membership.exchange !== null;
}

const areSame = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((topic, index) => topic === b[index]));

/** The application hears what it has now. Who lost its generation since the answer came begins anew. */
function completeJoin(
  membership: Membership,
  { assignedPartitions }: ConsumerAssignment,
  context: ClientContext,
): void {
  const { port, state } = membership;
  membership.exchange = null;
  if (hasNoGeneration(membership) || state !== "stable") {
    resetGeneration(membership, true);
    return;
  }
  membership.mustPrepare = true;
  if (!membership.isLeader) membership.assignedWith = null;
  if (!assignedPartitions.every(({ topic }) => port.mayBeAssigned(topic))) {
    membership.mustRejoin = true;
    return;
  }
  const owned = port.owned();
  const revoked = membership.isCooperative ? without(owned, assignedPartitions) : [];
  if (revoked.length > 0) {
    // What is given up is somebody else's only after another round.
    port.revoked(revoked, context);
    membership.mustRejoin = true;
  }
  invariant(membership.isCooperative || owned.length === 0, "under the eager protocol a member joins with nothing");
  remember(membership, assignedPartitions);
  port.assigned(without(assignedPartitions, owned), membership.generationId, context);
  const joined = membership.joinedTopics!;
  const added = assignedPartitions.map(({ topic }) => topic).filter((topic) => !joined.includes(topic));
  // By a pattern the leader may know more topics than this member.
  if (added.length > 0) membership.joinedTopics = [...joined, ...added].sort();
}

export function onMembershipResponse(
  membership: Membership,
  call: MembershipCall,
  body: KafkaMessage,
  context: ClientContext,
): void {
  if (call.kind === "join-group" && body.kind === "JoinGroupResponse") onJoinGroupResponse(membership, call, body);
  else if (call.kind === "sync-group" && body.kind === "SyncGroupResponse")
    onSyncGroupResponse(membership, call, body, context);
  else if (call.kind === "heartbeat" && body.kind === "HeartbeatResponse")
    onHeartbeatResponse(membership, call, body.errorCode, context);
  else if (call.kind !== "leave-group") onMembershipFailure(membership, call, Errors.UNKNOWN_SERVER_ERROR, context);
}

/** The request ended with its connection: whoever coordinates is looked for anew. */
export function onMembershipFailure(
  membership: Membership,
  call: MembershipCall,
  _errorCode: ErrorCode,
  context: ClientContext,
): void {
  membership.port.coordinatorUnknown(context);
  if (call.kind === "heartbeat") onHeartbeatFailure(membership, context);
  else if (call.kind !== "leave-group") failExchange(membership, retryLaterMs(membership, context.nowMs()));
}
