/** DeleteRecords on the leader of one partition (KIP-107; Partition.deleteRecordsOnLeader). */
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { moveLogStart } from "../log/log-start.ts";
import { failIfRefused, partitionMoved, type ReplicaEnv } from "./env.ts";
import { isLeader, type Partition } from "./partition.ts";

interface DeleteRecordsResult {
  readonly errorCode: ErrorCode;
  /** To be answered when `lowWatermark` has reached it; -1 with an error. */
  readonly requiredOffset: number;
}

/**
 * Moves the log start to `offset`, or to the high watermark for -1. Errors: NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR,
 * POLICY_VIOLATION where compaction alone deletes, OFFSET_OUT_OF_RANGE above the high watermark.
 */
export function deleteRecords(partition: Partition, offset: number, env: ReplicaEnv): DeleteRecordsResult {
  if (partition.role === "offline") return refusal(Errors.KAFKA_STORAGE_ERROR);
  if (!isLeader(partition)) return refusal(Errors.NOT_LEADER_OR_FOLLOWER);
  const { cleanupPolicy } = partition.config;
  if (cleanupPolicy.includes("compact") && !cleanupPolicy.includes("delete")) return refusal(Errors.POLICY_VIOLATION);
  const { log } = partition;
  const requiredOffset = offset === -1 ? log.highWatermark : offset;
  if (requiredOffset < 0) return refusal(Errors.OFFSET_OUT_OF_RANGE);
  const errorCode = moveLogStart(log, requiredOffset, "delete-records", env);
  if (errorCode !== Errors.NONE) return refusal(errorCode);
  invariant(log.logStartOffset >= requiredOffset, "what was to be deleted lies below the log start");
  invariant(log.logStartOffset <= log.highWatermark, "only what is committed is deleted");
  // The cache of epochs is written in the background: who asked hears nothing of it (LeaderEpochFileCache).
  failIfRefused(partition, env);
  partitionMoved(partition, env);
  return { errorCode: Errors.NONE, requiredOffset };
}

const refusal = (errorCode: ErrorCode): DeleteRecordsResult => ({ errorCode, requiredOffset: -1 });

/** The smallest log start among this leader and the followers that are alive (R-35, KIP-107); -1 when not leader. */
export function lowWatermark(partition: Partition, env: ReplicaEnv): number {
  if (partition.role !== "leader") return -1;
  let low = partition.log.logStartOffset;
  for (const remote of partition.remotes) {
    if (env.isUnfenced(remote.brokerId) && remote.logStartOffset < low) low = remote.logStartOffset;
  }
  return low;
}
