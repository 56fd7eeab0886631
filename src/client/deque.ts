/** A queue with two ends on a ring, so that neither end moves the rest. */
export interface Deque<Item> {
  ring: (Item | undefined)[];
  head: number;
  length: number;
}

const initialCapacity = 8;

export function newDeque<Item>(): Deque<Item> {
  return { ring: new Array<Item | undefined>(initialCapacity).fill(undefined), head: 0, length: 0 };
}

export function pushLast<Item>(deque: Deque<Item>, item: Item): void {
  if (deque.length === deque.ring.length) grow(deque);
  deque.ring[(deque.head + deque.length) & (deque.ring.length - 1)] = item;
  deque.length++;
}

export function popFirst<Item>(deque: Deque<Item>): Item | undefined {
  if (deque.length === 0) return undefined;
  const item = deque.ring[deque.head];
  deque.ring[deque.head] = undefined;
  deque.head = (deque.head + 1) & (deque.ring.length - 1);
  deque.length--;
  return item;
}

export const peekFirst = <Item>(deque: Deque<Item>): Item | undefined =>
  deque.length === 0 ? undefined : deque.ring[deque.head];

export const peekLast = <Item>(deque: Deque<Item>): Item | undefined =>
  deque.length === 0 ? undefined : at(deque, deque.length - 1);

export const at = <Item>(deque: Deque<Item>, index: number): Item | undefined =>
  deque.ring[(deque.head + index) & (deque.ring.length - 1)];

/** Puts an item before the one at `index` (`length`: at the end). Moves what is in front of it. */
export function insertAt<Item>(deque: Deque<Item>, index: number, item: Item): void {
  if (deque.length === deque.ring.length) grow(deque);
  const mask = deque.ring.length - 1;
  deque.head = (deque.head + mask) & mask;
  deque.length++;
  for (let i = 0; i < index; i++) deque.ring[(deque.head + i) & mask] = deque.ring[(deque.head + i + 1) & mask];
  deque.ring[(deque.head + index) & mask] = item;
}

/** The capacity stays a power of two. */
function grow<Item>(deque: Deque<Item>): void {
  const next = new Array<Item | undefined>(deque.ring.length * 2).fill(undefined);
  for (let i = 0; i < deque.length; i++) next[i] = at(deque, i);
  deque.ring = next;
  deque.head = 0;
}
