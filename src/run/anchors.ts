/** Brings observations to the anchored faults of a run, with partitions under the names that scenarios use. */
import type { Nemesis } from "../chaos/nemesis.ts";
import type { AnchorListener } from "../core/observer.ts";
import { topicNameOf } from "../kafka/metadata/image.ts";
import { partitionOf, type TopicPartition } from "../kafka/topic-partition.ts";
import { type AnchorSink, controllerState, type World } from "./world.ts";

/** Null if no fault waits for an observation and nobody else listens. */
export function anchoredFaults(
  world: World,
  nemesis: Nemesis,
  sink: AnchorSink | null,
  startMicros: number,
): AnchorListener | null {
  if (!nemesis.awaitsObservations && sink === null) return null;
  const names = new Map<TopicPartition, string>();
  return (event, node, tp, offset, leaderEpoch) => {
    if (sink === null && !nemesis.wants(event)) return;
    const name = partitionName(world, names, tp);
    sink?.(event, node, name, offset, leaderEpoch, world.sim.now - startMicros);
    if (nemesis.wants(event)) nemesis.observed(event, node, name, offset, leaderEpoch);
  };
}

/** `orders-0`; "" for none, or for a partition that the controller does not know (any more). */
function partitionName(world: World, names: Map<TopicPartition, string>, tp: TopicPartition): string {
  if (tp < 0) return "";
  const known = names.get(tp);
  if (known !== undefined) return known;
  const image = controllerState(world)?.image;
  const topic = image === undefined ? "" : topicNameOf(image, tp);
  if (topic === "") return "";
  const name = `${topic}-${partitionOf(tp)}`;
  names.set(tp, name);
  return name;
}
