/** Lists that are made or emptied in the hot path. An empty array makes room for seventeen items at its first push. */
import { invariant } from "./invariant.ts";

/** A list with room for so many items, to be filled by index. */
export const listOf = <Item>(length: number): Item[] => new Array<Item>(length);

/** Takes one item out, without the array that `splice` returns. */
export function removeAt<Item>(list: Item[], index: number): void {
  invariant(index >= 0 && index < list.length, "what is taken out of a list is in it");
  for (let i = index + 1; i < list.length; i++) list[i - 1] = list[i]!;
  list.pop();
}

/** Keeps the first `length` items, and the room: setting the length calls the engine, which gives the room back. */
export function cutTo(list: unknown[], length: number): void {
  invariant(length >= 0 && length <= list.length, "a list is cut to a part of itself");
  while (list.length > length) list.pop();
}
