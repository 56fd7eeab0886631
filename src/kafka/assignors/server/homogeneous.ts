/**
 * Uniform assignment where all members subscribe to the same topics (UniformHomogeneousAssignmentBuilder).
 *
 *   ten partitions, three members: everybody three, one of them four
 *   1. who has four or more keeps four, once; who has room leaves the fourth to others, unless too few members remain to take it
 *   2. what is left is taken by members with room, as they come
 */
import { invariant } from "../../../core/invariant.ts";
import { type TopicPartition, topicPartition } from "../../topic-partition.ts";
import type { GroupSpec, MemberTarget, ServerMember, TargetAssignment } from "./server-assignor.ts";

interface Filling {
  readonly topicIds: ReadonlySet<number>;
  readonly unassigned: { topicId: number; partition: number }[];
  /** What each member gets at least, and how many may still get one more. */
  readonly quota: number;
  extras: number;
  /** Members that get something yet. */
  readonly unfilled: { readonly memberId: string; readonly room: number }[];
  readonly targets: Map<string, MemberTarget>;
}

export function assignHomogeneous(group: GroupSpec): TargetAssignment {
  const { members } = group;
  const { topicIds } = members[0]!;
  if (topicIds.size === 0) return new Map();
  const assigned = assignedPartitions(members);
  const unassigned: Filling["unassigned"] = [];
  let count = 0;
  for (const topicId of topicIds) {
    const partitions = group.partitionCountOf(topicId);
    invariant(partitions > 0, "a topic that is assigned has partitions");
    count += partitions;
    for (let partition = 0; partition < partitions; partition++) {
      if (!assigned.has(topicPartition(topicId, partition))) unassigned.push({ topicId, partition });
    }
  }
  const quota = Math.floor(count / members.length);
  const extras = count % members.length;
  const filling: Filling = { topicIds, unassigned, quota, extras, unfilled: [], targets: new Map() };
  for (let i = 0; i < members.length; i++) keepOwned(filling, members[i]!, members.length - i);
  fill(filling);
  return filling.targets;
}

function assignedPartitions(members: readonly ServerMember[]): ReadonlySet<TopicPartition> {
  const assigned = new Set<TopicPartition>();
  for (const { target } of members) {
    for (const [topicId, partitions] of target) {
      for (const partition of partitions) assigned.add(topicPartition(topicId, partition));
    }
  }
  return assigned;
}

/** `membersLeft`: this one and those after it. */
function keepOwned(filling: Filling, { memberId, target }: ServerMember, membersLeft: number): void {
  const mayHaveExtra = filling.extras > 0;
  let room = filling.quota + (mayHaveExtra ? 1 : 0);
  let kept: Map<number, readonly number[]> | null = null;
  for (const [topicId, partitions] of target) {
    const stays = filling.topicIds.has(topicId) ? Math.min(partitions.length, room) : 0;
    room -= stays;
    if (stays === partitions.length) continue;
    kept ??= new Map(target);
    if (stays === 0) kept.delete(topicId);
    else kept.set(topicId, partitions.slice(0, stays));
    if (!filling.topicIds.has(topicId)) continue;
    for (let i = stays; i < partitions.length; i++) filling.unassigned.push({ topicId, partition: partitions[i]! });
  }
  const leavesExtra = room > 0 && mayHaveExtra && membersLeft > filling.extras;
  if (mayHaveExtra && !leavesExtra) filling.extras--;
  if (leavesExtra) room--;
  if (room > 0) filling.unfilled.push({ memberId, room });
  filling.targets.set(memberId, kept ?? target);
}

function fill({ unassigned, unfilled, targets }: Filling): void {
  let next = 0;
  for (const { memberId, room } of unfilled) {
    const end = Math.min(unassigned.length, next + room);
    if (next === end) continue;
    const added = new Map<number, number[]>();
    for (; next < end; next++) {
      const { topicId, partition } = unassigned[next]!;
      const ofTopic = added.get(topicId);
      if (ofTopic === undefined) added.set(topicId, [partition]);
      else ofTopic.push(partition);
    }
    const target = new Map(targets.get(memberId)!);
    for (const [topicId, partitions] of added) {
      target.set(
        topicId,
        [...(target.get(topicId) ?? []), ...partitions].sort((a, b) => a - b),
      );
    }
    targets.set(memberId, target);
  }
  invariant(next === unassigned.length, "every partition finds a member with room");
}
