/** Random walks: where a search cannot go everywhere, many short ways into the depth, each step drawn among all that are possible. */
import { hashText, mix, mix3, pick } from "../core/mix.ts";
import type { Successors, System } from "./system.ts";

interface WalkOptions {
  readonly walks: number;
  /** Steps of one walk at most. */
  readonly depth: number;
  readonly seed: string;
}

interface WalkResult {
  /** Walks that were begun. */
  readonly walks: number;
  readonly steps: number;
  /** Steps of the longest walk. */
  readonly longest: number;
  /** The walk that met a wrong state: its steps, and what is wrong. */
  readonly wrong: { readonly actions: readonly number[]; readonly judgement: number } | null;
}

interface WalkProgress {
  readonly walks: number;
  readonly steps: number;
}

/** Walks between two reports. */
const reportEvery = 1024;

export function walk(
  system: System,
  { walks, depth, seed }: WalkOptions,
  report: (progress: WalkProgress) => void = () => {},
): WalkResult {
  const walker = new Walker(system, hashText(seed));
  let steps = 0;
  let longest = 0;
  for (let number = 0; number < walks; number++) {
    const { actions, judgement } = walker.walk(number, depth);
    steps += actions.length;
    longest = Math.max(longest, actions.length);
    if (judgement !== 0) return { walks: number + 1, steps, longest, wrong: { actions, judgement } };
    if ((number + 1) % reportEvery === 0) report({ walks: number + 1, steps });
  }
  return { walks, steps, longest, wrong: null };
}

class Walker implements Successors {
  readonly next: Int32Array;
  readonly #system: System;
  readonly #seed: number;
  readonly #state: Int32Array;
  readonly #chosen: Int32Array;
  #chosenAction = -1;
  #offered = 0;
  #draw = 0;

  constructor(system: System, seed: number) {
    const width = system.slots.length;
    this.#system = system;
    this.#seed = seed;
    this.next = new Int32Array(width);
    this.#state = new Int32Array(width);
    this.#chosen = new Int32Array(width);
  }

  walk(number: number, depth: number): { readonly actions: readonly number[]; readonly judgement: number } {
    const actions: number[] = [];
    this.#state.set(this.#system.start());
    for (let step = 0; step < depth; step++) {
      this.#offered = 0;
      this.#draw = mix3(this.#seed, number, step);
      this.#system.expand(this.#state, this);
      if (this.#offered === 0) break;
      this.#state.set(this.#chosen);
      actions.push(this.#chosenAction);
      const judgement = this.#system.judge(this.#state);
      if (judgement !== 0) return { actions, judgement };
    }
    return { actions, judgement: 0 };
  }

  /** Each of n offers is chosen with probability 1/n; a step that changes nothing is none. */
  offer(action: number): void {
    if (isSame(this.next, this.#state)) return;
    this.#offered++;
    this.#draw = mix(this.#draw, this.#offered);
    if (pick(this.#draw, this.#offered) !== 0) return;
    this.#chosen.set(this.next);
    this.#chosenAction = action;
  }

  excuse(): void {}
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
