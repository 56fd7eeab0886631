/**
 * Range: of each topic every subscriber gets a run of partitions, the first ones one more if they do not divide evenly. Topics with the
 * same subscribers and as many partitions fall alike, so that partition n of each goes to one member. With racks, what can be
 * matched is matched first, within the same quotas (RangeAssignor, KIP-881).
 */
import { invariant } from "../../core/invariant.ts";
import type { JoinedMember } from "../messages/groups.ts";
import {
  type AssignableTopic,
  type AssignableTopics,
  compareMembers,
  type GroupAssignment,
  type PartitionAssignor,
  subscribedTopics,
} from "./assignor.ts";
import { rackOf, racksMatter } from "./rack-match.ts";

export const rangeAssignor: PartitionAssignor = { name: "range", isCooperative: false, userData: "none", assign };

interface Division {
  readonly topic: string;
  readonly partitionCount: number;
  /** By partition; null: no subscriber has a rack. */
  readonly racks: readonly (readonly string[])[] | null;
  readonly racksMatter: boolean;
  /** Subscribers in order. */
  readonly members: readonly JoinedMember[];
  /** By subscriber. */
  readonly shares: number[][];
  readonly quota: number;
  /** How many subscribers may still get one more than the quota. */
  extras: number;
  /** Ascending. */
  unassigned: number[];
}

function assign(topics: AssignableTopics, members: readonly JoinedMember[]): GroupAssignment {
  const ordered = [...members].sort(compareMembers);
  const divisions = subscribedTopics(topics, members).map((name) => newDivision(name, topics.get(name)!, ordered));
  if (divisions.some((division) => division.racksMatter)) assignByRack(divisions);
  for (const division of divisions) assignRanges(division, () => true);
  return gather(divisions, members);
}

function newDivision(
  topic: string,
  { partitionCount, racks }: AssignableTopic,
  ordered: readonly JoinedMember[],
): Division {
  const members = ordered.filter(({ metadata }) => metadata.topics.includes(topic));
  const memberRacks = new Set(members.flatMap(({ metadata }) => rackOf(metadata.rackId) ?? []));
  const known = memberRacks.size === 0 ? null : (racks ?? Array.from({ length: partitionCount }, () => []));
  return {
    topic,
    partitionCount,
    racks: known,
    racksMatter: known !== null && racksMatter(memberRacks, known),
    members,
    shares: members.map(() => []),
    quota: Math.floor(partitionCount / members.length),
    extras: partitionCount % members.length,
    unassigned: Array.from({ length: partitionCount }, (_, partition) => partition),
  };
}

/** A member without a rack matches everywhere. */
function isNear({ members, racks }: Division, member: number, partition: number): boolean {
  const rack = rackOf(members[member]!.metadata.rackId);
  return rack === null || (racks !== null && racks[partition]!.includes(rack));
}

const roomOf = ({ quota, extras, shares }: Division, member: number): number =>
  Math.max(0, quota + (extras > 0 ? 1 : 0) - shares[member]!.length);

function give(division: Division, member: number, partitions: readonly number[]): void {
  invariant(partitions.length <= roomOf(division, member), "a member gets no more of a topic than its quota");
  const share = division.shares[member]!;
  share.push(...partitions);
  if (share.length > division.quota) division.extras--;
  invariant(division.extras >= 0, "no more members get one partition more than partitions are left over");
}

/** Member by member the first partitions that it may have. */
function assignRanges(division: Division, mayAssign: (member: number, partition: number) => boolean): void {
  for (let member = 0; member < division.members.length && division.unassigned.length > 0; member++) {
    const room = roomOf(division, member);
    const taken: number[] = [];
    const left = division.unassigned.filter((partition) => {
      if (taken.length === room || !mayAssign(member, partition)) return true;
      taken.push(partition);
      return false;
    });
    if (taken.length > 0) give(division, member, taken);
    division.unassigned = left;
  }
}

/** Topics that fall alike are matched together, so that they still fall alike. */
function assignByRack(divisions: readonly Division[]): void {
  const alike = new Map<string, Division[]>();
  for (const division of divisions) {
    const key = JSON.stringify([
      division.racks === null ? 0 : division.partitionCount,
      division.members.map(({ memberId }) => memberId),
    ]);
    const others = alike.get(key);
    if (others === undefined) alike.set(key, [division]);
    else others.push(division);
  }
  for (const group of alike.values()) {
    const [first] = group;
    if (group.length > 1) assignTogether(group);
    else if (first!.racksMatter) assignRanges(first!, (member, partition) => isNear(first!, member, partition));
  }
}

/** Partition n of all these topics to the first member that is near to each of them and has room in each. */
function assignTogether(group: readonly Division[]): void {
  const { members, partitionCount, racks } = group[0]!;
  if (racks === null) return;
  for (let partition = 0; partition < partitionCount; partition++) {
    const member = members.findIndex((_, index) =>
      group.every((division) => isNear(division, index, partition) && roomOf(division, index) > 0),
    );
    if (member === -1) continue;
    for (const division of group) {
      give(division, member, [partition]);
      division.unassigned = division.unassigned.filter((other) => other !== partition);
    }
  }
}

function gather(divisions: readonly Division[], members: readonly JoinedMember[]): GroupAssignment {
  const assignment = new Map(
    members.map(({ memberId }) => [memberId, [] as { topic: string; partitions: number[] }[]]),
  );
  for (const { topic, members: subscribers, shares } of divisions) {
    subscribers.forEach(({ memberId }, member) => {
      const share = shares[member]!;
      if (share.length > 0) assignment.get(memberId)!.push({ topic, partitions: share.sort((a, b) => a - b) });
    });
  }
  return assignment;
}
