/**
 * JoinGroup (11).
 *
 * Refused first by what the request says (INVALID_GROUP_ID, INVALID_SESSION_TIMEOUT), then by the group: there is none and
 * the id is not empty 25, it is full 81, it shares no protocol 23, the id is unknown 25, the instance id is another's 82.
 * A dynamic member without an id gets one with MEMBER_ID_REQUIRED and asks again (KIP-394). Static members: KIP-345.
 */
import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { hashText } from "../../core/mix.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { noAssignment } from "../messages/consumer-protocol.ts";
import type { JoinGroupRequest } from "../messages/groups.ts";
import type { RebalanceReason } from "../observer.ts";
import { joinAnswer, joinRefusal } from "./answers.ts";
import {
  addMember,
  awaitingJoin,
  type ClassicGroup,
  type ClassicMember,
  emptyGroupValue,
  isLeader,
  matches,
  newGroup,
  refuseMember,
  supportsProtocols,
} from "./classic-group.ts";
import {
  brokerIdOf,
  type GroupCoordinator,
  type GroupShard,
  generateMemberId,
  observerOf,
  respond,
  responseName,
  startTimer,
  stopTimer,
  submit,
  wallClockMs,
} from "./coordinator.ts";
import { maybeRebalance } from "./rebalance.ts";
import { dropMember, forgetGroup, restartSession } from "./sessions.ts";
import { replaceStaticMember } from "./static-member.ts";

/** How long a member may wait for its first JoinGroup (GroupCoordinatorConfig.CLASSIC_GROUP_NEW_MEMBER_JOIN_TIMEOUT_MS). */
const newMemberJoinTimeoutMs = 5 * 60 * 1000;

export function handleJoinGroup(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  request: JoinGroupRequest,
  connection: ConnectionId,
): void {
  const { groupId, memberId, sessionTimeoutMs } = request;
  const { minSessionTimeoutMs, maxSessionTimeoutMs } = coordinator.config;
  if (sessionTimeoutMs < minSessionTimeoutMs || sessionTimeoutMs > maxSessionTimeoutMs) {
    refuseJoin(coordinator, request, connection, Errors.INVALID_SESSION_TIMEOUT, memberId);
    return;
  }
  const known = shard.soft.groups.get(groupId);
  if (known === undefined && memberId !== "") {
    refuseJoin(coordinator, request, connection, Errors.UNKNOWN_MEMBER_ID, memberId);
    return;
  }
  const group = known ?? createGroup(coordinator, shard, groupId);
  if (!isAdmitted(group, memberId, coordinator.config.maxSize)) {
    dropMember(coordinator, group, memberId, "over-capacity");
    refuseJoin(coordinator, request, connection, Errors.GROUP_MAX_SIZE_REACHED, "");
  } else if (!supportsProtocols(group, request.protocolType, request.protocols))
    refuseJoin(coordinator, request, connection, Errors.INCONSISTENT_GROUP_PROTOCOL, memberId);
  else if (memberId === "") joinNewMember(coordinator, shard, group, request, connection);
  else joinKnownMember(coordinator, shard, group, request, connection);
  if (known === undefined) storeNewGroup(coordinator, shard, group);
}

export function refuseJoin(
  coordinator: GroupCoordinator,
  request: JoinGroupRequest,
  connection: ConnectionId,
  errorCode: ErrorCode,
  memberId: string,
): void {
  respond(coordinator, connection, {
    kind: "JoinGroupResponse",
    name: responseName(coordinator, request, errorCode, hashText(memberId)),
    correlationId: request.correlationId,
    ...joinRefusal(errorCode, memberId),
  });
}

function createGroup(coordinator: GroupCoordinator, shard: GroupShard, groupId: string): ClassicGroup {
  const group = newGroup(groupId, wallClockMs(coordinator), shard.log.endOffset);
  shard.soft.groups.set(groupId, group);
  return group;
}

/** That the group is there must survive its coordinator; if that cannot be written there is no group (G-60). */
function storeNewGroup(coordinator: GroupCoordinator, shard: GroupShard, group: ClassicGroup): void {
  const { groupId } = group;
  const value = emptyGroupValue(wallClockMs(coordinator));
  if (!submit(coordinator, shard, { kind: "store-group", groupId, value }, () => {}))
    forgetGroup(coordinator, shard, group);
}

/** G-62. */
function isAdmitted(group: ClassicGroup, memberId: string, maxSize: number): boolean {
  switch (group.state) {
    case "Empty":
    case "Dead":
      return true;
    case "PreparingRebalance":
      return group.members.get(memberId)?.awaitingJoin != null || awaitingJoin(group) < maxSize;
    case "CompletingRebalance":
    case "Stable":
      return group.members.has(memberId) || group.members.size < maxSize;
  }
}

function joinNewMember(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  request: JoinGroupRequest,
  connection: ConnectionId,
): void {
  const { groupInstanceId } = request;
  const memberId = generateMemberId(coordinator, group, groupInstanceId ?? request.clientId, request.name);
  if (groupInstanceId === null) {
    requireMemberId(coordinator, shard, group, request, memberId);
    refuseJoin(coordinator, request, connection, Errors.MEMBER_ID_REQUIRED, memberId);
    return;
  }
  const oldMemberId = group.staticMembers.get(groupInstanceId);
  if (oldMemberId === undefined) addAndRebalance(coordinator, shard, group, request, connection, memberId);
  else replaceStaticMember(coordinator, shard, group, request, connection, oldMemberId, memberId);
}

/** The id blocks the rebalance for one session timeout (G-10). */
function requireMemberId(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  request: JoinGroupRequest,
  memberId: string,
): void {
  invariant(!group.members.has(memberId), "a new id is no member's");
  const timer = startTimer(coordinator, shard, request.sessionTimeoutMs, {
    kind: "session",
    groupId: group.groupId,
    memberId,
  });
  group.pendingJoin.set(memberId, timer);
}

function joinKnownMember(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  request: JoinGroupRequest,
  connection: ConnectionId,
): void {
  const { memberId } = request;
  if (group.pendingJoin.has(memberId)) {
    addAndRebalance(coordinator, shard, group, request, connection, memberId);
    return;
  }
  const refused = refuseMember(group, memberId, request.groupInstanceId);
  if (refused !== Errors.NONE) {
    refuseJoin(coordinator, request, connection, refused, memberId);
    return;
  }
  const member = group.members.get(memberId)!;
  const reason = whyRebalance(group, member, request);
  if (reason === null) answerPresent(coordinator, group, request, connection);
  else {
    updateMember(member, request, connection);
    maybeRebalance(coordinator, shard, group, reason);
  }
}

/** null: the present generation is the answer (G-19). */
function whyRebalance(group: ClassicGroup, member: ClassicMember, request: JoinGroupRequest): RebalanceReason | null {
  if (group.state === "PreparingRebalance") return "member-joined";
  if (group.state === "Stable" && isLeader(group, member.memberId)) return "leader-rejoined";
  return matches(member, request.protocols) ? null : "metadata-changed";
}

function answerPresent(
  coordinator: GroupCoordinator,
  group: ClassicGroup,
  request: JoinGroupRequest,
  connection: ConnectionId,
): void {
  invariant(group.state === "CompletingRebalance" || group.state === "Stable", "there is a present generation");
  respond(coordinator, connection, {
    kind: "JoinGroupResponse",
    name: responseName(coordinator, request, Errors.NONE, group.generationId),
    correlationId: request.correlationId,
    ...joinAnswer(group, request.memberId),
  });
}

function updateMember(member: ClassicMember, request: JoinGroupRequest, connection: ConnectionId): void {
  member.protocols = request.protocols;
  member.rebalanceTimeoutMs = request.rebalanceTimeoutMs;
  member.sessionTimeoutMs = request.sessionTimeoutMs;
  // An earlier JoinGroup that still waits is never answered (G-64).
  member.awaitingJoin = { request, connection };
}

function addAndRebalance(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  request: JoinGroupRequest,
  connection: ConnectionId,
  memberId: string,
): void {
  const { groupInstanceId, clientId, protocolType, protocols, rebalanceTimeoutMs, sessionTimeoutMs } = request;
  if (group.state === "PreparingRebalance" && group.previousState === "Empty") group.newMemberAdded = true;
  stopTimer(coordinator, group.pendingJoin.get(memberId));
  group.pendingJoin.delete(memberId);
  const member: ClassicMember = {
    memberId,
    groupInstanceId,
    clientId,
    protocolType,
    protocols,
    rebalanceTimeoutMs,
    sessionTimeoutMs,
    assignment: noAssignment,
    awaitingJoin: { request, connection },
    awaitingSync: null,
    isNew: true,
    session: null,
  };
  addMember(group, member);
  observerOf(coordinator).memberJoined(brokerIdOf(coordinator), group.groupId, memberId, groupInstanceId);
  restartSession(coordinator, shard, group, member, newMemberJoinTimeoutMs);
  maybeRebalance(coordinator, shard, group, "member-joined");
}
