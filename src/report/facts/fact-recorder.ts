/**
 * Listens to a run and keeps what happened as facts. Only used when a scenario is run again to be told; a campaign keeps
 * nothing.
 */
import type { Fault } from "../../chaos/fault.ts";
import { type TrialObserver, trialObservations } from "../../check/observer.ts";
import { observerOf } from "../../core/observer.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import { clientFacts } from "./client-facts.ts";
import { controllerFacts } from "./controller-facts.ts";
import type { Fact } from "./fact.ts";
import { FactLog, type StoryClock } from "./fact-log.ts";
import { groupFacts } from "./group-facts.ts";
import { InputTally } from "./input-tally.ts";
import { logFacts } from "./log-facts.ts";
import { Mirror } from "./mirror.ts";
import { replicaFacts } from "./replica-facts.ts";
import { worldFacts } from "./world-facts.ts";

/** A run as it was heard. */
export interface RecordedFacts {
  readonly facts: readonly Fact[];
  readonly inputs: InputTally;
  /** The cluster as these facts left it. */
  readonly last: Mirror;
}

interface FactRecorder {
  readonly observer: TrialObserver;
  readonly recorded: RecordedFacts;
}

export function newFactRecorder(clock: StoryClock, faults: readonly Fault[]): FactRecorder {
  const last = new Mirror();
  const log = new FactLog(clock, last);
  return {
    observer: observerOf(trialObservations, [
      logFacts(log),
      replicaFacts(log),
      controllerFacts(log),
      clientFacts(log),
      groupFacts(log),
      worldFacts(log, last, faults),
    ]),
    recorded: { facts: log.facts, inputs: new InputTally(), last },
  };
}

/** The partition's name, or nothing for what is not about one. */
export const nameIn = ({ last }: RecordedFacts, tp: TopicPartition): readonly string[] =>
  tp === -1 ? [] : [last.nameOf(tp)];
