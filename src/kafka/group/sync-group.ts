/**
 * SyncGroup (14). The leader's brings the assignment, which is written before anybody hears of it (G-15); who comes before
 * that waits, who comes later gets its part (G-16).
 */
import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { type ConsumerAssignment, noAssignment } from "../messages/consumer-protocol.ts";
import type { SyncGroupRequest } from "../messages/groups.ts";
import { syncAnswer, syncRefusal } from "./answers.ts";
import { type ClassicGroup, groupValueOf, isLeader, refuseMember } from "./classic-group.ts";
import { type GroupCoordinator, type GroupShard, respond, responseName, stopTimer, submit } from "./coordinator.ts";
import { groupWriteError } from "./errors.ts";
import { maybeRebalance, propagateAssignment, propagateError } from "./rebalance.ts";

export function handleSyncGroup(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  request: SyncGroupRequest,
  connection: ConnectionId,
): void {
  const group = shard.soft.groups.get(request.groupId);
  const refused = refuseSync(group, request);
  if (group === undefined || refused !== Errors.NONE) {
    answerNow(coordinator, request, connection, syncRefusal(refused));
    return;
  }
  const member = group.members.get(request.memberId)!;
  notePresence(coordinator, group, request.memberId);
  if (group.state === "Stable") {
    answerNow(coordinator, request, connection, syncAnswer(group, member));
    return;
  }
  invariant(
    group.state === "CompletingRebalance",
    "a SyncGroup that is not refused ends a rebalance, or repeats its end",
  );
  // An earlier one that still waits is never answered (G-64).
  member.awaitingSync = { request, connection };
  if (isLeader(group, request.memberId)) storeAssignment(coordinator, shard, group, request);
}

export function answerNow(
  coordinator: GroupCoordinator,
  request: SyncGroupRequest,
  connection: ConnectionId,
  answer: ReturnType<typeof syncRefusal>,
): void {
  respond(coordinator, connection, {
    kind: "SyncGroupResponse",
    name: responseName(coordinator, request, answer.errorCode, request.generationId),
    correlationId: request.correlationId,
    ...answer,
  });
}

function refuseSync(group: ClassicGroup | undefined, request: SyncGroupRequest): ErrorCode {
  const { protocolType, protocolName } = request;
  // Since version 5 both must be named: the broker looks before it asks the coordinator.
  if (protocolType === null || protocolName === null) return Errors.INCONSISTENT_GROUP_PROTOCOL;
  if (group === undefined || group.state === "Empty") return Errors.UNKNOWN_MEMBER_ID;
  const refused = refuseMember(group, request.memberId, request.groupInstanceId);
  if (refused !== Errors.NONE) return refused;
  if (request.generationId !== group.generationId) return Errors.ILLEGAL_GENERATION;
  if (protocolType !== group.protocolType || protocolName !== group.protocolName)
    return Errors.INCONSISTENT_GROUP_PROTOCOL;
  return group.state === "PreparingRebalance" ? Errors.REBALANCE_IN_PROGRESS : Errors.NONE;
}

function notePresence(coordinator: GroupCoordinator, group: ClassicGroup, memberId: string): void {
  if (!group.pendingSync.delete(memberId) || group.pendingSync.size > 0) return;
  stopTimer(coordinator, group.syncTimer);
  group.syncTimer = null;
}

function storeAssignment(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  request: SyncGroupRequest,
): void {
  const { groupId, generationId } = group;
  const given = new Map(request.assignments.map(({ memberId, assignment }) => [memberId, assignment]));
  const assignments = new Map<string, ConsumerAssignment>();
  for (const memberId of group.members.keys()) assignments.set(memberId, given.get(memberId) ?? noAssignment);
  const value = groupValueOf(group, assignments);
  submit(coordinator, shard, { kind: "store-group", groupId, value }, (errorCode) => {
    // Somebody may have joined while it was written: then this end of the rebalance counts no more.
    if (group.state !== "CompletingRebalance" || group.generationId !== generationId) return;
    if (errorCode === Errors.NONE) propagateAssignment(coordinator, shard, group, assignments);
    else {
      propagateError(coordinator, shard, group, groupWriteError(errorCode));
      maybeRebalance(coordinator, shard, group, "assignment-not-stored");
    }
  });
}
