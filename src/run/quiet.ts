/** Has the cluster come to rest? Leaders everywhere, replicas in sync and equal, clients with nothing left to do. */
import { isUnfenced } from "../kafka/metadata/image.ts";
import type { PartitionRegistration } from "../kafka/metadata/records.ts";
import type { TopicPartition } from "../kafka/topic-partition.ts";
import { controllerState, replicaManagerOf, type World } from "./world.ts";

export function isQuiet(world: World): boolean {
  const image = controllerState(world)?.image;
  if (image === undefined) return false;
  const alive = world.members().filter((broker) => !world.frozen.has(broker));
  if (!alive.every((broker) => isUnfenced(image, broker))) return false;
  for (const [tp, registration] of image.partitions) {
    if (!isSettled(world, tp, registration, alive)) return false;
  }
  return world.trial.pendingSends() === 0;
}

function isSettled(
  world: World,
  tp: TopicPartition,
  registration: PartitionRegistration,
  alive: readonly number[],
): boolean {
  const { leader, replicas, isr, addingReplicas, removingReplicas } = registration;
  if (addingReplicas.length > 0 || removingReplicas.length > 0) return false;
  const expected = replicas.filter((replica) => alive.includes(replica));
  if (leader < 0 || !expected.every((replica) => isr.includes(replica))) return false;
  const lead = replicaManagerOf(world, leader)?.partitions.byKey.get(tp);
  if (lead?.partition?.role !== "leader" || lead.log === null) return false;
  const { logEndOffset, highWatermark } = lead.log;
  if (lead.partition.pending !== null || highWatermark !== logEndOffset) return false;
  // Nor is who was moved away and has not heard of it.
  if (alive.some((broker) => !replicas.includes(broker) && isHosted(world, broker, tp))) return false;
  return expected.every((replica) => {
    const hosted = replicaManagerOf(world, replica)?.partitions.byKey.get(tp);
    // A process that the controller has not registered yet has its logs loaded, but plays no part.
    if (hosted?.status !== "online" || hosted.partition?.leaderEpoch !== registration.leaderEpoch) return false;
    // Nor does one to which the controller's latest word is still under way.
    if (hosted.partition.partitionEpoch !== registration.partitionEpoch) return false;
    return hosted.log?.logEndOffset === logEndOffset && hosted.log.highWatermark === highWatermark;
  });
}

const isHosted = (world: World, broker: number, tp: TopicPartition): boolean =>
  replicaManagerOf(world, broker)?.partitions.byKey.get(tp)?.status === "online";
