/**
 * The same state for all states that differ in the names of interchangeable nodes: the smallest row of integers among the
 * renamed ones. A node that the system tells apart from all others (a leader) always gets the first name, which leaves
 * fewer renamings to try, and fewer values that differ in names alone.
 */
import type { Renamer, System } from "./system.ts";

export class Canonical {
  readonly #system: Pick<System, "firstNode">;
  readonly #width: number;
  /** By renaming, by place in the row: the slot that comes there. */
  readonly #sources: readonly Int32Array[];
  readonly #families: readonly (Renamer | null)[];
  /** By node: the renamings that give it the first name; of 0: all. */
  readonly #candidates: readonly (readonly number[])[];

  constructor(system: Pick<System, "slots" | "renamings" | "firstNode">) {
    const { slots, renamings } = system;
    this.#system = system;
    this.#width = slots.length;
    this.#families = slots.map((slot) => slot.family);
    this.#sources = renamings.map((_, renaming) => {
      const sources = new Int32Array(slots.length);
      for (const [i, slot] of slots.entries()) sources[slot.movesTo[renaming]!] = i;
      return sources;
    });
    const all = renamings.map((_, renaming) => renaming);
    const nodes = renamings[0]!.length - 1;
    this.#candidates = [
      all,
      ...Array.from({ length: nodes }, (_, i) => all.filter((one) => renamings[one]![i + 1] === 1)),
    ];
  }

  /** Writes the canonical form of `state` into `least`. */
  write(state: Int32Array, least: Int32Array): void {
    const isAlone = this.#sources.length === 1;
    const candidates = this.#candidates[isAlone ? 0 : this.#system.firstNode(state)]!;
    this.#rename(state, candidates[0]!, least);
    for (let i = 1; i < candidates.length; i++) this.#replaceByLess(state, candidates[i]!, least);
  }

  #rename(state: Int32Array, renaming: number, into: Int32Array): void {
    const width = this.#width;
    if (renaming === 0) {
      for (let i = 0; i < width; i++) into[i] = state[i]!;
      return;
    }
    const sources = this.#sources[renaming]!;
    for (let i = 0; i < width; i++) into[i] = this.#value(state, renaming, sources[i]!);
  }

  #value(state: Int32Array, renaming: number, source: number): number {
    const family = this.#families[source]!;
    return family === null || renaming === 0 ? state[source]! : family.renamed(renaming, state[source]!);
  }

  /** Replaces `least` by the renamed state if that is smaller. */
  #replaceByLess(state: Int32Array, renaming: number, least: Int32Array): void {
    const sources = this.#sources[renaming]!;
    const width = this.#width;
    for (let i = 0; i < width; i++) {
      const value = this.#value(state, renaming, sources[i]!);
      const other = least[i]!;
      if (value > other) return;
      if (value === other) continue;
      // From here on it is the smaller one, whatever follows.
      least[i] = value;
      for (let j = i + 1; j < width; j++) least[j] = this.#value(state, renaming, sources[j]!);
      return;
    }
  }
}
