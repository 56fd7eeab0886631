import { newRegistration } from "../../../src/kafka/controller/placement.ts";
import type { PartitionRegistration } from "../../../src/kafka/metadata/records.ts";

/** A partition as the controller creates it: all replicas in sync, the first leads in epoch 0. */
export const freshPartition = (replicas: readonly number[]): PartitionRegistration =>
  newRegistration(replicas, replicas, replicas[0] ?? -1);
