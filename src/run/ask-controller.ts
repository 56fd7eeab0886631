/** An operator who asks the controller itself (KIP-919): the request without the way through an admin client and a broker. */
import type { AdminAction } from "../chaos/fault.ts";
import { requestFor } from "../client/admin/admin-request.ts";
import { operatorId } from "../kafka/messages/operator.ts";
import { topicByName } from "../kafka/metadata/image.ts";
import { partitionOf, type TopicPartition } from "../kafka/topic-partition.ts";
import { controllerState, leadingController, type World } from "./world.ts";

/** The answer goes to nobody. `name` is structural, of what wants it. */
export function askController(world: World, action: AdminAction, name: number): void {
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
