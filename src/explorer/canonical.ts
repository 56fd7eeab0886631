/**
 * The same state for all states that differ in the names of interchangeable nodes: the smallest row of integers among the
 * renamed ones.
 */
import type { Renamer, System } from "./system.ts";

export class Canonical {
  readonly #width: number;
  /** By renaming, by place in the row: the slot that comes there. */
  readonly #sources: readonly Int32Array[];
  readonly #families: readonly (Renamer | null)[];
  readonly #trial: Int32Array;

  constructor({ slots, renamings }: Pick<System, "slots" | "renamings">) {
    this.#width = slots.length;
    this.#families = slots.map((slot) => slot.family);
    this.#trial = new Int32Array(slots.length);
    this.#sources = renamings.map((_, renaming) => {
      const sources = new Int32Array(slots.length);
      for (const [i, slot] of slots.entries()) sources[slot.movesTo[renaming]!] = i;
      return sources;
    });
  }

  /** Writes the canonical form of `state` into `least`. Returns the renaming that led to it. */
  write(state: Int32Array, least: Int32Array): number {
    const width = this.#width;
    for (let i = 0; i < width; i++) least[i] = state[i]!;
    let best = 0;
    for (let renaming = 1; renaming < this.#sources.length; renaming++) {
      if (this.#isLess(state, renaming, least)) best = renaming;
    }
    return best;
  }

  /** Replaces `least` by the renamed state if that is smaller. */
  #isLess(state: Int32Array, renaming: number, least: Int32Array): boolean {
    const sources = this.#sources[renaming]!;
    const trial = this.#trial;
    const width = this.#width;
    let isLess = false;
    for (let i = 0; i < width; i++) {
      const source = sources[i]!;
      const family = this.#families[source]!;
      const value = family === null ? state[source]! : family.renamed(renaming, state[source]!);
      if (!isLess) {
        const other = least[i]!;
        if (value > other) return false;
        if (value < other) isLess = true;
      }
      trial[i] = value;
    }
    if (isLess) for (let i = 0; i < width; i++) least[i] = trial[i]!;
    return isLess;
  }
}
