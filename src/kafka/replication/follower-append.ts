/** What a follower takes from a fetch response: records, high watermark, log start (R-35; ReplicaFetcherThread.processPartitionData). */
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { appendAsFollower, isOfNewerEpoch } from "../log/append.ts";
import { moveLogStart } from "../log/log-start.ts";
import { setHighWatermark } from "../log/partition-log.ts";
import type { FetchPartitionResponse } from "../messages/fetch.ts";
import { partitionMoved, type ReplicaEnv } from "./env.ts";
import type { Partition } from "./partition.ts";

/**
 * Appends the records in order, then follows the leader's marks. Ends at the first batch of an epoch that this follower has
 * not been told of: the rest is fetched again later (UnifiedLog.appendAsFollower). Fails at one that the log refuses.
 */
export function applyRecords(partition: Partition, part: FetchPartitionResponse, env: ReplicaEnv): ErrorCode {
  invariant(partition.role === "follower", "only a follower takes records from a leader");
  const { log } = partition;
  const { batches } = part;
  for (let i = 0; i < batches.length; i++) {
    if (isOfNewerEpoch(batches[i]!, partition.leaderEpoch, env)) break;
    const errorCode = appendAsFollower(log, batches[i]!, partition.leaderEpoch, env);
    if (errorCode !== Errors.NONE) return errorCode;
  }
  const startBefore = log.logStartOffset;
  const markMoved = followHighWatermark(partition, part, env);
  const start = Math.min(part.logStartOffset, log.highWatermark);
  invariant(log.highWatermark <= log.logEndOffset, "the high watermark lies within the log");
  if (start > startBefore) {
    const moved = moveLogStart(log, start, "leader", env);
    invariant(moved === Errors.NONE, "a follower's log start stays at or below its high watermark");
  }
  if (markMoved || log.logStartOffset !== startBefore) partitionMoved(partition, env);
  return log.storageFailed ? Errors.KAFKA_STORAGE_ERROR : Errors.NONE;
}

/** L-32: overwritten by the leader's, within the own log; it may go down. True if it moved. */
export function followHighWatermark(partition: Partition, part: FetchPartitionResponse, env: ReplicaEnv): boolean {
  const { log } = partition;
  const before = log.highWatermark;
  setHighWatermark(log, part.highWatermark);
  if (log.highWatermark === before) return false;
  const { topicPartition, leaderEpoch } = partition;
  env.observer.highWatermarkMoved(env.brokerId, topicPartition, log.highWatermark, false, leaderEpoch);
  return true;
}
