/** LeaveGroup (13): members by id, or static ones by instance id alone (G-20). Each is answered for itself. */
import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { LeaveGroupRequest, LeaveGroupResponse, LeavingMember } from "../messages/groups.ts";
import { answerJoin, joinRefusal } from "./answers.ts";
import { type ClassicGroup, refuseMember } from "./classic-group.ts";
import { type GroupCoordinator, type GroupShard, respond, responseName } from "./coordinator.ts";
import { maybeCompleteJoin, maybeRebalance } from "./rebalance.ts";
import { dropMember } from "./sessions.ts";

export function handleLeaveGroup(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  request: LeaveGroupRequest,
  connection: ConnectionId,
): void {
  const group = shard.soft.groups.get(request.groupId);
  const sizeBefore = group?.members.size ?? 0;
  const members = request.members.map((member) => ({
    ...member,
    errorCode: group === undefined ? Errors.UNKNOWN_MEMBER_ID : leave(coordinator, group, member),
  }));
  invariant((group?.members.size ?? 0) <= sizeBefore, "nobody joins by leaving");
  invariant(members.length === request.members.length, "each member that leaves is answered");
  answerLeave(coordinator, request, connection, Errors.NONE, members);
  if (group === undefined || members.every(({ errorCode }) => errorCode !== Errors.NONE)) return;
  if (group.state === "PreparingRebalance") maybeCompleteJoin(coordinator, shard, group);
  else if (group.state !== "Empty") maybeRebalance(coordinator, shard, group, "member-left");
}

export function answerLeave(
  coordinator: GroupCoordinator,
  request: LeaveGroupRequest,
  connection: ConnectionId,
  errorCode: ErrorCode,
  members: LeaveGroupResponse["members"],
): void {
  respond(coordinator, connection, {
    kind: "LeaveGroupResponse",
    name: responseName(coordinator, request, errorCode),
    correlationId: request.correlationId,
    errorCode,
    members,
  });
}

function leave(coordinator: GroupCoordinator, group: ClassicGroup, leaving: LeavingMember): ErrorCode {
  const { memberId, groupInstanceId } = leaving;
  if (memberId === "") {
    const known = groupInstanceId === null ? undefined : group.staticMembers.get(groupInstanceId);
    return known === undefined ? Errors.UNKNOWN_MEMBER_ID : remove(coordinator, group, known);
  }
  if (group.pendingJoin.has(memberId)) return remove(coordinator, group, memberId);
  const refused = refuseMember(group, memberId, groupInstanceId);
  return refused === Errors.NONE ? remove(coordinator, group, memberId) : refused;
}

function remove(coordinator: GroupCoordinator, group: ClassicGroup, memberId: string): ErrorCode {
  const member = group.members.get(memberId);
  if (member !== undefined) answerJoin(coordinator, member, joinRefusal(Errors.UNKNOWN_MEMBER_ID, ""));
  dropMember(coordinator, group, memberId, "left");
  return Errors.NONE;
}
