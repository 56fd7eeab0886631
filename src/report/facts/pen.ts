/** Writes down facts with the time of the run that is being told. */
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { Fact, FactKind, Predicate } from "../fact.ts";

/** The clock of the run that is being told. */
export interface StoryClock {
  event(): number;
  atMicros(): number;
}

export interface About {
  readonly tp?: TopicPartition;
  readonly from?: number;
  readonly to?: number;
  readonly records?: readonly number[];
  readonly registration?: PartitionRegistration;
}

export interface Pen {
  readonly facts: readonly Fact[];
  readonly event: number;
  /** `nodes` empty: what it says is a whole sentence. */
  write(kind: FactKind, nodes: readonly number[], says: Predicate, about?: About): Fact;
  /** What `write` gave goes on until `end`. */
  begin(fact: Fact): void;
  end(fact: Fact | undefined): void;
}

export function newPen(clock: StoryClock): Pen {
  const facts: Fact[] = [];
  return {
    facts,
    get event() {
      return clock.event();
    },
    write(kind, nodes, says, about = {}) {
      const fact: Fact = {
        event: clock.event(),
        endsAt: clock.event(),
        atMicros: clock.atMicros(),
        kind,
        nodes,
        topicPartition: about.tp ?? -1,
        from: about.from ?? -1,
        to: about.to ?? -1,
        records: about.records ?? [],
        registration: about.registration ?? null,
        says,
      };
      facts.push(fact);
      return fact;
    },
    begin(fact) {
      fact.endsAt = Number.POSITIVE_INFINITY;
    },
    end(fact) {
      if (fact !== undefined) fact.endsAt = clock.event();
    },
  };
}
