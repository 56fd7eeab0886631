/** A cluster whose broker 1 leads, and the controller's answers to its ISR proposals, played by the test. */
import { buildAlterPartition, onAlterPartitionResponse } from "../../../src/kafka/replication/alter-partition.ts";
import { tp } from "../log/world.ts";
import { type Cluster, type ClusterShape, isrOf, newCluster, nodeOf, partitionOn, tell } from "./cluster.ts";

export type LedShape = ClusterShape & { isr?: readonly number[] };

/** Broker 1 leads epoch 1; the others follow it. */
export function led(shape: LedShape = {}): Cluster {
  const cluster = newCluster(shape);
  for (const node of cluster.nodes) tell(cluster, node.id, { leader: 1, epoch: 1, isr: shape.isr ?? [1, 2, 3] });
  return cluster;
}

export function answer(
  cluster: Cluster,
  errorCode: number,
  entry?: { isr: number[]; partitionEpoch: number; leaderEpoch?: number },
): void {
  const { env, partition } = nodeOf(cluster, 1);
  const success = entry && { topicPartition: tp, errorCode: 0, leaderId: 1, leaderEpoch: 1, ...entry };
  onAlterPartitionResponse(partition, success ?? null, errorCode, env);
}

export const proposal = (cluster: Cluster): number[] => isrOf(buildAlterPartition(partitionOn(cluster, 1)));
