/**
 * Where partitions went while an assignment was balanced, so that two members do not swap partitions of one topic: rather than a second one
 * going the other way, the first one goes back (AbstractStickyAssignor.PartitionMovements).
 */
import { invariant } from "../../../core/invariant.ts";
import {
  addToHashSet,
  firstOfHashSet,
  type HashSetOf,
  javaHash,
  newHashSet,
  removeFromHashSet,
} from "../../java-hash.ts";
import type { NumberedGroup } from "./numbered-group.ts";

interface Movement {
  readonly from: number;
  readonly to: number;
}

export interface Movements {
  readonly group: NumberedGroup;
  readonly of: Map<number, Movement>;
  /** By topic and pair of members. */
  readonly between: Map<string, HashSetOf>;
}

export const newMovements = (group: NumberedGroup): Movements => ({ group, of: new Map(), between: new Map() });

const pairOf = ({ topicOf }: NumberedGroup, partition: number, from: number, to: number): string =>
  `${topicOf[partition]} ${from} ${to}`;

/** TopicPartition.hashCode. */
function hashOf({ topicOf, topics, firstOf }: NumberedGroup, partition: number): number {
  const topic = topicOf[partition]!;
  return (Math.imul(31, 31 + partition - firstOf[topic]!) + javaHash(topics[topic]!)) | 0;
}

/** The partition to move instead of this one. */
export function partitionToMove(movements: Movements, partition: number, from: number, to: number): number {
  const { group, of, between } = movements;
  const origin = of.get(partition)?.from ?? from;
  const reverse = between.get(pairOf(group, partition, to, origin));
  return reverse === undefined ? partition : firstOfHashSet(reverse);
}

/** A partition that moves on counts as moved from where it was first; one that comes back has not moved. */
export function noteMovement(movements: Movements, partition: number, from: number, to: number): void {
  const before = movements.of.get(partition);
  invariant(before === undefined || before.to === from, "a partition moves on from where it came to");
  if (before !== undefined) forget(movements, partition, before);
  const origin = before?.from ?? from;
  if (origin === to) return;
  invariant(origin !== from || before === undefined, "what has moved is no longer where it began");
  movements.of.set(partition, { from: origin, to });
  const pair = pairOf(movements.group, partition, origin, to);
  const moved = movements.between.get(pair) ?? newHashSet();
  movements.between.set(pair, moved);
  addToHashSet(moved, partition, hashOf(movements.group, partition));
}

function forget({ group, of, between }: Movements, partition: number, { from, to }: Movement): void {
  of.delete(partition);
  const pair = pairOf(group, partition, from, to);
  const moved = between.get(pair)!;
  removeFromHashSet(moved, partition);
  if (moved.values.length === 0) between.delete(pair);
}
