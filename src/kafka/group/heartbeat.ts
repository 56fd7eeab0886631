/** Heartbeat (12): keeps the session, and tells of a rebalance with REBALANCE_IN_PROGRESS (G-17, G-71). */
import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { HeartbeatRequest } from "../messages/groups.ts";
import { refuseMember } from "./classic-group.ts";
import { type GroupCoordinator, type GroupShard, respond, responseName } from "./coordinator.ts";
import { restartSession } from "./sessions.ts";

export function handleHeartbeat(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  request: HeartbeatRequest,
  connection: ConnectionId,
): void {
  answerHeartbeat(coordinator, request, connection, heartbeat(coordinator, shard, request));
}

export function answerHeartbeat(
  coordinator: GroupCoordinator,
  request: HeartbeatRequest,
  connection: ConnectionId,
  errorCode: ErrorCode,
): void {
  respond(coordinator, connection, {
    kind: "HeartbeatResponse",
    name: responseName(coordinator, request, errorCode, request.generationId),
    correlationId: request.correlationId,
    errorCode,
  });
}

function heartbeat(coordinator: GroupCoordinator, shard: GroupShard, request: HeartbeatRequest): ErrorCode {
  const group = shard.soft.groups.get(request.groupId);
  if (group === undefined) return Errors.UNKNOWN_MEMBER_ID;
  const refused = refuseMember(group, request.memberId, request.groupInstanceId);
  if (refused !== Errors.NONE) return refused;
  if (request.generationId !== group.generationId) return Errors.ILLEGAL_GENERATION;
  invariant(group.state !== "Empty" && group.state !== "Dead", "a group with members is neither empty nor dead");
  const member = group.members.get(request.memberId);
  invariant(member !== undefined, "who is not refused is a member");
  restartSession(coordinator, shard, group, member);
  return group.state === "PreparingRebalance" ? Errors.REBALANCE_IN_PROGRESS : Errors.NONE;
}
