/**
 * What the hash tables of the JVM decide in Kafka: on which partition of an internal topic a group lives, and in which order a leader or a
 * coordinator looks at the members of a group (java.lang.String.hashCode, java.util.HashMap).
 */
import { invariant } from "../core/invariant.ts";

/** String.hashCode: signed, over UTF-16 units. */
export function javaHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

const initialCapacity = 16;
const loadFactor = 0.75;

/** How many buckets a table has after so many insertions, one by one. */
function capacityFor(count: number): number {
  let capacity = initialCapacity;
  while (count > capacity * loadFactor) capacity *= 2;
  return capacity;
}

const bucketOf = (hash: number, capacity: number): number => (hash ^ (hash >>> 16)) & (capacity - 1);

/**
 * The order in which a HashMap with these keys is walked, filled in the order given: by bucket, in a bucket as inserted. (A bucket of more
 * than eight keys becomes a tree there, and its root comes first: not done here.)
 */
export function hashOrder<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const capacity = capacityFor(items.length);
  const buckets = items.map((item) => bucketOf(javaHash(keyOf(item)), capacity));
  return items
    .map((_, index) => index)
    .sort((a, b) => buckets[a]! - buckets[b]! || a - b)
    .map((index) => items[index]!);
}

/** A HashSet of integers that stand for objects with such hashes: what its iterator returns first. It never shrinks. */
export interface HashSetOf {
  capacity: number;
  readonly values: number[];
  readonly hashes: number[];
}

export const newHashSet = (): HashSetOf => ({ capacity: initialCapacity, values: [], hashes: [] });

export function addToHashSet(set: HashSetOf, value: number, hash: number): void {
  invariant(!set.values.includes(value), "what is added to a set is not in it");
  set.values.push(value);
  set.hashes.push(hash);
  set.capacity = Math.max(set.capacity, capacityFor(set.values.length));
}

export function removeFromHashSet(set: HashSetOf, value: number): void {
  const index = set.values.indexOf(value);
  invariant(index !== -1, "what is removed from a set is in it");
  set.values.splice(index, 1);
  set.hashes.splice(index, 1);
}

export function firstOfHashSet({ capacity, values, hashes }: HashSetOf): number {
  invariant(values.length > 0, "a set that is asked for its first has one");
  let first = 0;
  for (let i = 1; i < values.length; i++) {
    if (bucketOf(hashes[i]!, capacity) < bucketOf(hashes[first]!, capacity)) first = i;
  }
  return values[first]!;
}
