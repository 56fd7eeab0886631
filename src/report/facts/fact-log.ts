/** Keeps the facts of the run that is being told, each with its time. */
import { invariant } from "../../core/invariant.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { Fact, FactBase, FactDraft } from "./fact.ts";
import type { Mirror } from "./mirror.ts";

/** The clock of the run that is being told. */
export interface StoryClock {
  event(): number;
  atMicros(): number;
}

type Occasion = Pick<FactBase, "index" | "event" | "endsAt" | "atMicros">;

/** A fact of that moment. */
export function drafted(draft: FactDraft, { index, event, endsAt, atMicros }: Occasion): Fact {
  return { ...blank, index, event, endsAt, atMicros, ...draft };
}

const blank = { nodes: [], topicPartition: -1, from: -1, to: -1, records: [], registration: null, cause: null };

export class FactLog {
  readonly facts: Fact[] = [];
  readonly #proposals = new Map<string, Fact>();
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

  lastProposal(leader: number, tp: TopicPartition): Fact | null {
    return this.#proposals.get(`${leader}/${tp}`) ?? null;
  }

  /** What was written in this event, the last first. */
  ofThisEvent(): readonly Fact[] {
    const first = this.facts.findLastIndex((fact) => fact.event !== this.event) + 1;
    return this.facts.slice(first).reverse();
  }

  write(draft: FactDraft): Fact {
    const event = this.event;
    const fact = drafted(draft, { index: this.facts.length, event, endsAt: event, atMicros: this.#clock.atMicros() });
    invariant(fact.atMicros >= (this.facts.at(-1)?.atMicros ?? 0), "facts are written down in the order of time");
    this.facts.push(fact);
    if (fact.kind === "propose") this.#proposals.set(`${fact.nodes[0]}/${fact.topicPartition}`, fact);
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
