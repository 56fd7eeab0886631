/** A rebalance of a classic group, from the first JoinGroup that asks for it to the answers of all (G-12 .. G-14, G-66 .. G-70). */
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { type ConsumerAssignment, noAssignment } from "../messages/consumer-protocol.ts";
import type { RebalanceReason } from "../observer.ts";
import { answerJoin, answerSync, joinAnswer, syncAnswer, syncRefusal } from "./answers.ts";
import {
  type ClassicGroup,
  canRebalance,
  computeSubscribedTopics,
  electLeader,
  groupValueOf,
  haveAllJoined,
  membersInOrder,
  rebalanceTimeoutMs,
  selectProtocol,
  transitionTo,
} from "./classic-group.ts";
import {
  brokerIdOf,
  type GroupCoordinator,
  type GroupShard,
  observerOf,
  startTimer,
  stopTimer,
  submit,
  wallClockMs,
} from "./coordinator.ts";
import { dropMember, restartSession } from "./sessions.ts";

export function maybeRebalance(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  reason: RebalanceReason,
): void {
  if (canRebalance(group)) prepareRebalance(coordinator, shard, group, reason);
  else maybeCompleteJoin(coordinator, shard, group);
}

export function prepareRebalance(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  reason: RebalanceReason,
): void {
  if (group.state === "CompletingRebalance") propagateError(coordinator, shard, group, Errors.REBALANCE_IN_PROGRESS);
  group.pendingSync.clear();
  stopTimer(coordinator, group.syncTimer);
  group.syncTimer = null;
  const isInitial = group.state === "Empty";
  transitionTo(group, "PreparingRebalance", wallClockMs(coordinator));
  const { groupId, generationId } = group;
  observerOf(coordinator).rebalanceStarted(brokerIdOf(coordinator), groupId, generationId, reason);
  if (isInitial) {
    const delayMs = coordinator.config.initialRebalanceDelayMs;
    waitForNewcomers(coordinator, shard, group, delayMs, Math.max(rebalanceTimeoutMs(group) - delayMs, 0));
  } else if (haveAllJoined(group)) completeJoin(coordinator, shard, group);
  else waitForMembers(coordinator, shard, group);
}

function waitForNewcomers(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  delayMs: number,
  remainingMs: number,
): void {
  stopTimer(coordinator, group.joinTimer);
  group.joinTimer = startTimer(coordinator, shard, delayMs, {
    kind: "initial-join",
    groupId: group.groupId,
    delayMs,
    remainingMs,
  });
}

function waitForMembers(coordinator: GroupCoordinator, shard: GroupShard, group: ClassicGroup): void {
  stopTimer(coordinator, group.joinTimer);
  group.joinTimer = startTimer(coordinator, shard, rebalanceTimeoutMs(group), {
    kind: "join",
    groupId: group.groupId,
  });
}

/** The initial delay is over: once more if somebody came meanwhile (G-13). */
export function onInitialJoinTimer(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  delayMs: number,
  remainingMs: number,
): void {
  if (!group.newMemberAdded || remainingMs === 0) {
    completeJoin(coordinator, shard, group);
    return;
  }
  group.newMemberAdded = false;
  const nextDelayMs = Math.min(coordinator.config.initialRebalanceDelayMs, remainingMs);
  waitForNewcomers(coordinator, shard, group, nextDelayMs, Math.max(remainingMs - delayMs, 0));
}

/** Not within the initial delay. */
export function maybeCompleteJoin(coordinator: GroupCoordinator, shard: GroupShard, group: ClassicGroup): void {
  if (group.state !== "PreparingRebalance" || group.previousState === "Empty") return;
  if (haveAllJoined(group)) completeJoin(coordinator, shard, group);
}

/** Also on the join timer: whoever did not come is out, unless it is static (G-12, G-68). */
export function completeJoin(coordinator: GroupCoordinator, shard: GroupShard, group: ClassicGroup): void {
  if (group.state !== "PreparingRebalance") return;
  stopTimer(coordinator, group.joinTimer);
  group.joinTimer = null;
  for (const member of [...group.members.values()]) {
    if (member.awaitingJoin !== null || member.groupInstanceId !== null) continue;
    dropMember(coordinator, group, member.memberId, "not-rejoined");
  }
  if (!electLeader(group) && group.members.size > 0) {
    waitForMembers(coordinator, shard, group);
    return;
  }
  group.generationId++;
  group.pendingSync.clear();
  if (group.members.size === 0) becomeEmpty(coordinator, shard, group);
  else startGeneration(coordinator, shard, group);
}

/** A failure to write it is only logged: nobody is left whom it could mislead. */
function becomeEmpty(coordinator: GroupCoordinator, shard: GroupShard, group: ClassicGroup): void {
  group.protocolName = null;
  group.subscribedTopics = computeSubscribedTopics(group);
  transitionTo(group, "Empty", wallClockMs(coordinator));
  observerOf(coordinator).groupEmptied(brokerIdOf(coordinator), group.groupId, group.generationId);
  const value = groupValueOf(group, new Map());
  submit(coordinator, shard, { kind: "store-group", groupId: group.groupId, value }, () => {});
}

function startGeneration(coordinator: GroupCoordinator, shard: GroupShard, group: ClassicGroup): void {
  group.protocolName = selectProtocol(group);
  group.subscribedTopics = computeSubscribedTopics(group);
  transitionTo(group, "CompletingRebalance", wallClockMs(coordinator));
  const { groupId, generationId, leaderId, protocolName } = group;
  invariant(leaderId !== null && group.members.has(leaderId), "a generation has a leader");
  const members = membersInOrder(group);
  observerOf(coordinator).generationStarted(
    brokerIdOf(coordinator),
    groupId,
    generationId,
    protocolName,
    leaderId,
    members.map(({ memberId }) => memberId),
  );
  for (const member of members) {
    answerJoin(coordinator, member, joinAnswer(group, member.memberId));
    restartSession(coordinator, shard, group, member);
    member.isNew = false;
    group.pendingSync.add(member.memberId);
  }
  stopTimer(coordinator, group.syncTimer);
  group.syncTimer = startTimer(coordinator, shard, rebalanceTimeoutMs(group), {
    kind: "sync",
    groupId,
    generationId,
  });
}

/** Whoever never sent SyncGroup is out, static or not (G-16). */
export function onSyncTimer(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  generationId: number,
): void {
  group.syncTimer = null;
  if (generationId !== group.generationId) return;
  if (group.state !== "CompletingRebalance" && group.state !== "Stable") return;
  if (group.pendingSync.size === 0) return;
  for (const memberId of [...group.pendingSync]) dropMember(coordinator, group, memberId, "not-synced");
  prepareRebalance(coordinator, shard, group, "not-synced");
}

/** All assignments are void; who waits for one hears why (G-67). */
export function propagateError(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  errorCode: ErrorCode,
): void {
  for (const member of group.members.values()) member.assignment = noAssignment;
  for (const member of membersInOrder(group)) {
    if (answerSync(coordinator, member, syncRefusal(errorCode))) restartSession(coordinator, shard, group, member);
  }
}

/** The assignment is committed: everybody who waits gets its part. */
export function propagateAssignment(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  group: ClassicGroup,
  assignments: ReadonlyMap<string, ConsumerAssignment>,
): void {
  invariant(group.state === "CompletingRebalance", "an assignment ends a rebalance");
  for (const member of membersInOrder(group)) {
    member.assignment = assignments.get(member.memberId) ?? noAssignment;
    if (answerSync(coordinator, member, syncAnswer(group, member))) restartSession(coordinator, shard, group, member);
  }
  transitionTo(group, "Stable", wallClockMs(coordinator));
  observerOf(coordinator).groupStabilised(brokerIdOf(coordinator), group.groupId, group.generationId, assignments);
}
