/**
 * Who gets a partition next, and who gives one up, so that the subscribers of a topic come to have the same (UniformHeterogeneousAssignmentBuilder.
 * MemberAssignmentBalancer). Subscribers stand by how much they have; those with least are a range that grows to the right, those with
 * most one that grows to the left:
 *
 *   partitions          #      the members of a range have the same; one after the other gets (gives) one, from the left (right),
 *             |   ][   ##      then the level rises (falls), and members who have just as much join the range
 *             |###][####]
 */
import { invariant } from "../../../core/invariant.ts";

interface LoadRanges {
  /** By member. */
  readonly sizes: Int32Array;
  /** By size when the ranges were set up, then by place in the group. */
  readonly members: number[];
  leastEnd: number;
  leastLevel: number;
  nextLeast: number;
  mostStart: number;
  /** Members beyond have nothing to give. */
  mostEnd: number;
  mostLevel: number;
  nextMost: number;
}

export function loadRanges(sizes: Int32Array, subscribers: readonly number[]): LoadRanges {
  invariant(subscribers.length > 0, "a topic that is balanced has subscribers");
  const members = [...subscribers].sort((a, b) => sizes[a]! - sizes[b]! || a - b);
  return {
    sizes,
    members,
    leastEnd: 0,
    leastLevel: sizes[members[0]!]! - 1,
    nextLeast: 0,
    mostStart: members.length,
    mostEnd: members.length,
    mostLevel: sizes[members.at(-1)!]! + 1,
    nextMost: members.length - 1,
  };
}

/** How far the subscribers are apart, before anything moves. */
export const imbalance = ({ sizes, members }: LoadRanges): number => sizes[members.at(-1)!]! - sizes[members[0]!]!;

/** The member that gets the next partition. */
export function nextLeastLoaded(ranges: LoadRanges): number {
  const { sizes, members } = ranges;
  if (ranges.nextLeast >= ranges.leastEnd) {
    ranges.leastLevel++;
    while (ranges.leastEnd < members.length && sizes[members[ranges.leastEnd]!] === ranges.leastLevel)
      ranges.leastEnd++;
    ranges.nextLeast = 0;
  }
  return members[ranges.nextLeast++]!;
}

/** The member that gives one up next; -1: none has anything to give. */
export function nextMostLoaded(ranges: LoadRanges): number {
  const { sizes, members } = ranges;
  if (ranges.nextMost < ranges.mostStart) {
    // A range of which nobody could give anything begins anew with whoever stands left of it.
    const isEmpty = ranges.mostEnd <= ranges.mostStart && ranges.mostStart > 0;
    ranges.mostLevel = isEmpty ? sizes[members[ranges.mostStart - 1]!]! : ranges.mostLevel - 1;
    while (ranges.mostStart > 0 && sizes[members[ranges.mostStart - 1]!] === ranges.mostLevel) ranges.mostStart--;
    ranges.nextMost = ranges.mostEnd - 1;
  }
  return ranges.nextMost < 0 ? -1 : members[ranges.nextMost--]!;
}

/** The last one asked has nothing to give: it changes places with the end of the range, which ends before it. */
export function excludeMostLoaded(ranges: LoadRanges): void {
  const { members } = ranges;
  const asked = ranges.nextMost + 1;
  ranges.mostEnd--;
  invariant(asked >= ranges.mostStart && asked <= ranges.mostEnd, "who has nothing to give stands in the range");
  const member = members[asked]!;
  members[asked] = members[ranges.mostEnd]!;
  members[ranges.mostEnd] = member;
}

export const areLevel = ({ mostLevel, leastLevel }: LoadRanges): boolean => mostLevel - leastLevel <= 1;
