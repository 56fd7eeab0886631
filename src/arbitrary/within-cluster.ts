/**
 * Faults are drawn for the largest cluster of a family. In a smaller one broker 4 is broker 1 again, and partition 2
 * partition 0, so that no fault is wasted on what does not exist. What names existing ones only stays as it is.
 */
import { type Fault, namesIn, type OperatorAction, type Trigger, withNames } from "../chaos/fault.ts";
import { isBroker } from "../core/ids.ts";
import type { ClusterPlan } from "../scenario/scenario.ts";

export const withinCluster = (faults: readonly Fault[], cluster: ClusterPlan): readonly Fault[] =>
  faults.map((fault) => within({ ...fault, trigger: withinTrigger(fault.trigger, cluster) }, cluster));

/** An anchor on a broker or a partition that is not there would never be met. */
function withinTrigger(trigger: Trigger, { brokers, topics }: ClusterPlan): Trigger {
  if ("at" in trigger) return trigger;
  const { node, topicPartition } = trigger;
  const [, topic = "", partition = ""] = /^(.*)-(\d+)$/.exec(topicPartition ?? "") ?? [];
  const count = topics.find(({ name }) => name === topic)?.partitions ?? 0;
  return {
    ...trigger,
    ...(node !== undefined && isBroker(node) && node > brokers ? { node: ((node - 1) % brokers) + 1 } : {}),
    ...(count > 0 && Number(partition) >= count ? { topicPartition: `${topic}-${Number(partition) % count}` } : {}),
  };
}

function within(fault: Fault, cluster: ClusterPlan): Fault {
  if (fault.kind === "admin") return { ...fault, action: withinAction(fault.action, cluster) };
  const folded = Object.entries(namesIn(fault)).map(([field, names]) => [
    field,
    distinct(names.map((name) => fold(name, cluster.brokers))),
  ]);
  return withNames(fault, Object.fromEntries(folded));
}

function withinAction(action: OperatorAction, { brokers, topics }: ClusterPlan): OperatorAction {
  if (action.do === "remove-broker") return { ...action, broker: ((action.broker - 1) % brokers) + 1 };
  const plan = "topic" in action ? topics.find((topic) => topic.name === action.topic) : undefined;
  // A topic that is created again is what it was.
  if (action.do === "create-topic" && plan !== undefined) {
    const { partitions, replicationFactor, settings: configs } = plan;
    return { ...action, partitions, replicationFactor, configs };
  }
  if (!("partition" in action)) return action;
  const count = plan?.partitions ?? 0;
  const partition = count > 0 ? action.partition % count : action.partition;
  if (action.do !== "reassign") return { ...action, partition };
  return { ...action, partition, replicas: distinct(action.replicas.map((replica) => ((replica - 1) % brokers) + 1)) };
}

function fold(node: string, brokers: number): string {
  const id = /^b(\d+)$/.exec(node)?.[1];
  return id === undefined ? node : `b${((Number(id) - 1) % brokers) + 1}`;
}

const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];
