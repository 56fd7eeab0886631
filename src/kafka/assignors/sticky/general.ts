/**
 * Sticky assignment where members subscribe to different topics (AbstractStickyAssignor.GeneralAssignmentBuilder).
 *
 *   1. members keep what they own, unless they left its topic or, if racks count, it is not in their rack
 *   2. what is left, topics with the fewest subscribers first, goes to the subscriber with the least; near ones first
 *   3. partitions move from members with more to members with less, as long as that helps
 *   4. if in the end the balance is no better than after 2, nothing has moved
 */

import { type Balance, balanceScore, isInitial, leastLoaded, newBalance, place } from "./balance.ts";
import type { Claims } from "./claims.ts";
import { newMovements } from "./movements.ts";
import type { NumberedGroup } from "./numbered-group.ts";
import { isFar, type Racks } from "./racks.ts";
import { performReassignments } from "./reassignments.ts";

/** By partition: its owner. */
export function assignGeneral(group: NumberedGroup, racks: Racks, claims: Claims): Int32Array {
  const balance = newBalance(group);
  const isRevocationRequired = keepOwned(balance, racks, claims);
  const isFirst = isInitial(balance);
  const all = partitionsInOrder(balance);
  const unassigned = all.filter((partition) => balance.owners[partition] === -1);
  assignLeft(balance, racks, unassigned);
  const isMovable = (partition: number): boolean => balance.subscribers[group.topicOf[partition]!]!.length >= 2;
  balance.isFixed = group.members.map((_, member) => isFixed(balance, member));
  const before = { owners: balance.owners.slice(), score: balanceScore(balance) };
  const movements = newMovements(group);
  const { previousOwner } = claims;
  if (!isRevocationRequired) performReassignments(balance, movements, unassigned.filter(isMovable), previousOwner);
  const hasMoved = performReassignments(balance, movements, all.filter(isMovable), previousOwner);
  const isInVain = !isFirst && hasMoved && balanceScore(balance) >= before.score;
  return isInVain ? before.owners : balance.owners;
}

/** True if someone must give up something that it owned. */
function keepOwned(balance: Balance, racks: Racks, { owned }: Claims): boolean {
  const { topicOf } = balance.group;
  let isRevocationRequired = false;
  owned.forEach((partitions, member) => {
    for (const partition of partitions) {
      const isSubscribed = balance.subscriptions[member]!.has(topicOf[partition]!);
      if (isSubscribed && !isFar(racks, member, partition)) place(balance, partition, member);
      else isRevocationRequired = true;
    }
  });
  return isRevocationRequired;
}

/** Topics with the fewest subscribers first, then by name. */
function partitionsInOrder({ group, subscribers }: Balance): number[] {
  const { topics, firstOf } = group;
  return topics
    .map((_, topic) => topic)
    .sort((a, b) => subscribers[a]!.length - subscribers[b]!.length || a - b)
    .flatMap((topic) => Array.from({ length: firstOf[topic + 1]! - firstOf[topic]! }, (_, i) => firstOf[topic]! + i));
}

function assignLeft(balance: Balance, racks: Racks, unassigned: readonly number[]): void {
  const { topicOf } = balance.group;
  if (racks.areUsed) {
    for (const partition of unassigned) {
      const member = leastLoaded(balance, topicOf[partition]!, (candidate) => !isFar(racks, candidate, partition));
      if (member !== -1) place(balance, partition, member);
    }
  }
  for (const partition of unassigned) {
    if (balance.owners[partition] !== -1) continue;
    place(
      balance,
      partition,
      leastLoaded(balance, topicOf[partition]!, () => true),
    );
  }
}

/** It has all that it can have, and nothing of it can be had by another. */
const isFixed = ({ subscriptions, subscribers, capacities, sizes }: Balance, member: number): boolean =>
  sizes[member] === capacities[member] && [...subscriptions[member]!].every((topic) => subscribers[topic]!.length < 2);
