/** Who gets what: the leader assigns, SyncGroup carries it to the coordinator and from there to everybody (G-15, G-16). */
import { invariant } from "../../../core/invariant.ts";
import { mix4 } from "../../../core/mix.ts";
import { assignors } from "../../../kafka/assignors/assignors.ts";
import type { AssignorName } from "../../../kafka/config/resolve-group.ts";
import { Errors } from "../../../kafka/errors.ts";
import { consumerProtocolType } from "../../../kafka/messages/consumer-protocol.ts";
import type { JoinGroupResponse, SyncGroupRequest, SyncGroupResponse } from "../../../kafka/messages/groups.ts";
import type { ClientContext } from "../../context.ts";
import { About } from "../../names.ts";
import { knownTopics, topicsOfGroup } from "./group-topics.ts";
import {
  failExchange,
  hasNoGeneration,
  identityOf,
  isUnchanged,
  type Membership,
  resetGeneration,
  retryLaterMs,
} from "./membership.ts";
import type { MembershipCall } from "./membership-port.ts";

/**
 * Right after the join. A leader that has asked for metadata, be it because somebody subscribes to a topic that it does not know, waits for
 * the next answer (ConsumerNetworkClient.ensureFreshMetadata).
 */
export function beginSync(membership: Membership, response: JoinGroupResponse, context: ClientContext): void {
  if (response.leader !== membership.memberId) {
    sendSyncGroup(membership, [], context);
    return;
  }
  membership.groupTopics = topicsOfGroup(response.members);
  membership.port.watchTopics(membership.groupTopics);
  membership.awaitsMetadata = !membership.port.isMetadataFresh();
  membership.exchange = { kind: "assigning", response };
}

/** Once metadata is there. A static leader that came back leaves the assignment as it is (KIP-814). */
export function assignAsLeader(membership: Membership, response: JoinGroupResponse, context: ClientContext): void {
  const { protocolName } = membership;
  invariant(!membership.awaitsMetadata, "a leader that waits for metadata does not assign");
  invariant(isOffered(membership, protocolName), "the coordinator chooses an assignor that the member offers");
  const topics = knownTopics(membership);
  membership.isLeader = true;
  membership.hasNewMetadata = false;
  membership.assignedWith = topics;
  const assigned = response.skipAssignment ? [] : [...assignors[protocolName].assign(topics, response.members)];
  sendSyncGroup(
    membership,
    assigned.map(([memberId, assignedPartitions]) => ({ memberId, assignment: { assignedPartitions } })),
    context,
  );
}

const isOffered = ({ port }: Membership, name: string | null): name is AssignorName =>
  port.config.assignors.some((offered) => offered === name);

function sendSyncGroup(
  membership: Membership,
  assignments: SyncGroupRequest["assignments"],
  context: ClientContext,
): void {
  const { port, generationId, memberId, protocolName } = membership;
  const nowMs = context.nowMs();
  if (port.coordinatorReadyAtMs() > nowMs) {
    failExchange(membership, retryLaterMs(membership, nowMs));
    return;
  }
  membership.exchange = { kind: "syncing" };
  const request: SyncGroupRequest = {
    kind: "SyncGroup",
    name: mix4(About.syncGroup, port.self, generationId, membership.attempts),
    correlationId: port.nextCorrelationId(),
    groupId: port.config.groupId,
    generationId,
    memberId,
    groupInstanceId: port.config.groupInstanceId,
    protocolType: consumerProtocolType,
    protocolName,
    assignments,
  };
  port.send(request, { kind: "sync-group", sentWith: identityOf(membership) }, null, context);
}

export function onSyncGroupResponse(
  membership: Membership,
  { sentWith }: MembershipCall,
  { errorCode, assignment }: SyncGroupResponse,
  context: ClientContext,
): void {
  invariant(membership.exchange?.kind === "syncing", "SyncGroup is answered to who waits for it");
  const nowMs = context.nowMs();
  switch (errorCode) {
    case Errors.NONE:
      if (membership.state === "completing-rebalance" && !hasNoGeneration(membership)) {
        membership.state = "stable";
        membership.mustRejoin = false;
        membership.attempts = 0;
        membership.exchange = { kind: "synced", assignment };
      } else failExchange(membership, nowMs);
      return;
    case Errors.UNKNOWN_MEMBER_ID:
    case Errors.ILLEGAL_GENERATION:
      if (isUnchanged(membership, sentWith)) resetGeneration(membership, errorCode === Errors.UNKNOWN_MEMBER_ID);
      failExchange(membership, nowMs);
      return;
    case Errors.REBALANCE_IN_PROGRESS:
      failExchange(membership, nowMs);
      return;
    case Errors.COORDINATOR_NOT_AVAILABLE:
    case Errors.NOT_COORDINATOR:
      membership.port.coordinatorUnknown(context);
      failExchange(membership, retryLaterMs(membership, nowMs));
      return;
  }
  // Of the rest even COORDINATOR_LOAD_IN_PROGRESS is unexpected here, and thrown.
  membership.exchange = { kind: "refused", errorCode };
}
