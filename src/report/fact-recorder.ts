/**
 * Listens to a run and keeps what happened as facts. Only used when a scenario is run again to be told; a campaign keeps
 * nothing.
 */
import type { Fault } from "../chaos/fault.ts";
import { type TrialObserver, trialObservations } from "../check/observer.ts";
import { observerOf } from "../core/observer.ts";
import { partitionOf, type TopicPartition, topicIdOf } from "../kafka/topic-partition.ts";
import type { Fact } from "./fact.ts";
import { clientFacts } from "./facts/client-facts.ts";
import { type Cluster, controllerFacts } from "./facts/controller-facts.ts";
import { logFacts } from "./facts/log-facts.ts";
import { newPen, type StoryClock } from "./facts/pen.ts";
import { replicaFacts } from "./facts/replica-facts.ts";
import { ReplicaShadows } from "./facts/replica-shadow.ts";
import { worldFacts } from "./facts/world-facts.ts";

/** A run as it was heard. */
export interface Told {
  readonly facts: readonly Fact[];
  /** The replicas of each partition as the controller last had them. */
  readonly replicas: ReadonlyMap<TopicPartition, readonly number[]>;
  /** `orders-0`. */
  nameOf(tp: TopicPartition): string;
}

export interface FactRecorder {
  readonly observer: TrialObserver;
  readonly told: Told;
}

export function newFactRecorder(clock: StoryClock, faults: readonly Fault[]): FactRecorder {
  const pen = newPen(clock);
  const shadows = new ReplicaShadows();
  const cluster: Cluster = { topics: new Map(), replicas: new Map() };
  return {
    observer: observerOf(trialObservations, [
      logFacts(pen, shadows),
      replicaFacts(pen),
      controllerFacts(pen, cluster),
      clientFacts(pen),
      worldFacts(pen, shadows, faults),
    ]),
    told: {
      facts: pen.facts,
      replicas: cluster.replicas,
      nameOf: (tp) => `${cluster.topics.get(topicIdOf(tp)) ?? `topic ${topicIdOf(tp)}`}-${partitionOf(tp)}`,
    },
  };
}
