/**
 * Which state leads to which: four bytes a transition, four a state. Kept only when it is asked whether everything can
 * come right again.
 */
const chunkBits = 18;
const chunkSize = 1 << chunkBits;

/** Integers in chunks, so that growing copies nothing. */
export class IntegerList {
  readonly #chunks: Int32Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#chunks.length * chunkSize * 4;
  }

  push(value: number): void {
    if ((this.#length & (chunkSize - 1)) === 0) this.#chunks.push(new Int32Array(chunkSize));
    this.#chunks[this.#length >>> chunkBits]![this.#length & (chunkSize - 1)] = value;
    this.#length++;
  }

  at(index: number): number {
    return this.#chunks[index >>> chunkBits]![index & (chunkSize - 1)]!;
  }
}

export class Edges {
  /** Where the edges of a state begin, by state. */
  readonly #starts = new IntegerList();
  readonly #targets = new IntegerList();
  readonly #settled = new IntegerList();

  get bytes(): number {
    return this.#starts.bytes + this.#targets.bytes + this.#settled.bytes;
  }

  /** The edges of the next state, in the order of the numbers, follow. */
  begin(): void {
    this.#starts.push(this.#targets.length);
  }

  add(target: number): void {
    this.#targets.push(target);
  }

  settle(state: number): void {
    this.#settled.push(state);
  }

  /** The first state from which no settled one can be reached; -1: there is none. To be asked when all are expanded. */
  firstStuck(): number {
    const states = this.#starts.length;
    const { sources, starts } = this.#reversed();
    const canSettle = new Uint8Array(states);
    const queue = new IntegerList();
    const reach = (state: number): void => {
      if (canSettle[state] === 1) return;
      canSettle[state] = 1;
      queue.push(state);
    };
    for (let i = 0; i < this.#settled.length; i++) reach(this.#settled.at(i));
    for (let head = 0; head < queue.length; head++) {
      const state = queue.at(head);
      for (let i = starts[state]!; i < starts[state + 1]!; i++) reach(sources[i]!);
    }
    return canSettle.indexOf(0);
  }

  /** By target: the states that lead to it. */
  #reversed(): { readonly sources: Int32Array; readonly starts: Int32Array } {
    const states = this.#starts.length;
    const edges = this.#targets.length;
    const starts = new Int32Array(states + 1);
    for (let i = 0; i < edges; i++) starts[this.#targets.at(i) + 1]!++;
    for (let state = 0; state < states; state++) starts[state + 1]! += starts[state]!;
    const places = starts.slice();
    const sources = new Int32Array(edges);
    for (let state = 0; state < states; state++) {
      const end = state + 1 < states ? this.#starts.at(state + 1) : edges;
      for (let i = this.#starts.at(state); i < end; i++) sources[places[this.#targets.at(i)]!++] = state;
    }
    return { sources, starts };
  }
}
