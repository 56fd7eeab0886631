/**
 * What may legally be gone of what a group rests on: its part of `__consumer_offsets`, or the records that it reads. From
 * such a loss on nothing is said about the group, or about that partition: what it starts from is then anybody's guess.
 */
import { offsetsTopic } from "../../kafka/group/records.ts";
import { javaHash } from "../../kafka/java-hash.ts";
import { type AnomalyName, excuse } from "../anomaly.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost } from "../ghost/partition-ghost.ts";
import type { Monitor } from "../monitor.ts";

interface LostHistory {
  /** By index of the partition: what made a loss legal there first. */
  readonly lossy: Map<number, AnomalyName>;
  readonly monitor: Pick<Monitor, "partitionTouched">;
}

export function watchLosses(): LostHistory {
  const lossy = new Map<number, AnomalyName>();
  return {
    lossy,
    monitor: {
      partitionTouched: ({ index, legalLoss }) => {
        if (legalLoss !== null && !lossy.has(index)) lossy.set(index, legalLoss);
      },
    },
  };
}

/** Where the group's offsets lie; null: the topic is unknown. */
export function offsetsPartitionOf(ghost: Ghost, groupId: string): PartitionGhost | null {
  for (const topic of ghost.topics.values()) {
    if (topic.name !== offsetsTopic || topic.partitions.length === 0) continue;
    return topic.partitions[Math.abs(javaHash(groupId)) % topic.partitions.length] ?? null;
  }
  return null;
}

/** To be asked where something would be reported of the group; `partition`: of which it reads. */
export function isExcused(
  ghost: Ghost,
  { lossy }: LostHistory,
  groupId: string,
  partition: PartitionGhost | null,
): boolean {
  const offsets = offsetsPartitionOf(ghost, groupId);
  const isLossy = (one: PartitionGhost | null): boolean =>
    one !== null && (lossy.has(one.index) || one.deleted || one.topic.madeAnew);
  return (isLossy(offsets) || isLossy(partition)) && excuse(ghost.excuses, "offsets-lost");
}
