/**
 * The states that a search has met: 2 x 32 bits of fingerprint and the number of the state before, in chunks, with an
 * open-addressing index over them. Seventeen to twenty-three bytes a state.
 */
import { invariant } from "../core/invariant.ts";

const chunkBits = 16;
const chunkSize = 1 << chunkBits;
const initialBits = 16;

export class VisitedStates {
  /** By chunk: three words a state: low and high half of the fingerprint, the number of its parent. */
  readonly #chunks: Int32Array[] = [];
  /** Number of a state + 1; 0: free. */
  #slots = new Int32Array(1 << initialBits);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#chunks.length * chunkSize * 12 + this.#slots.byteLength;
  }

  /** What the next growth needs on top, while both indexes are held. */
  get bytesToGrow(): number {
    return this.#slots.byteLength * 2;
  }

  /** The number of a new state; of one that is known, its complement (~number), which is negative. */
  add(low: number, high: number, parent: number): number {
    const mask = this.#slots.length - 1;
    let slot = low & mask;
    for (;;) {
      const number = this.#slots[slot]! - 1;
      if (number < 0) break;
      const chunk = this.#chunks[number >>> chunkBits]!;
      const at = (number & (chunkSize - 1)) * 3;
      if (chunk[at] === low && chunk[at + 1] === high) return ~number;
      slot = (slot + 1) & mask;
    }
    invariant(parent < this.#count, "a state is reached from one that is known");
    const number = this.#count++;
    invariant(number < 2 ** 31 - 1, "the number of a state is a small integer");
    this.#slots[slot] = number + 1;
    if ((number & (chunkSize - 1)) === 0) this.#chunks.push(new Int32Array(chunkSize * 3));
    const chunk = this.#chunks[number >>> chunkBits]!;
    const at = (number & (chunkSize - 1)) * 3;
    chunk[at] = low;
    chunk[at + 1] = high;
    chunk[at + 2] = parent;
    if (this.#count * 4 > this.#slots.length * 3) this.#grow();
    return number;
  }

  lowOf(number: number): number {
    return this.#chunks[number >>> chunkBits]![(number & (chunkSize - 1)) * 3]!;
  }

  highOf(number: number): number {
    return this.#chunks[number >>> chunkBits]![(number & (chunkSize - 1)) * 3 + 1]!;
  }

  /** -1: the first state. */
  parentOf(number: number): number {
    return this.#chunks[number >>> chunkBits]![(number & (chunkSize - 1)) * 3 + 2]!;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#count; number++) {
      let slot = this.lowOf(number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}
