import type { FetchPartition, FetchPartitionResponse, FetchRequest } from "../../../src/kafka/messages/fetch.ts";
import { readForFetch } from "../../../src/kafka/replication/read-partition.ts";
import { type Cluster, fetch, nodeOf } from "./cluster.ts";
import { asking, fetchOf } from "./requests.ts";

export function settle(cluster: Cluster): void {
  for (let i = 0; i < 4; i++) for (const id of [2, 3]) fetch(cluster, id, 1);
}

/** Broker by broker, without a session. */
export function read(
  cluster: Cluster,
  broker: number,
  asked: Partial<FetchPartition>,
  change: Partial<FetchRequest> = {},
  maxBytes = 1_000_000,
): FetchPartitionResponse {
  const { partition, env } = nodeOf(cluster, broker);
  const one = asking(asked);
  return readForFetch(partition, one, fetchOf([one], change), maxBytes, true, env);
}

/** Who asks as a follower, in the epoch that its broker has. */
export const follower = (id: number, epoch = 10 + id): Partial<FetchRequest> => ({
  replicaId: id,
  replicaEpoch: epoch,
});
