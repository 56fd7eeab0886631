/**
 * Whatever a group of the next generation looks like and however it changes: each partition of each subscribed topic is the target of exactly
 * one member, one that subscribes to it; the uniform assignor is as even as can be, keeps as much as that allows, and changes nothing
 * when nothing has changed.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { rangeServerAssignor } from "../src/kafka/assignors/server/range-server-assignor.ts";
import type { GroupSpec, ServerAssignor, TargetAssignment } from "../src/kafka/assignors/server/server-assignor.ts";
import { uniformAssignor } from "../src/kafka/assignors/server/uniform-assignor.ts";
import { type DrawnGroup, growingGroup, mostKept, type Owners, ownersIn } from "./groups-of-members.ts";
import { tooSeldom } from "./vacuity.ts";

const small = { members: 3, partitions: 2, times: 3 };
const large = { members: 9, partitions: 12, times: 5 };
const memberId = (index: number): string => `member-${index}`;

function specOf({ members, partitions, areEqual }: DrawnGroup, before: TargetAssignment): GroupSpec {
  return {
    members: members.flatMap(({ isThere, topics }, index) =>
      isThere
        ? {
            memberId: memberId(index),
            groupInstanceId: index % 4 === 3 ? `instance-${index}` : null,
            topicIds: new Set(topics),
            target: before.get(memberId(index)) ?? new Map(),
          }
        : [],
    ),
    isHomogeneous: areEqual,
    partitionCountOf: (topicId) => partitions[topicId]!,
  };
}

interface Round {
  readonly spec: GroupSpec;
  readonly before: Owners;
  readonly after: Owners;
  readonly assigned: TargetAssignment;
}

const owners = (assigned: Iterable<readonly [string, ReadonlyMap<number, readonly number[]>]>): Owners =>
  ownersIn([...assigned].map(([id, target]) => [id, [...target]]));

function roundsOf({ assign }: ServerAssignor, times: readonly DrawnGroup[]): Round[] {
  let held: TargetAssignment = new Map();
  return times.map((group) => {
    const spec = specOf(group, held);
    held = assign(spec);
    const before = owners(spec.members.map((member) => [member.memberId, member.target]));
    return { spec, before, after: owners(held), assigned: held };
  });
}

const sizeOf = ({ assigned }: Round, id: string): number =>
  [...(assigned.get(id)?.values() ?? [])].reduce((sum, partitions) => sum + partitions.length, 0);

const topicIn = (key: string): number => Number(key.slice(0, key.indexOf("/")));

const cases = [uniformAssignor, rangeServerAssignor].flatMap((assignor) => [
  { name: assignor.name, areEqual: true, assignor },
  { name: assignor.name, areEqual: false, assignor },
]);

test.each(cases)(
  "$name, equal subscriptions: $areEqual: each partition is the target of one member, who subscribes to it",
  ({ assignor, areEqual }) => {
    fc.assert(
      fc.property(growingGroup(large, areEqual), (times) => {
        for (const { spec, after } of roundsOf(assignor, times)) {
          const subscribed = new Set(spec.members.flatMap(({ topicIds }) => [...topicIds]));
          const expected = [...subscribed].flatMap((topicId) =>
            Array.from({ length: spec.partitionCountOf(topicId) }, (_, partition) => `${topicId}/${partition}`),
          );
          expect([...after.keys()].sort()).toEqual(expected.sort());
          const wrong = [...after].filter(([key, ids]) => {
            const { topicIds } = spec.members.find((member) => member.memberId === ids[0])!;
            return ids.length !== 1 || !topicIds.has(topicIn(key));
          });
          expect(wrong).toEqual([]);
        }
      }),
      { numRuns: 150, seed: 11 },
    );
  },
);

test("uniform: with equal subscriptions targets differ by at most one partition, and nothing moves needlessly", () => {
  let kept = 0;
  fc.assert(
    fc.property(growingGroup(small, true), growingGroup(large, true), (few, many) => {
      for (const round of roundsOf(uniformAssignor, [...few])) {
        const stays = [...round.after].filter(([key, [owner]]) => round.before.get(key)?.[0] === owner).length;
        const ids = round.spec.members.map((member) => member.memberId);
        expect(stays).toBe(mostKept([...round.after.keys()], ids, round.before));
        kept += stays;
      }
      for (const round of roundsOf(uniformAssignor, many)) {
        const sizes = round.spec.members.map((member) => sizeOf(round, member.memberId));
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 80, seed: 12 },
  );
  expect(kept, tooSeldom).toBeGreaterThan(150);
});

test("uniform: with different subscriptions no partition could move to a subscriber that has two less", () => {
  fc.assert(
    fc.property(growingGroup(large, false), (times) => {
      for (const round of roundsOf(uniformAssignor, times)) {
        const movable = [...round.after].filter(([key, [owner]]) =>
          round.spec.members.some(
            ({ memberId: id, topicIds }) => topicIds.has(topicIn(key)) && sizeOf(round, id) + 1 < sizeOf(round, owner!),
          ),
        );
        expect(movable).toEqual([]);
      }
    }),
    { numRuns: 100, seed: 13 },
  );
});

test.each(cases)("$name, equal subscriptions: $areEqual: assigned anew, targets stay", ({ assignor, areEqual }) => {
  fc.assert(
    fc.property(growingGroup(large, areEqual), (times) => {
      const group = times.at(-1)!;
      const assigned = roundsOf(assignor, times).at(-1)!.assigned;
      expect(owners(assignor.assign(specOf(group, assigned)))).toEqual(owners(assigned));
    }),
    { numRuns: 100, seed: 14 },
  );
});
