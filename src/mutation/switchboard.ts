/**
 * What instrumented source calls: as it is, or as the mutant that is switched on has it. One build holds many mutants, and
 * a thread goes from one to the next without loading anything again.
 *
 * While it records, nothing is changed, and it is noted which mutants were executed, and which of them would have given
 * another value. A run in which a mutant would never have given another value is the same run with it.
 */
import { invariant } from "../core/invariant.ts";

/** The global name under which instrumented source finds it. */
export const switchboardName = "kafkaTrialMutation";

/** Thrown by a loop that has no end. */
export class Loops extends Error {
  override name = "Loops";
}

const compare: Readonly<Record<string, (a: never, b: never) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "===": (a, b) => a === b,
  "!==": (a, b) => a !== b,
};

type Comparison = (id: number, a: never, b: never) => boolean;

class Switchboard {
  /** The number of the mutant that is switched on; -1: none. */
  active = -1;
  executed: Set<number> | null = null;
  different: Set<number> | null = null;
  /** Rounds of loops so far, and how many there may be. */
  rounds = 0;
  mostRounds = Number.POSITIVE_INFINITY;
  /** By its change, `<= to <`. */
  readonly comparisons: Readonly<Record<string, Comparison>>;

  constructor() {
    const names = Object.keys(compare);
    const pairs = names.flatMap((from) => names.map((to) => [`${from} to ${to}`, this.#comparison(from, to)] as const));
    this.comparisons = Object.fromEntries(pairs);
  }

  #comparison(from: string, to: string): Comparison {
    const [asIs, changed] = [compare[from]!, compare[to]!];
    return (id, a, b) => {
      if (this.active === id) return changed(a, b);
      const value = asIs(a, b);
      if (this.executed !== null) this.#note(id, value !== changed(a, b));
      return value;
    };
  }

  #note(id: number, isDifferent: boolean): void {
    this.executed?.add(id);
    if (isDifferent) this.different?.add(id);
  }

  /** Whether the mutant is switched on; executed, it would surely make a difference. */
  is(id: number): boolean {
    if (this.executed !== null) this.#note(id, true);
    return this.active === id;
  }

  /** One round of a loop. */
  round(): void {
    this.rounds += 1;
    if (this.rounds > this.mostRounds) throw new Loops(`a loop went on after ${this.mostRounds} rounds`);
  }

  /** From now on it is noted what is executed. Returns the mutants that would have given another value, as they are met. */
  listen(): ReadonlySet<number> {
    this.executed = new Set();
    this.different = new Set();
    return this.different;
  }

  /** Runs `body` with nothing switched on, and tells what it executed. */
  record<Result>(body: () => Result): { readonly result: Result } & Recording {
    invariant(this.active === -1 && this.executed === null, "only what is as it is can be recorded");
    const different = this.listen();
    const executed = this.executed!;
    this.rounds = 0;
    this.mostRounds = Number.POSITIVE_INFINITY;
    try {
      const result = body();
      return { result, executed: [...executed], different: [...different], rounds: this.rounds };
    } finally {
      this.executed = null;
      this.different = null;
    }
  }
}

export interface Recording {
  readonly executed: readonly number[];
  readonly different: readonly number[];
  readonly rounds: number;
}

/** That of this thread. */
export function switchboard(): Switchboard {
  const owner = globalThis as unknown as Record<string, Switchboard | undefined>;
  owner[switchboardName] ??= new Switchboard();
  return owner[switchboardName];
}
