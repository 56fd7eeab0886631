/** DeleteRecords on the leader of one partition (KIP-107; Partition.deleteRecordsOnLeader). */
import { type ErrorCode, Errors } from "../errors.ts";
import { moveLogStart } from "../log/log-start.ts";
import type { ReplicaEnv } from "./env.ts";
import { isLeader, type Partition, partitionMoved } from "./partition.ts";

export interface DeleteRecordsResult {
  readonly errorCode: ErrorCode;
  /** To be answered when `lowWatermark` (partition.ts) has reached it; -1 with an error. */
  readonly requiredOffset: number;
}

/**
 * Moves the log start to `offset`, or to the high watermark for -1. Errors: NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR,
 * POLICY_VIOLATION where nothing is ever deleted, OFFSET_OUT_OF_RANGE above the high watermark.
 */
export function deleteRecords(partition: Partition, offset: number, env: ReplicaEnv): DeleteRecordsResult {
  if (partition.role === "offline") return refusal(Errors.KAFKA_STORAGE_ERROR);
  if (!isLeader(partition)) return refusal(Errors.NOT_LEADER_OR_FOLLOWER);
  if (!partition.config.cleanupPolicy.includes("delete")) return refusal(Errors.POLICY_VIOLATION);
  const { log } = partition;
  const requiredOffset = offset === -1 ? log.highWatermark : offset;
  if (requiredOffset < 0) return refusal(Errors.OFFSET_OUT_OF_RANGE);
  const errorCode = moveLogStart(log, requiredOffset, "delete-records", env);
  if (errorCode !== Errors.NONE) return refusal(errorCode);
  partitionMoved(partition, env);
  return { errorCode: Errors.NONE, requiredOffset };
}

const refusal = (errorCode: ErrorCode): DeleteRecordsResult => ({ errorCode, requiredOffset: -1 });
