/**
 * What a machine does with an input, kept by (state, input): an open-addressing table from two integers to one. A local
 * step is computed once; every later transition that contains it is a look-up.
 */
import { mix } from "../core/mix.ts";

const initialBits = 10;

export class PairTable {
  #mask = (1 << initialBits) - 1;
  /** Three words an entry: first + 1 (0: free), second, value. */
  #words = new Int32Array(3 << initialBits);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#words.byteLength;
  }

  /** -1 if there is none. */
  get(first: number, second: number): number {
    const words = this.#words;
    for (let slot = mix(first, second) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * 3;
      const found = words[at]!;
      if (found === 0) return -1;
      if (found === first + 1 && words[at + 1] === second) return words[at + 2]!;
    }
  }

  /** For a pair that is not in the table. */
  set(first: number, second: number, value: number): void {
    if (this.#count * 4 >= (this.#mask + 1) * 3) this.#grow();
    this.#count++;
    this.#place(first + 1, second, value);
  }

  #place(first: number, second: number, value: number): void {
    const words = this.#words;
    let slot = mix(first - 1, second) & this.#mask;
    while (words[slot * 3] !== 0) slot = (slot + 1) & this.#mask;
    words[slot * 3] = first;
    words[slot * 3 + 1] = second;
    words[slot * 3 + 2] = value;
  }

  #grow(): void {
    const old = this.#words;
    this.#mask = this.#mask * 2 + 1;
    this.#words = new Int32Array((this.#mask + 1) * 3);
    for (let at = 0; at < old.length; at += 3) {
      if (old[at] !== 0) this.#place(old[at]!, old[at + 1]!, old[at + 2]!);
    }
  }
}
