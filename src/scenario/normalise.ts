/**
 * Makes every scenario value meaningful, whatever a generator, a shrinker or a hand edit did to it: total, idempotent,
 * and close to the identity (what is meaningful stays as it is).
 */
import type { Fault } from "../chaos/fault.ts";
import { type ConsumerPlan, type ProducerPlan, topicChoice, topicsOf } from "../workload/plan.ts";
import { missingInSeeks, type Present, presentIn, withoutMissing } from "./missing-names.ts";
import type { ClusterPlan, Scenario, TopicPlan } from "./scenario.ts";

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, Math.floor(value)));

export function normalise(scenario: Scenario): Scenario {
  const cluster = normaliseCluster(scenario.cluster);
  const topics = new Set(cluster.topics.map((topic) => topic.name));
  const first = cluster.topics[0]?.name ?? "orders";
  const named = <T extends ProducerPlan | ConsumerPlan>(plan: T): T => {
    const known = [...new Set(topicsOf(plan))].filter((topic) => topics.has(topic));
    const chosen = topicChoice(known.length === 0 ? [first] : known);
    if (chosen.topic === plan.topic && chosen.topics?.length === plan.topics?.length) return plan;
    const { topic: _topic, topics: _topics, ...rest } = plan;
    return { ...rest, ...chosen } as T;
  };
  const producers = scenario.workload.producers.map(named);
  const consumers = scenario.workload.consumers.map(named);
  const present = presentIn({ ...scenario, cluster, workload: { producers, consumers } });
  return {
    ...scenario,
    cluster,
    workload: { producers, consumers: consumers.map((plan) => withRealSeeks(plan, present)) },
    faults: normaliseFaults(withoutMissing(scenario.faults, present), scenario.limits.chaosMs),
  };
}

function withRealSeeks(plan: ConsumerPlan, present: Present): ConsumerPlan {
  if (plan.seeks === undefined) return plan;
  const { seeks, ...rest } = plan;
  const real = seeks.filter((seek) => missingInSeeks({ ...rest, seeks: [seek] }, present) === null);
  if (real.length === 0) return rest;
  return real.length === seeks.length ? plan : { ...rest, seeks: real };
}

function normaliseCluster(cluster: ClusterPlan): ClusterPlan {
  const brokers = clamp(cluster.brokers, 1, 99);
  const latency = cluster.latencyMicros;
  const min = clamp(latency.min, 1, 10_000_000);
  const topics = cluster.topics.map((topic) => normaliseTopic(topic, brokers));
  const max = Math.max(min, Math.floor(latency.max));
  const sameShape = brokers === cluster.brokers && topics.every((topic, i) => topic === cluster.topics[i]);
  if (sameShape && min === latency.min && max === latency.max) return cluster;
  return { ...cluster, brokers, topics, latencyMicros: { ...latency, min, max } };
}

function normaliseTopic(topic: TopicPlan, brokers: number): TopicPlan {
  const replicationFactor = clamp(topic.replicationFactor, 1, brokers);
  const partitions = clamp(topic.partitions, 1, 10_000);
  const isPlaceable = placeable(topic, brokers);
  if (isPlaceable && replicationFactor === topic.replicationFactor && partitions === topic.partitions) return topic;
  const { assignments, ...placed } = topic;
  return {
    ...placed,
    replicationFactor,
    partitions,
    ...(isPlaceable && assignments !== undefined ? { assignments } : {}),
  };
}

/** A hand-made placement that says something else than the rest of the topic is dropped. */
const placeable = ({ assignments, partitions, replicationFactor }: TopicPlan, brokers: number): boolean =>
  assignments === undefined ||
  (assignments.length === partitions &&
    assignments.every(
      (replicas) =>
        replicas.length === replicationFactor &&
        new Set(replicas).size === replicas.length &&
        replicas.every((id) => id >= 1 && id <= brokers),
    ));

/** Ids distinct (they name a fault's own chance) and timed faults inside the chaos phase, ordered as they came. */
function normaliseFaults(faults: readonly Fault[], chaosMs: number): readonly Fault[] {
  const seen = new Set<number>();
  return faults.map((fault) => {
    let id = fault.id;
    while (seen.has(id)) id += 1;
    seen.add(id);
    const trigger = "at" in fault.trigger ? { at: clamp(fault.trigger.at, 0, Math.max(0, chaosMs)) } : fault.trigger;
    const same = id === fault.id && (!("at" in trigger) || ("at" in fault.trigger && trigger.at === fault.trigger.at));
    return same ? fault : { ...fault, id, trigger };
  });
}
