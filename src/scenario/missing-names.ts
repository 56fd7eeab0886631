/** Names that stand for nothing in their scenario: of nodes and partitions that it does not have, at no time. */
import { type Fault, namesIn, type Trigger, withNames } from "../chaos/fault.ts";
import { isClient, isController, nodeId, nodeName, nodeNamed } from "../core/ids.ts";
import { type ConsumerPlan, topicsOf } from "../workload/plan.ts";
import type { Scenario } from "./scenario.ts";
import { brokersOf } from "./scenario-brokers.ts";

/** What a scenario has, at any time of its run. */
export interface Present {
  readonly nodes: readonly string[];
  /** Partitions of each topic: of the beginning, or as many as it gets later. */
  readonly partitions: ReadonlyMap<string, number>;
}

/** A field of a fault or of a plan, below it, and what stands there. */
export interface Missing {
  readonly field: string;
  readonly found: string | number;
  readonly known: readonly string[];
}

export function presentIn(scenario: Scenario): Present {
  const { cluster, workload, faults } = scenario;
  const partitions = new Map(cluster.topics.map((topic) => [topic.name, topic.partitions]));
  for (const fault of faults) {
    if (fault.kind !== "admin") continue;
    const { action } = fault;
    const count = action.do === "create-topic" ? action.partitions : action.do === "add-partitions" ? action.count : 0;
    if (count > 0 && "topic" in action)
      partitions.set(action.topic, Math.max(count, partitions.get(action.topic) ?? 0));
  }
  const nodes = [
    ...brokersOf(scenario).map(nodeName),
    ...workload.producers.map((_, i) => nodeName(nodeId("producer", i))),
    ...workload.consumers.map((_, i) => nodeName(nodeId("consumer", i))),
  ];
  return { nodes, partitions };
}

/** The controller and the operator's client are there in every scenario. */
function hasNode({ nodes }: Present, name: string): boolean {
  const node = nodeNamed(name);
  if (node === undefined) return false;
  return nodes.includes(name) || isController(node) || (isClient(node) && name.startsWith("admin"));
}

export function missingInFault(fault: Fault, present: Present): Missing | null {
  for (const [field, names] of Object.entries(namesIn(fault))) {
    const found = names.find((name) => !hasNode(present, name));
    if (found !== undefined) return { field, found, known: present.nodes };
  }
  return missingInTrigger(fault.trigger, present) ?? missingInAction(fault, present);
}

function missingInTrigger(trigger: Trigger, present: Present): Missing | null {
  if ("at" in trigger) return null;
  const { node, topicPartition } = trigger;
  if (node !== undefined && node >= 0 && !hasNode(present, nodeName(node)))
    return { field: "trigger.node", found: node, known: present.nodes };
  if (topicPartition === undefined || topicPartition === "") return null;
  const known = [...present.partitions].flatMap(([topic, count]) =>
    Array.from({ length: count }, (_, i) => `${topic}-${i}`),
  );
  return known.includes(topicPartition) ? null : { field: "trigger.topicPartition", found: topicPartition, known };
}

function missingInAction(fault: Fault, present: Present): Missing | null {
  if (fault.kind !== "admin") return null;
  const { action } = fault;
  if (action.do === "remove-broker" && !hasNode(present, nodeName(action.broker)))
    return { field: "action.broker", found: action.broker, known: present.nodes };
  if (!("partition" in action)) return null;
  const known = partitionsOf(present, action.topic);
  return known.includes(String(action.partition))
    ? null
    : { field: "action.partition", found: action.partition, known };
}

const partitionsOf = ({ partitions }: Present, topic: string): readonly string[] =>
  Array.from({ length: partitions.get(topic) ?? 0 }, (_, i) => String(i));

/** -1: every partition. A seek in a topic that has no such partition moves nothing, as long as another topic has it. */
export function missingInSeeks(plan: ConsumerPlan, present: Present): Missing | null {
  const counts = topicsOf(plan).map((topic) => present.partitions.get(topic) ?? 0);
  const most = Math.max(0, ...counts);
  const nth = plan.seeks?.findIndex((seek) => seek.partition >= most) ?? -1;
  if (nth < 0) return null;
  const known = ["-1", ...Array.from({ length: most }, (_, i) => String(i))];
  return { field: `seeks.${nth}.partition`, found: plan.seeks![nth]!.partition, known };
}

/** Faults without what they name in vain; those that are left with nothing are gone. */
export function withoutMissing(faults: readonly Fault[], present: Present): readonly Fault[] {
  const kept = faults.flatMap((fault) => {
    const missing = missingInFault(fault, present);
    if (missing === null) return [fault];
    const names = Object.entries(namesIn(fault)).map(([field, list]) => [
      field,
      list.filter((name) => hasNode(present, name)),
    ]);
    if (names.some(([, list]) => list!.length === 0)) return [];
    const narrowed = withNames(fault, Object.fromEntries(names));
    return missingInFault(narrowed, present) === null ? [narrowed] : [];
  });
  return kept.length === faults.length && kept.every((fault, i) => fault === faults[i]) ? faults : kept;
}
