/** Drawn groups, and how they change: who subscribes to what, how many partitions there are, who joins and who leaves. */
import fc from "fast-check";

export interface DrawnGroup {
  /** By topic, each at least 1. */
  readonly partitions: readonly number[];
  readonly areEqual: boolean;
  /** At most this many members are there; by member, whether it is and to which topics it subscribes (at least one). */
  readonly members: readonly { readonly isThere: boolean; readonly topics: readonly number[] }[];
}

const topicCount = 3;

const drawnGroup = (mostMembers: number, mostPartitions: number, areEqual: boolean): fc.Arbitrary<DrawnGroup> => {
  const topics = areEqual ? fc.constant([0, 1, 2]) : fc.subarray([0, 1, 2], { minLength: 1 });
  return fc
    .record({
      partitions: fc.array(fc.integer({ min: 1, max: mostPartitions }), {
        minLength: topicCount,
        maxLength: topicCount,
      }),
      members: fc.array(fc.record({ isThere: fc.boolean(), topics }), {
        minLength: mostMembers,
        maxLength: mostMembers,
      }),
    })
    .map(({ partitions, members }) => ({ partitions, areEqual, members }))
    .filter(({ members }) => members.some(({ isThere }) => isThere));
};

/** One group at several times: partitions only become more. */
export const growingGroup = (
  shape: { readonly members: number; readonly partitions: number; readonly times: number },
  areEqual: boolean,
): fc.Arbitrary<readonly DrawnGroup[]> =>
  fc
    .array(drawnGroup(shape.members, shape.partitions, areEqual), { minLength: 2, maxLength: shape.times })
    .map((times) => {
      const most = Array.from({ length: topicCount }, () => 0);
      return times.map((group) => {
        const partitions = group.partitions.map((count, topic) => {
          most[topic] = Math.max(most[topic]!, count);
          return most[topic]!;
        });
        return { ...group, partitions };
      });
    });

/** "topic/partition" to the members that have it. */
export type Owners = ReadonlyMap<string, readonly string[]>;

export function ownersIn(
  shares: Iterable<readonly [string, Iterable<readonly [string | number, readonly number[]]>]>,
): Owners {
  const owners = new Map<string, string[]>();
  for (const [memberId, share] of shares) {
    for (const [topic, partitions] of share) {
      for (const partition of partitions) {
        const key = `${topic}/${partition}`;
        const others = owners.get(key);
        if (others === undefined) owners.set(key, [memberId]);
        else others.push(memberId);
      }
    }
  }
  return owners;
}

/** What the best of all even assignments to members with equal subscriptions keeps of what they had; by trying all of them. */
export function mostKept(keys: readonly string[], members: readonly string[], before: Owners): number {
  const least = Math.floor(keys.length / members.length);
  const most = Math.ceil(keys.length / members.length);
  const sizes = members.map(() => 0);
  const search = (index: number): number => {
    if (index === keys.length) return sizes.every((size) => size >= least) ? 0 : Number.NEGATIVE_INFINITY;
    let best = Number.NEGATIVE_INFINITY;
    for (let member = 0; member < members.length; member++) {
      if (sizes[member] === most) continue;
      sizes[member]!++;
      const kept = before.get(keys[index]!)?.[0] === members[member] ? 1 : 0;
      best = Math.max(best, kept + search(index + 1));
      sizes[member]!--;
    }
    return best;
  };
  return search(0);
}
