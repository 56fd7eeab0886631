/** Groups come with their shard, and go with it. */
import { invariant } from "../../core/invariant.ts";
import { Errors } from "../errors.ts";
import { answerJoin, answerSync, joinRefusal, syncRefusal } from "./answers.ts";
import {
  addMember,
  type ClassicGroup,
  type ClassicMember,
  computeSubscribedTopics,
  membersInOrder,
  newGroup,
  transitionTo,
} from "./classic-group.ts";
import { brokerIdOf, type GroupCoordinator, type GroupShard, observerOf, wallClockMs } from "./coordinator.ts";
import { armExpiry } from "./expiry.ts";
import { prepareRebalance } from "./rebalance.ts";
import type { GroupValue } from "./records.ts";
import { forgetGroup, restartSession } from "./sessions.ts";

/** What the log says of the groups, with fresh sessions; a group with offsets alone is a simple one (G-21). */
export function loadGroups(coordinator: GroupCoordinator, shard: GroupShard): void {
  const { groups, offsets } = shard.host.state;
  invariant(shard.soft.groups.size === 0, "groups are made when their shard is loaded");
  for (const [groupId, value] of groups) shard.soft.groups.set(groupId, restored(coordinator, groupId, value));
  for (const [groupId, entries] of offsets) {
    const isEmpty = [...entries.values()].every(({ appended }) => appended === null);
    if (isEmpty || shard.soft.groups.has(groupId)) continue;
    shard.soft.groups.set(groupId, newGroup(groupId, wallClockMs(coordinator), shard.log.startOffset));
  }
  observerOf(coordinator).coordinatorLoaded(brokerIdOf(coordinator), shard.partition.topicPartition, shard.host.epoch);
  for (const group of shard.soft.groups.values()) startGroup(coordinator, shard, group);
  armExpiry(coordinator);
}

function restored(coordinator: GroupCoordinator, groupId: string, value: GroupValue): ClassicGroup {
  const group = newGroup(groupId, value.currentStateTimestamp, -1);
  group.generationId = value.generation;
  group.protocolType = value.protocolType;
  group.protocolName = value.protocol;
  group.leaderId = value.leader;
  for (const member of value.members) {
    invariant(value.protocol !== null && value.protocolType !== null, "a group with members has a protocol");
    addMember(group, {
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      protocolType: value.protocolType,
      protocols: [{ name: value.protocol, metadata: member.subscription }],
      rebalanceTimeoutMs: member.rebalanceTimeoutMs,
      sessionTimeoutMs: member.sessionTimeoutMs,
      assignment: member.assignment,
      awaitingJoin: null,
      awaitingSync: null,
      isNew: false,
      session: null,
    });
  }
  group.state = group.members.size > 0 ? "Stable" : "Empty";
  group.subscribedTopics = computeSubscribedTopics(group);
  if (value.currentStateTimestamp < 0) group.stateTimestampMs = wallClockMs(coordinator);
  return group;
}

function startGroup(coordinator: GroupCoordinator, shard: GroupShard, group: ClassicGroup): void {
  for (const member of group.members.values()) restartSession(coordinator, shard, group, member);
  if (group.members.size > coordinator.config.maxSize) prepareRebalance(coordinator, shard, group, "over-capacity");
}

export function unloadGroups(coordinator: GroupCoordinator, shard: GroupShard): void {
  for (const group of [...shard.soft.groups.values()]) {
    transitionTo(group, "Dead", wallClockMs(coordinator));
    for (const member of membersInOrder(group)) refuseParked(coordinator, member);
    forgetGroup(coordinator, shard, group);
  }
  observerOf(coordinator).coordinatorUnloaded(
    brokerIdOf(coordinator),
    shard.partition.topicPartition,
    shard.host.epoch,
  );
  invariant(shard.soft.groups.size === 0, "no group outlives its shard");
}

function refuseParked(coordinator: GroupCoordinator, member: ClassicMember): void {
  answerJoin(coordinator, member, joinRefusal(Errors.NOT_COORDINATOR, member.memberId));
  answerSync(coordinator, member, syncRefusal(Errors.NOT_COORDINATOR));
}
