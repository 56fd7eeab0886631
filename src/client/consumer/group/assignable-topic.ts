/** What a member that leads its group tells the assignor of a topic (Cluster, KIP-881). */
import type { AssignableTopic } from "../../../kafka/assignors/assignor.ts";
import type { MetadataResponse } from "../../../kafka/messages/metadata.ts";
import type { ConsumerState } from "../consumer-state.ts";
import type { GroupState } from "./group-state.ts";

/** null: metadata does not know it. */
export function assignableTopic(
  { metadata }: ConsumerState,
  { lastMetadata }: GroupState,
  name: string,
): AssignableTopic | null {
  const topic = metadata.topics.get(name);
  if (topic === undefined) return null;
  const partitionCount = topic.partitions.length;
  return { partitionCount, racks: lastMetadata === null ? null : racksOf(lastMetadata, name, partitionCount) };
}

/** null: no broker has a rack. */
function racksOf({ brokers, topics }: MetadataResponse, name: string, count: number): AssignableTopic["racks"] {
  const rackOf = new Map<number, string>();
  for (const { nodeId, rack } of brokers) if (rack !== "") rackOf.set(nodeId, rack);
  if (rackOf.size === 0) return null;
  const partitions = topics.find((topic) => topic.name === name)?.partitions ?? [];
  return Array.from({ length: count }, (_, number) => {
    const replicas = partitions.find(({ partition }) => partition === number)?.replicas ?? [];
    return [...new Set(replicas.flatMap((node) => rackOf.get(node) ?? []))];
  });
}
