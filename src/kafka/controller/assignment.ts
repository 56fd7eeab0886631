/** Assignments that a person gives (validateManualPartitionAssignment), and the registration of a new partition. */
import { isActive, type MetadataImage } from "../metadata/image.ts";
import type { PartitionRegistration } from "../metadata/records.ts";

/** Not empty, all registered, none twice; of the given length unless that is -1. */
export function isValidAssignment(
  image: MetadataImage,
  replicas: readonly number[],
  replicationFactor: number,
): boolean {
  if (replicas.length === 0 || new Set(replicas).size !== replicas.length) return false;
  if (replicationFactor >= 0 && replicas.length !== replicationFactor) return false;
  return replicas.every((id) => image.brokers.has(id));
}

/** The active replicas are in sync, as nothing was written yet, and the first of them leads; null if there is none. */
export function newPartition(image: MetadataImage, replicas: readonly number[]): PartitionRegistration | null {
  const isr = replicas.filter((id) => isActive(image, id));
  const leader = isr[0];
  if (leader === undefined) return null;
  return newRegistration(replicas, isr, leader);
}

export const newRegistration = (
  replicas: readonly number[],
  isr: readonly number[],
  leader: number,
): PartitionRegistration => ({
  replicas,
  isr,
  eligibleLeaderReplicas: [],
  lastKnownElr: [],
  addingReplicas: [],
  removingReplicas: [],
  leader,
  leaderEpoch: 0,
  partitionEpoch: 0,
  leaderRecoveryState: "RECOVERED",
});
