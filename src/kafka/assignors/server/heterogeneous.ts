/**
 * Uniform assignment where members subscribe to different topics (UniformHeterogeneousAssignmentBuilder).
 *
 *   1. members keep what they have of topics that they still subscribe to
 *   2. what is left goes to the subscribers with the least, topics with the most partitions per subscriber first
 *   3. topic by topic, partitions go from the subscribers with the most to those with the least, until a round moves none
 */
import { invariant } from "../../../core/invariant.ts";
import type { TopicId } from "../../topic-partition.ts";
import { areLevel, excludeMostLoaded, imbalance, loadRanges, nextLeastLoaded, nextMostLoaded } from "./load-ranges.ts";
import type { GroupSpec, MemberTarget, TargetAssignment } from "./server-assignor.ts";

/** Each halves what is uneven, more or less. */
const maxRounds = 16;

interface Topic {
  readonly topicId: TopicId;
  /** Members by their places, ascending. */
  readonly subscribers: number[];
  /** By partition; -1: nobody. */
  readonly owners: Int32Array;
}

interface Balancing {
  readonly topics: ReadonlyMap<TopicId, Topic>;
  /** How many partitions each member has. */
  readonly sizes: Int32Array;
  readonly isChanged: Uint8Array;
}

export function assignHeterogeneous(group: GroupSpec): TargetAssignment {
  const balancing: Balancing = {
    topics: topicsOf(group),
    sizes: new Int32Array(group.members.length),
    isChanged: new Uint8Array(group.members.length),
  };
  if (balancing.topics.size === 0) return new Map();
  keepOwned(group, balancing);
  const ordered = [...balancing.topics.values()].sort(compareTopics);
  for (const topic of ordered) assignLeft(balancing, topic);
  balance(
    balancing,
    ordered.filter(({ subscribers }) => subscribers.length >= 2),
  );
  return targetsOf(group, balancing);
}

function topicsOf({ members, partitionCountOf }: GroupSpec): ReadonlyMap<TopicId, Topic> {
  const topics = new Map<TopicId, Topic>();
  members.forEach(({ topicIds }, member) => {
    for (const topicId of topicIds) {
      const known = topics.get(topicId);
      if (known !== undefined) known.subscribers.push(member);
      else topics.set(topicId, { topicId, subscribers: [member], owners: unowned(partitionCountOf(topicId)) });
    }
  });
  return topics;
}

function unowned(partitionCount: number): Int32Array {
  invariant(partitionCount > 0, "a topic that is assigned has partitions");
  return new Int32Array(partitionCount).fill(-1);
}

function keepOwned({ members }: GroupSpec, { topics, sizes, isChanged }: Balancing): void {
  members.forEach(({ topicIds, target }, member) => {
    for (const [topicId, partitions] of target) {
      if (!topicIds.has(topicId)) {
        isChanged[member] = 1;
        continue;
      }
      const { owners } = topics.get(topicId)!;
      for (const partition of partitions) owners[partition] = member;
      sizes[member]! += partitions.length;
    }
  });
}

const compareTopics = (a: Topic, b: Topic): number =>
  b.owners.length / b.subscribers.length - a.owners.length / a.subscribers.length ||
  a.subscribers.length - b.subscribers.length ||
  a.topicId - b.topicId;

function give({ sizes, isChanged }: Balancing, { owners }: Topic, partition: number, member: number): void {
  const from = owners[partition]!;
  invariant(from !== member, "a partition is given to another member than its owner");
  if (from !== -1) {
    sizes[from]!--;
    isChanged[from] = 1;
  }
  owners[partition] = member;
  sizes[member]!++;
  isChanged[member] = 1;
}

function assignLeft(balancing: Balancing, topic: Topic): void {
  const { owners, subscribers } = topic;
  if (!owners.includes(-1)) return;
  const ranges = loadRanges(balancing.sizes, subscribers);
  for (let partition = 0; partition < owners.length; partition++) {
    if (owners[partition] === -1) give(balancing, topic, partition, nextLeastLoaded(ranges));
  }
}

/** In rounds; ends at the topic that moved last, when all others have been looked at in vain. */
function balance(balancing: Balancing, topics: readonly Topic[]): void {
  let last = -1;
  for (let round = 0; round < maxRounds; round++) {
    for (let i = 0; i < topics.length; i++) {
      if (i === last) return;
      const moved = balanceTopic(balancing, topics[i]!);
      if (moved > 0 || last === -1) last = i;
    }
  }
}

/** Returns how many partitions moved. */
function balanceTopic(balancing: Balancing, topic: Topic): number {
  const ranges = loadRanges(balancing.sizes, topic.subscribers);
  if (imbalance(ranges) <= 1) return 0;
  const heldBy = partitionsByOwner(topic);
  for (let moved = 0; ; moved++) {
    let from = nextMostLoaded(ranges);
    while (from !== -1 && (heldBy.get(from)?.length ?? 0) === 0) {
      excludeMostLoaded(ranges);
      from = nextMostLoaded(ranges);
    }
    if (from === -1) return moved;
    const partition = heldBy.get(from)!.pop()!;
    const to = nextLeastLoaded(ranges);
    if (areLevel(ranges)) return moved;
    give(balancing, topic, partition, to);
  }
}

/** As the topic is balanced: what a member gets meanwhile it does not give up again. */
function partitionsByOwner({ owners }: Topic): Map<number, number[]> {
  const heldBy = new Map<number, number[]>();
  for (let partition = 0; partition < owners.length; partition++) {
    const held = heldBy.get(owners[partition]!);
    if (held === undefined) heldBy.set(owners[partition]!, [partition]);
    else held.push(partition);
  }
  return heldBy;
}

function targetsOf({ members }: GroupSpec, { topics, isChanged }: Balancing): TargetAssignment {
  const changed = members.map((_, member) => (isChanged[member] === 1 ? new Map<TopicId, number[]>() : null));
  for (const { topicId, owners } of topics.values()) {
    for (let partition = 0; partition < owners.length; partition++) {
      const target = changed[owners[partition]!];
      if (target === null || target === undefined) continue;
      const held = target.get(topicId);
      if (held === undefined) target.set(topicId, [partition]);
      else held.push(partition);
    }
  }
  const targets = members.map(({ memberId, target }, member): [string, MemberTarget] => [
    memberId,
    changed[member] ?? target,
  ]);
  return new Map(targets);
}
