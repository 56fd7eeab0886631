/**
 * What can be searched: a few machines, the messages between them and some counters, packed into a short row of integers.
 * Each integer names an interned value, or counts.
 */
import type { Renaming } from "./renaming.ts";

export interface System {
  /** One entry for each integer of a state. */
  readonly slots: readonly Slot[];
  /** Under which the system behaves the same; the first one changes nothing. */
  readonly renamings: readonly Renaming[];
  /** A node that differs from all others in more than its name, under whatever name; 0: there is none. */
  firstNode(state: Int32Array): number;
  start(): Int32Array;
  /** Offers every state that one step leads to, itself included if a step changes nothing. */
  expand(state: Int32Array, successors: Successors): void;
  /** What is wrong with a state: 0 nothing, else a number of the system's own. */
  judge(state: Int32Array): number;
  /** Nothing is left to be done: what must stay within reach of every state. */
  isSettled(state: Int32Array): boolean;
  /** What the interned values take, by estimate. */
  internedBytes(): number;
}

export interface Slot {
  /** What the integer names; null: it counts. */
  readonly family: Renamer | null;
  /** Where it stands when the nodes are renamed, by renaming. */
  readonly movesTo: readonly number[];
}

export interface Renamer {
  /** The id of the same value under the nth renaming. */
  renamed(renaming: number, id: number): number;
}

export interface Successors {
  /** To be filled before each offer; what it holds afterwards is undefined. */
  readonly next: Int32Array;
  /** `action` is a number of the system's own: the same step has the same number in every state. */
  offer(action: number): void;
  /** The state that is expanded leads further, but not within what is searched: it owes nothing. */
  excuse(): void;
}
