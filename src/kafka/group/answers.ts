/** What members that wait in JoinGroup and SyncGroup are answered. */
import { type ErrorCode, Errors } from "../errors.ts";
import { noAssignment } from "../messages/consumer-protocol.ts";
import type { JoinGroupResponse, SyncGroupResponse } from "../messages/groups.ts";
import { type ClassicGroup, type ClassicMember, isLeader, joinedMembers } from "./classic-group.ts";
import { type GroupCoordinator, respond, responseName } from "./coordinator.ts";

type JoinAnswer = Omit<JoinGroupResponse, "kind" | "name" | "correlationId">;

/** Of the present generation. */
export const joinAnswer = (group: ClassicGroup, memberId: string, skipAssignment = false): JoinAnswer => ({
  errorCode: Errors.NONE,
  generationId: group.generationId,
  protocolType: group.protocolType,
  protocolName: group.protocolName,
  leader: group.leaderId ?? "",
  skipAssignment,
  memberId,
  members: isLeader(group, memberId) ? joinedMembers(group) : [],
});

export const joinRefusal = (errorCode: ErrorCode, memberId: string): JoinAnswer => ({
  errorCode,
  generationId: -1,
  protocolType: null,
  protocolName: null,
  leader: "",
  skipAssignment: false,
  memberId,
  members: [],
});

/** If it waits for one. */
export function answerJoin(coordinator: GroupCoordinator, member: ClassicMember, answer: JoinAnswer): void {
  const parked = member.awaitingJoin;
  if (parked === null) return;
  member.awaitingJoin = null;
  const { request, connection } = parked;
  respond(coordinator, connection, {
    kind: "JoinGroupResponse",
    name: responseName(coordinator, request, answer.errorCode, answer.generationId),
    correlationId: request.correlationId,
    ...answer,
  });
}

type SyncAnswer = Omit<SyncGroupResponse, "kind" | "name" | "correlationId">;

export const syncRefusal = (errorCode: ErrorCode): SyncAnswer => ({
  errorCode,
  protocolType: null,
  protocolName: null,
  assignment: noAssignment,
});

export const syncAnswer = (group: ClassicGroup, member: ClassicMember): SyncAnswer => ({
  errorCode: Errors.NONE,
  protocolType: group.protocolType,
  protocolName: group.protocolName,
  assignment: member.assignment,
});

/** If it waits for one. */
export function answerSync(coordinator: GroupCoordinator, member: ClassicMember, answer: SyncAnswer): boolean {
  const parked = member.awaitingSync;
  if (parked === null) return false;
  member.awaitingSync = null;
  const { request, connection } = parked;
  respond(coordinator, connection, {
    kind: "SyncGroupResponse",
    name: responseName(coordinator, request, answer.errorCode, request.generationId),
    correlationId: request.correlationId,
    ...answer,
  });
  return true;
}
