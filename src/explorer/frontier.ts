/** States that are met and not expanded yet, first in, first out, as packed integers. */
import { invariant } from "../core/invariant.ts";

const statesPerChunk = 4096;

export class Frontier {
  readonly #width: number;
  readonly #chunks: Int32Array[] = [];
  #head = 0;
  #tail = 0;
  #peakChunks = 0;

  constructor(width: number) {
    this.#width = width;
  }

  get length(): number {
    return this.#chunks.length === 0 ? 0 : (this.#chunks.length - 1) * statesPerChunk + this.#tail - this.#head;
  }

  get bytes(): number {
    return this.#chunks.length * statesPerChunk * this.#width * 4;
  }

  get peakBytes(): number {
    return this.#peakChunks * statesPerChunk * this.#width * 4;
  }

  push(state: Int32Array): void {
    invariant(state.length >= this.#width, "a state is as wide as all others");
    if (this.#chunks.length === 0 || this.#tail === statesPerChunk) {
      this.#chunks.push(new Int32Array(statesPerChunk * this.#width));
      this.#tail = 0;
      this.#peakChunks = Math.max(this.#peakChunks, this.#chunks.length);
    }
    const chunk = this.#chunks[this.#chunks.length - 1]!;
    const at = this.#tail * this.#width;
    for (let i = 0; i < this.#width; i++) chunk[at + i] = state[i]!;
    this.#tail++;
  }

  /** False when there is none. */
  pop(state: Int32Array): boolean {
    if (this.#chunks.length === 0 || (this.#chunks.length === 1 && this.#head === this.#tail)) return false;
    const chunk = this.#chunks[0]!;
    const at = this.#head * this.#width;
    for (let i = 0; i < this.#width; i++) state[i] = chunk[at + i]!;
    this.#head++;
    invariant(this.#chunks.length > 1 || this.#head <= this.#tail, "no more states leave than came");
    if (this.#head === statesPerChunk) {
      this.#chunks.shift();
      this.#head = 0;
      if (this.#chunks.length === 0) this.#tail = 0;
    }
    return true;
  }
}
