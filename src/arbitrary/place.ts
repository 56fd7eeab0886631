/**
 * A drawn scenario under another configuration: the same seed, clients and faults, so that every decision that both meet
 * falls the same way. Faults name nodes; where the other cluster has fewer, they fall on those that it has. A scenario
 * that was shrunk stays small: the other cluster has no more brokers and partitions than it needs or the scenario has.
 */

import type { Fault, Trigger } from "../chaos/fault.ts";
import { normalise } from "../scenario/normalise.ts";
import type { ClusterPlan, Scenario, TopicPlan } from "../scenario/scenario.ts";
import { topicChoice, topicsOf } from "../workload/plan.ts";
import type { Side } from "./side.ts";
import { withinCluster } from "./within-cluster.ts";

export function placeOn(scenario: Scenario, side: Side): Scenario {
  const cluster = clusterOn(scenario.cluster, side.cluster);
  const named = topicNames(scenario.cluster.topics, cluster.topics);
  const { producers, consumers } = scenario.workload;
  return normalise({
    ...scenario,
    seed: side.otherChance === true ? `${scenario.seed}/other chance` : scenario.seed,
    rules: side.rules ?? scenario.rules,
    cluster,
    workload: {
      producers: producers.map((plan) => ({
        ...plan,
        settings: side.producerSettings,
        ...topicChoice(topicsOf(plan).map(named)),
      })),
      consumers: consumers.map((plan) => ({
        ...plan,
        settings: side.consumerSettings,
        ...topicChoice(topicsOf(plan).map(named)),
      })),
    },
    faults: withinCluster(
      scenario.faults.map((fault) => renamed(fault, named)),
      cluster,
    ),
  });
}

function clusterOn(drawn: ClusterPlan, own: ClusterPlan): ClusterPlan {
  const widest = Math.max(...own.topics.map((topic) => topic.replicationFactor));
  return {
    ...own,
    brokers: Math.min(own.brokers, Math.max(drawn.brokers, widest)),
    racks: drawn.racks.length === 0 ? [] : own.racks,
    disksPerBroker: Math.min(drawn.disksPerBroker, own.disksPerBroker),
    topics: own.topics.map((topic, i) => ({
      ...topic,
      partitions: Math.min(topic.partitions, drawn.topics[i]?.partitions ?? topic.partitions),
    })),
    latencyMicros: drawn.latencyMicros,
  };
}

/** The first topic of one cluster stands for the first of the other, and so on. */
function topicNames(from: readonly TopicPlan[], to: readonly TopicPlan[]): (name: string) => string {
  return (name) => {
    const place = from.findIndex((topic) => topic.name === name);
    return place < 0 ? name : (to[place % to.length]?.name ?? name);
  };
}

function renamed(given: Fault, named: (name: string) => string): Fault {
  const fault = { ...given, trigger: renamedTrigger(given.trigger, named) };
  if (fault.kind !== "admin" || !("topic" in fault.action)) return fault;
  return { ...fault, action: { ...fault.action, topic: named(fault.action.topic) } };
}

function renamedTrigger(trigger: Trigger, named: (name: string) => string): Trigger {
  if ("at" in trigger || trigger.topicPartition === undefined) return trigger;
  const topicPartition = trigger.topicPartition.replace(/^(.*)(-\d+)$/, (_, topic, place) => `${named(topic)}${place}`);
  return { ...trigger, topicPartition };
}
