/**
 * Whatever a classic group looks like and however it changes: each partition of each subscribed topic goes to exactly one member, one that
 * subscribes to it; sticky assignors are as even as can be and keep as much as that allows; under the cooperative one nobody gets what
 * another still holds, and the second round gives it.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AssignableTopics, GroupAssignment } from "../src/kafka/assignors/assignor.ts";
import { assignors } from "../src/kafka/assignors/assignors.ts";
import type { AssignorName } from "../src/kafka/config/resolve-group.ts";
import { hashOrder } from "../src/kafka/java-hash.ts";
import type { JoinedMember } from "../src/kafka/messages/groups.ts";
import { type DrawnGroup, growingGroup, mostKept, type Owners, ownersIn } from "./groups-of-members.ts";
import { tooSeldom } from "./vacuity.ts";

const names = ["range", "roundrobin", "sticky", "cooperative-sticky"] as const;
const nothing: GroupAssignment = new Map();
const small = { members: 3, partitions: 2, times: 3 };
const large = { members: 9, partitions: 12, times: 5 };

const memberId = (index: number): string => `consumer-${index}-${index * 7919}`;
const topicName = (topic: number): string => `topic-${topic}`;

const topicsOf = ({ partitions }: DrawnGroup): AssignableTopics =>
  new Map(partitions.map((partitionCount, topic) => [topicName(topic), { partitionCount, racks: null }]));

function membersOf({ members }: DrawnGroup, before: GroupAssignment, generationId: number): JoinedMember[] {
  return members.flatMap(({ isThere, topics }, index) => {
    if (!isThere) return [];
    const held = (before.get(memberId(index)) ?? []).filter(({ topic }) => topics.map(topicName).includes(topic));
    const generation = held.length === 0 ? -1 : generationId;
    return {
      memberId: memberId(index),
      groupInstanceId: index % 4 === 3 ? `instance-${index}` : null,
      metadata: {
        topics: topics.map(topicName),
        userData: { previousAssignment: held, generation },
        ownedPartitions: held,
        generationId: generation,
        rackId: null,
      },
    };
  });
}

interface Round {
  readonly group: DrawnGroup;
  readonly members: readonly JoinedMember[];
  readonly before: Owners;
  readonly after: Owners;
  readonly assignment: GroupAssignment;
  /** Nothing is on its way from one member to another. */
  readonly isLast: boolean;
}

const owners = (assignment: GroupAssignment): Owners =>
  ownersIn([...assignment].map(([id, share]) => [id, share.map(({ topic, partitions }) => [topic, partitions])]));

/** With different subscriptions what was on its way may find another who has less, and go there. */
const mostRounds = 4;

/** Every round of the group under one assignor; under the cooperative one a change takes several. */
function roundsOf(name: AssignorName, times: readonly DrawnGroup[]): Round[] {
  const { assign, isCooperative } = assignors[name];
  const rounds: Round[] = [];
  let held = nothing;
  let generation = 0;
  for (const group of times) {
    for (let round = 1; round <= mostRounds; round++) {
      const members = membersOf(group, held, generation++);
      const assignment = assign(topicsOf(group), members);
      const before = ownersIn(
        members.map(({ memberId: id, metadata }) => [
          id,
          metadata.ownedPartitions.map(({ topic, partitions }) => [topic, partitions]),
        ]),
      );
      const after = owners(assignment);
      const isLast = !isCooperative || after.size === subscribedPartitions(group, members).length;
      rounds.push({ group, members, before, after, assignment, isLast });
      held = assignment;
      if (isLast) break;
    }
  }
  return rounds;
}

const subscribedPartitions = (group: DrawnGroup, members: readonly JoinedMember[]): string[] =>
  group.partitions.flatMap((count, topic) =>
    members.some(({ metadata }) => metadata.topics.includes(topicName(topic)))
      ? Array.from({ length: count }, (_, partition) => `${topicName(topic)}/${partition}`)
      : [],
  );

const sizeOf = (round: Round, id: string): number =>
  round.assignment.get(id)!.reduce((sum, { partitions }) => sum + partitions.length, 0);

const settled = (rounds: readonly Round[]): readonly Round[] => rounds.filter(({ isLast }) => isLast);

/** Who owns what it does not subscribe to, or what another owns too. */
const wrongOwners = ({ after, members }: Round): readonly string[] =>
  [...after].flatMap(([key, ids]) => {
    const owner = members.find(({ memberId: id }) => id === ids[0])!;
    return ids.length === 1 && owner.metadata.topics.includes(topicIn(key)) ? [] : [key];
  });

const topicIn = (key: string): string => key.slice(0, key.indexOf("/"));

/** Partitions that would be better off with another subscriber, who has two less. */
const movable = (round: Round): readonly string[] =>
  [...round.after].flatMap(([key, [owner]]) =>
    round.members.some(
      ({ memberId: id, metadata }) =>
        metadata.topics.includes(topicIn(key)) && sizeOf(round, id) + 1 < sizeOf(round, owner!),
    )
      ? [key]
      : [],
  );

test.each(names.flatMap((name) => [[name, true] as const, [name, false] as const]))(
  "%s, equal subscriptions: %s: each partition has one owner, who subscribes to it",
  (name, areEqual) => {
    fc.assert(
      fc.property(growingGroup(large, areEqual), (times) => {
        const rounds = roundsOf(name, times);
        for (const round of rounds) expect(wrongOwners(round)).toEqual([]);
        expect(settled(rounds)).toHaveLength(times.length);
        for (const { group, members, after } of settled(rounds))
          expect([...after.keys()].sort()).toEqual(subscribedPartitions(group, members).sort());
      }),
      { numRuns: 150, seed: 5 },
    );
  },
);

test.each(names)("%s does not depend on the order in which members are listed", (name) => {
  fc.assert(
    fc.property(growingGroup(large, false), fc.nat(), (times, turn) => {
      for (const { group, members, assignment } of roundsOf(name, times)) {
        const listed = members.map((_, index) => members[(index + turn) % members.length]!);
        // Sticky assignors walk a hash map: of two members in one bucket the one listed first comes first.
        const isWalkedAlike = hashOrder(listed, byId).every((member, i) => member === hashOrder(members, byId)[i]);
        if (name === "range" || name === "roundrobin" || isWalkedAlike)
          expect(owners(assignors[name].assign(topicsOf(group), listed))).toEqual(owners(assignment));
      }
    }),
    { numRuns: 60, seed: 6 },
  );
});

const byId = (member: JoinedMember): string => member.memberId;

test.each(["roundrobin", "sticky", "cooperative-sticky"] as const)(
  "%s: with equal subscriptions no two members differ by more than one partition",
  (name) => {
    fc.assert(
      fc.property(growingGroup(large, true), (times) => {
        for (const round of settled(roundsOf(name, times))) {
          const sizes = round.members.map((member) => sizeOf(round, member.memberId));
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 100, seed: 7 },
    );
  },
);

test("sticky: with equal subscriptions nothing moves that the best even assignment would keep", () => {
  let kept = 0;
  fc.assert(
    fc.property(growingGroup(small, true), (times) => {
      for (const round of roundsOf("sticky", times)) {
        const stays = [...round.after].filter(([key, [owner]]) => round.before.get(key)?.[0] === owner).length;
        const ids = round.members.map((member) => member.memberId);
        expect(stays).toBe(mostKept([...round.after.keys()], ids, round.before));
        kept += stays;
      }
    }),
    { numRuns: 100, seed: 8 },
  );
  expect(kept, tooSeldom).toBeGreaterThan(200);
});

test("sticky: with different subscriptions no partition could move to a subscriber that has two less", () => {
  fc.assert(
    fc.property(growingGroup(large, false), (times) => {
      for (const round of roundsOf("sticky", times)) expect(movable(round)).toEqual([]);
    }),
    { numRuns: 150, seed: 9 },
  );
});

test("cooperative sticky: nobody gets what another holds; with equal subscriptions the second round gives all the rest", () => {
  let handedOver = 0;
  fc.assert(
    fc.property(growingGroup(large, true), growingGroup(large, false), (equal, different) => {
      for (const { before, after } of [
        ...roundsOf("cooperative-sticky", equal),
        ...roundsOf("cooperative-sticky", different),
      ])
        expect([...after].filter(([key, [owner]]) => (before.get(key)?.[0] ?? owner) !== owner)).toEqual([]);
      const rounds = roundsOf("cooperative-sticky", equal);
      rounds.forEach((second, index) => {
        const first = rounds[index - 1];
        if (first === undefined || first.isLast) return;
        expect(second.isLast).toBe(true);
        expect([...first.after].filter(([key, [owner]]) => second.after.get(key)?.[0] !== owner)).toEqual([]);
        handedOver += second.after.size - first.after.size;
      });
    }),
    { numRuns: 60, seed: 10 },
  );
  expect(handedOver, tooSeldom).toBeGreaterThan(150);
});
