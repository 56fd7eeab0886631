/** Keeps the facts of the run that is being told, each with its time. */
import type { Fact, FactDraft } from "./fact.ts";
import type { Mirror } from "./mirror.ts";

/** The clock of the run that is being told. */
export interface StoryClock {
  event(): number;
  atMicros(): number;
}

const blank = { nodes: [], topicPartition: -1, from: -1, to: -1, records: [], registration: null, cause: null };

export class FactLog {
  readonly facts: Fact[] = [];
  readonly #clock: StoryClock;
  readonly #mirror: Mirror;

  /** `mirror` is kept up to date with each fact. */
  constructor(clock: StoryClock, mirror: Mirror) {
    this.#clock = clock;
    this.#mirror = mirror;
  }

  get event(): number {
    return this.#clock.event();
  }

  write(draft: FactDraft): Fact {
    const event = this.event;
    const occasion = { index: this.facts.length, event, endsAt: event, atMicros: this.#clock.atMicros() };
    const fact: Fact = { ...blank, ...occasion, ...draft };
    this.facts.push(fact);
    this.#mirror.apply(fact);
    return fact;
  }

  /** What is written goes on until `end`. */
  begin(draft: FactDraft): Fact {
    const fact = this.write(draft);
    fact.endsAt = Number.POSITIVE_INFINITY;
    return fact;
  }

  end(fact: Fact | undefined): void {
    if (fact !== undefined) fact.endsAt = this.event;
  }
}
