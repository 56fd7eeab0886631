/**
 * What a leader makes of a follower's fetch (Partition.updateFollowerFetchState): the follower holds everything below
 * the offset that it asks for. So its state moves, it may enter the ISR, and the high watermark may rise.
 */
import { invariant } from "../../core/invariant.ts";
import { batchStartAt } from "../log/read.ts";
import type { FetchPartition } from "../messages/fetch.ts";
import { partitionMoved, type ReplicaEnv } from "./env.ts";
import { maybeIncrementHighWatermark } from "./high-watermark.ts";
import { maybeExpandIsr } from "./isr.ts";
import type { Partition } from "./partition.ts";
import { type RemoteReplica, recordFetch } from "./remote-replica.ts";

/**
 * R-5, KIP-903: the leader knows of a newer process of that broker than the one that asks. While the newer one is fenced
 * nobody is refused (Replica.updateFetchStateOrThrow asks for the epoch of a live broker).
 */
export const isStaleIncarnation = (brokerId: number, brokerEpoch: number, env: ReplicaEnv): boolean =>
  brokerEpoch >= 0 && env.aliveBrokerEpoch(brokerId) > brokerEpoch;

export function recordFollowerFetch(
  partition: Partition,
  remote: RemoteReplica,
  asked: FetchPartition,
  brokerEpoch: number,
  env: ReplicaEnv,
): void {
  invariant(partition.role === "leader", "a leader alone learns where its followers are");
  invariant(remote.brokerId !== env.brokerId, "a leader is no follower of its own");
  const { logEndOffset: before, logStartOffset: startBefore } = remote;
  const { logStartOffset } = asked;
  const fetchOffset = env.rules.replication.countsFromBatchStart
    ? batchStartAt(partition.log, asked.fetchOffset)
    : asked.fetchOffset;
  recordFetch(remote, fetchOffset, logStartOffset, partition.log.logEndOffset, env.nowMs(), brokerEpoch);
  const moved = fetchOffset !== before;
  if (moved) {
    const { topicPartition, leaderEpoch } = partition;
    env.observer.followerFetched(env.brokerId, topicPartition, remote.brokerId, fetchOffset, leaderEpoch);
  }
  maybeExpandIsr(partition, remote, env);
  if (moved && maybeIncrementHighWatermark(partition, env)) partitionMoved(partition, env);
  // A delayed DeleteRecords waits for the low watermark; no fetch does.
  else if (logStartOffset > startBefore) env.partitionMoved(partition);
}
