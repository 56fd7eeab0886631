/**
 * Fetching from the closest replica (KIP-392; R-7): with replica.selector.class RackAwareReplicaSelector the leader sends
 * a consumer with a rack to a replica of that rack which can serve its offset.
 */
import type { ReplicaEnv } from "./env.ts";
import { isLeader, type Partition } from "./partition.ts";
import type { RemoteReplica } from "./remote-replica.ts";

/** A broker id, or -1: read here. Only ISR members (KAFKA-14372) that are not fenced (KAFKA-15390) and hold the offset. */
export function preferredReadReplica(
  partition: Partition,
  fetchOffset: number,
  clientRack: string,
  env: ReplicaEnv,
): number {
  if (env.config.replicaSelectorClass !== "rack-aware" || clientRack === "" || !isLeader(partition)) return -1;
  if (env.rackOf(env.brokerId) === clientRack) return -1;
  let best: RemoteReplica | null = null;
  for (const remote of partition.remotes) {
    if (!remote.inIsr || remote.logStartOffset > fetchOffset || remote.logEndOffset < fetchOffset) continue;
    if (env.rackOf(remote.brokerId) !== clientRack || !env.isUnfenced(remote.brokerId)) continue;
    if (best === null || isCloserToLeader(remote, best)) best = remote;
  }
  return best === null ? -1 : best.brokerId;
}

/** ReplicaView's order: the longest log, then the latest to be caught up, then the larger id. */
function isCloserToLeader(a: RemoteReplica, b: RemoteReplica): boolean {
  if (a.logEndOffset !== b.logEndOffset) return a.logEndOffset > b.logEndOffset;
  if (a.lastCaughtUpTimeMs !== b.lastCaughtUpTimeMs) return a.lastCaughtUpTimeMs > b.lastCaughtUpTimeMs;
  return a.brokerId > b.brokerId;
}
