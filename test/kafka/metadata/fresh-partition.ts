import type { PartitionRegistration } from "../../../src/kafka/metadata/records.ts";

/** A partition as the controller creates it: all replicas in sync, the first leads in epoch 0. */
export const freshPartition = (replicas: readonly number[]): PartitionRegistration => ({
  replicas,
  isr: replicas,
  eligibleLeaderReplicas: [],
  lastKnownElr: [],
  addingReplicas: [],
  removingReplicas: [],
  leader: replicas[0] ?? -1,
  leaderEpoch: 0,
  partitionEpoch: 0,
  leaderRecoveryState: "RECOVERED",
});
