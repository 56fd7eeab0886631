/** The sessions of members, and members that go. */
import type { LeaveReason } from "../observer.ts";
import { type ClassicGroup, type ClassicMember, removeMember } from "./classic-group.ts";
import {
  brokerIdOf,
  type GroupCoordinator,
  type GroupShard,
  observerOf,
  startTimer,
  stopTimer,
} from "./coordinator.ts";

/** Its own parked requests are the caller's. */
export function dropMember(
  coordinator: GroupCoordinator,
  group: ClassicGroup,
  memberId: string,
  reason: LeaveReason,
): void {
  const member = group.members.get(memberId);
  stopTimer(coordinator, member?.session);
  stopTimer(coordinator, group.pendingJoin.get(memberId));
  if (member !== undefined)
    observerOf(coordinator).memberLeft(brokerIdOf(coordinator), group.groupId, memberId, group.generationId, reason);
  removeMember(group, memberId);
}

/** `afterMs`: of a member that waits for its first JoinGroup (G-18). */
export function restartSession(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  member: ClassicMember,
  afterMs = member.sessionTimeoutMs,
): void {
  stopTimer(coordinator, member.session);
  member.session = startTimer(coordinator, shard, afterMs, {
    kind: "session",
    groupId: group.groupId,
    memberId: member.memberId,
  });
}

/** The group is gone, or its partition is led elsewhere: nothing is waited for any more. */
export function forgetGroup(coordinator: GroupCoordinator, shard: GroupShard, group: ClassicGroup): void {
  stopTimer(coordinator, group.joinTimer);
  stopTimer(coordinator, group.syncTimer);
  for (const timer of group.pendingJoin.values()) stopTimer(coordinator, timer);
  for (const member of group.members.values()) stopTimer(coordinator, member.session);
  shard.soft.groups.delete(group.groupId);
}
