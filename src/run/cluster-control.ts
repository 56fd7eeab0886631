/** What the nemesis needs to know of this cluster, and how an operator's action reaches it. */

import type { AdminAction } from "../chaos/fault.ts";
import type { ClusterControl } from "../chaos/fault-world.ts";
import { requestFor } from "../client/admin/admin-request.ts";
import type { NodeId } from "../core/ids.ts";
import { hashText, mix, mix3, mix4 } from "../core/mix.ts";
import { operatorId } from "../kafka/messages/operator.ts";
import { isUnfenced, type MetadataImage, topicByName } from "../kafka/metadata/image.ts";
import type { PartitionRegistration } from "../kafka/metadata/records.ts";
import { partitionOf, type TopicPartition } from "../kafka/topic-partition.ts";
import { firstBrokers } from "../scenario/scenario-brokers.ts";
import { controllerState, leadingController, type World } from "./world.ts";

const shutDownName = hashText("ControlledShutdown");
const adminName = hashText("AdminCommand");

export function clusterControlOf(world: World): ClusterControl {
  const { sim, scenario } = world;
  const brokers = firstBrokers(scenario);
  const { racks } = scenario.cluster;
  return {
    simulator: sim,
    controllers: world.controllers,
    brokers,
    standby: world.brokers.filter((broker) => !brokers.includes(broker)),
    rackOf: (broker) => (racks.length === 0 ? "" : racks[(broker - 1) % racks.length]!),
    shutDown: (broker) =>
      sim.deliver(broker, operatorId, { kind: "ControlledShutdown", name: mix(shutDownName, broker) }),
    admin: (action, fault) =>
      sim.deliver(world.operator, operatorId, { kind: "AdminCommand", name: mix(adminName, fault), action }),
    askController: (action, fault) => askController(world, action, mix(adminName, fault)),
    moveAway: (broker) => moveAway(world, broker),
    unregister: (broker) => unregister(world, broker),
  };
}

/** As an operator who asks the controller itself (KIP-919); the answer goes to nobody. `name` is structural, of what wants it. */
function askController(world: World, action: AdminAction, name: number): void {
  const partition = "partition" in action ? partitionNamed(world, action.topic, action.partition) : null;
  // Unknown to the controller, or down.
  if (partition === undefined || world.sim.statusOf(leadingController(world)) !== "up") return;
  const request = requestFor({ action, name, attempts: 0 }, partition, 0, world.operator, 0);
  world.sim.deliver(leadingController(world), operatorId, request);
}

function partitionNamed(
  world: World,
  topic: string,
  index: number,
): { readonly topicPartition: TopicPartition } | undefined {
  const image = controllerState(world)?.image;
  const known = image === undefined ? undefined : topicByName(image, topic);
  const found = [...(known?.partitions ?? [])].find((topicPartition) => partitionOf(topicPartition) === index);
  return found === undefined ? undefined : { topicPartition: found };
}

const moveName = hashText("AlterPartitionReassignments");
const unregisterName = hashText("UnregisterBroker");

/**
 * Has the controller move every replica of the broker to another one that has none of the partition, those with the fewest
 * replicas first, in its place of the assignment. `moving` until the moves are complete; `impossible` if there is nobody.
 */
function moveAway(world: World, broker: NodeId): "gone" | "moving" | "impossible" {
  const image = controllerState(world)?.image;
  if (image === undefined || world.sim.statusOf(leadingController(world)) !== "up") return "moving";
  const loads = loadsOf(image);
  const moves: { topicPartition: TopicPartition; replicas: readonly number[] }[] = [];
  let isMoving = false;
  for (const [topicPartition, partition] of [...image.partitions].sort(([a], [b]) => a - b)) {
    if (!partition.replicas.includes(broker)) continue;
    isMoving = true;
    if (isLeaving(partition, broker)) continue;
    const replicas = without(partition, broker, loads, (id) => isUsable(world, image, id));
    if (replicas === null) return "impossible";
    moves.push({ topicPartition, replicas });
  }
  if (moves.length > 0) {
    const name = mix4(moveName, broker, image.lastOffset, moves.length);
    const request = { kind: "AlterPartitionReassignments", name, correlationId: 0, partitions: moves } as const;
    world.sim.deliver(leadingController(world), operatorId, request);
  }
  return isMoving ? "moving" : "gone";
}

function unregister(world: World, broker: NodeId): void {
  if (world.sim.statusOf(leadingController(world)) !== "up") return;
  const name = mix3(unregisterName, broker, world.sim.incarnationOf(broker));
  world.sim.deliver(leadingController(world), operatorId, {
    kind: "UnregisterBroker",
    name,
    correlationId: 0,
    brokerId: broker,
  });
}

const isLeaving = ({ removingReplicas }: PartitionRegistration, broker: NodeId): boolean =>
  removingReplicas.includes(broker);

/** It lives, and is not about to be taken out of service itself. */
const isUsable = (world: World, image: MetadataImage, id: number): boolean =>
  isUnfenced(image, id) && image.brokers.get(id)?.inControlledShutdown === false && world.members().includes(id);

function loadsOf(image: MetadataImage): Map<number, number> {
  const loads = new Map<number, number>();
  for (const id of image.brokers.keys()) loads.set(id, 0);
  for (const { replicas } of image.partitions.values())
    for (const id of replicas) loads.set(id, (loads.get(id) ?? 0) + 1);
  return loads;
}

function without(
  { replicas }: PartitionRegistration,
  broker: NodeId,
  loads: Map<number, number>,
  isUsable: (id: number) => boolean,
): readonly number[] | null {
  const [taker] = [...loads.keys()]
    .filter((id) => !replicas.includes(id) && isUsable(id))
    .sort((a, b) => loads.get(a)! - loads.get(b)! || a - b);
  if (taker === undefined) return null;
  loads.set(taker, loads.get(taker)! + 1);
  return replicas.map((id) => (id === broker ? taker : id));
}
