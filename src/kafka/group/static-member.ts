/**
 * A static member that comes back under a new member id (KIP-345, KAFKA-10284): the old id is fenced at once; in a stable
 * group the replacement is written before it is answered, and causes no rebalance unless the group would choose another
 * protocol (G-40 .. G-42).
 */
import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { JoinGroupRequest } from "../messages/groups.ts";
import { answerJoin, answerSync, joinAnswer, joinRefusal, syncRefusal } from "./answers.ts";
import { type ClassicGroup, type ClassicMember, groupValueOf, isLeader, selectProtocol } from "./classic-group.ts";
import { brokerIdOf, type GroupCoordinator, type GroupShard, observerOf, stopTimer, submit } from "./coordinator.ts";
import { groupWriteError } from "./errors.ts";
import { maybeCompleteJoin, maybeRebalance, prepareRebalance } from "./rebalance.ts";
import { restartSession } from "./sessions.ts";

export function replaceStaticMember(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  request: JoinGroupRequest,
  connection: ConnectionId,
  oldMemberId: string,
  newMemberId: string,
): void {
  const old = group.members.get(oldMemberId);
  invariant(old !== undefined, "an instance id stands for a member");
  const member = swap(coordinator, group, old, newMemberId);
  member.protocols = request.protocols;
  member.rebalanceTimeoutMs = request.rebalanceTimeoutMs;
  member.sessionTimeoutMs = request.sessionTimeoutMs;
  member.awaitingJoin = { request, connection };
  restartSession(coordinator, shard, group, member, old.sessionTimeoutMs);
  const { groupId, generationId } = group;
  observerOf(coordinator).memberReplaced(brokerIdOf(coordinator), groupId, oldMemberId, newMemberId, generationId);
  if (group.state === "Stable" && group.protocolName === selectProtocol(group)) {
    storeReplacement(coordinator, shard, group, old, member);
  } else if (group.state === "Stable") maybeRebalance(coordinator, shard, group, "static-member-replaced");
  else if (group.state === "CompletingRebalance") prepareRebalance(coordinator, shard, group, "static-member-replaced");
  else maybeCompleteJoin(coordinator, shard, group);
}

/** The member goes on under another id; whoever waits under the old one is fenced. */
function swap(coordinator: GroupCoordinator, group: ClassicGroup, old: ClassicMember, memberId: string): ClassicMember {
  answerJoin(coordinator, old, joinRefusal(Errors.FENCED_INSTANCE_ID, old.memberId));
  answerSync(coordinator, old, syncRefusal(Errors.FENCED_INSTANCE_ID));
  stopTimer(coordinator, old.session);
  const member: ClassicMember = {
    ...old,
    memberId,
    awaitingJoin: null,
    awaitingSync: null,
    isNew: false,
    session: null,
  };
  group.members.delete(old.memberId);
  group.members.set(memberId, member);
  if (isLeader(group, old.memberId)) group.leaderId = memberId;
  group.staticMembers.set(old.groupInstanceId!, memberId);
  invariant(group.leaderId === null || group.members.has(group.leaderId), "the leader is a member");
  return member;
}

function storeReplacement(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  old: ClassicMember,
  member: ClassicMember,
): void {
  const { groupId } = group;
  const assignments = new Map([...group.members.values()].map((one) => [one.memberId, one.assignment]));
  const value = groupValueOf(group, assignments);
  submit(coordinator, shard, { kind: "store-group", groupId, value }, (errorCode: ErrorCode) => {
    if (errorCode === Errors.NONE)
      answerJoin(coordinator, member, joinAnswer(group, member.memberId, isLeader(group, member.memberId)));
    else revert(coordinator, shard, group, old, member, groupWriteError(errorCode));
  });
}

/** The replacement was not written: the old id stands again. */
function revert(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  old: ClassicMember,
  member: ClassicMember,
  errorCode: ErrorCode,
): void {
  answerJoin(coordinator, member, { ...joinRefusal(errorCode, ""), generationId: group.generationId });
  if (group.members.get(member.memberId) !== member) return;
  const restored = swap(coordinator, group, member, old.memberId);
  restored.protocols = old.protocols;
  restored.rebalanceTimeoutMs = old.rebalanceTimeoutMs;
  restored.sessionTimeoutMs = old.sessionTimeoutMs;
  if (group.state !== "Dead") restartSession(coordinator, shard, group, restored);
}
