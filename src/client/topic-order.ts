/**
 * Clients keep what they know of partitions in one order: by topic as the application names them, then by number. With a
 * single topic the place is the partition's number.
 */
import { invariant } from "../core/invariant.ts";
import { maxPartitions } from "../kafka/topic-partition.ts";

interface Placed {
  readonly place: number;
}

export function placeOf(topic: number, partition: number): number {
  invariant(partition >= 0 && partition < maxPartitions, "a partition has a number below the most that a topic has");
  return topic * maxPartitions + partition;
}

/** The topic's place among those that the application names. */
export const topicAt = (place: number): number => Math.floor(place / maxPartitions);

/** Into a list in order, which has no such place yet. */
export function insertInOrder<Item extends Placed>(items: Item[], item: Item): void {
  let index = items.length;
  while (index > 0 && items[index - 1]!.place > item.place) index--;
  invariant(index === 0 || items[index - 1]!.place < item.place, "each partition stands once in a list of partitions");
  if (index === items.length) items.push(item);
  else items.splice(index, 0, item);
}
