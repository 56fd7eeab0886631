/** Who owns what, and how much each member has, while partitions are moved about. */
import { invariant } from "../../../core/invariant.ts";
import type { NumberedGroup } from "./numbered-group.ts";

export interface Balance {
  readonly group: NumberedGroup;
  /** By member: the topics that it subscribes to. */
  readonly subscriptions: readonly ReadonlySet<number>[];
  /** By topic. */
  readonly subscribers: readonly (readonly number[])[];
  /** By member: how many partitions its topics have. */
  readonly capacities: Int32Array;
  /** By partition; -1: nobody. */
  readonly owners: Int32Array;
  /** By member. */
  readonly sizes: Int32Array;
  /** By member: nothing that it has or lacks can move. */
  isFixed: readonly boolean[];
}

export function newBalance(group: NumberedGroup): Balance {
  const subscribers = group.topics.map(() => [] as number[]);
  const subscriptions = group.members.map(({ metadata }, member) => {
    const numbers = new Set(metadata.topics.flatMap((topic) => group.topicNumbers.get(topic) ?? []));
    for (const topic of numbers) subscribers[topic]!.push(member);
    return numbers;
  });
  const partitionsOf = (topic: number): number => group.firstOf[topic + 1]! - group.firstOf[topic]!;
  return {
    group,
    subscriptions,
    subscribers,
    capacities: Int32Array.from(subscriptions, (topics) =>
      [...topics].reduce((sum, one) => sum + partitionsOf(one), 0),
    ),
    owners: new Int32Array(group.partitionCount).fill(-1),
    sizes: new Int32Array(group.members.length),
    isFixed: group.members.map(() => false),
  };
}

/** Nobody has anything yet. */
export const isInitial = ({ sizes }: Balance): boolean => sizes.every((size) => size === 0);

export function place({ owners, sizes }: Balance, partition: number, member: number): void {
  const from = owners[partition]!;
  invariant(member >= 0 && from !== member, "a partition is given to another member than its owner");
  if (from !== -1) sizes[from]!--;
  owners[partition] = member;
  sizes[member]!++;
}

/** The subscriber with the least, of those the one with the smallest member id; -1: none may have it. */
export function leastLoaded(
  { group, subscribers, sizes }: Balance,
  topic: number,
  mayHave: (member: number) => boolean,
): number {
  const { rank } = group;
  let least = -1;
  for (const member of subscribers[topic]!) {
    if (least !== -1) {
      const difference = sizes[member]! - sizes[least]!;
      if (difference > 0 || (difference === 0 && rank[member]! > rank[least]!)) continue;
    }
    if (mayHave(member)) least = member;
  }
  return least;
}

/**
 * Nothing can move that would help: all members have the same, give or take one, or none has two less than the owner of a partition that
 * it could have. Who has as many as its topics have is not asked.
 */
export function isBalanced(balance: Balance): boolean {
  const { group, subscribers, capacities, owners, sizes, isFixed } = balance;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let member = 0; member < sizes.length; member++) {
    if (isFixed[member]!) continue;
    min = Math.min(min, sizes[member]!);
    max = Math.max(max, sizes[member]!);
  }
  if (min >= max - 1) return true;
  for (let topic = 0; topic < group.topics.length; topic++) {
    let least = Number.POSITIVE_INFINITY;
    for (const member of subscribers[topic]!) {
      if (sizes[member] !== capacities[member]) least = Math.min(least, sizes[member]!);
    }
    for (let partition = group.firstOf[topic]!; partition < group.firstOf[topic + 1]!; partition++) {
      if (least + 1 < sizes[owners[partition]!]!) return false;
    }
  }
  return true;
}

/** The differences between any two members, summed up: 0 is perfect. */
export function balanceScore({ sizes, isFixed }: Balance): number {
  const sorted = [...sizes].filter((_, member) => !isFixed[member]!).sort((a, b) => a - b);
  return sorted.reduce((score, size, place) => score + size * (2 * place - sorted.length + 1), 0);
}
