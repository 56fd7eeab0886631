/** Moving the log start forward: retention, DeleteRecords (KIP-107), or the leader's log start on a follower. */
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { trimCacheStart } from "./leader-epoch-cache.ts";
import { epochCacheTrimmed, type LogEnv, type PartitionLog, requireOrder } from "./partition-log.ts";

type LogStartReason = "retention" | "delete-records" | "leader";

/**
 * Who: see above. Enabled when: `offset` is at most the high watermark (L-34), else OFFSET_OUT_OF_RANGE. Changes: the
 * log start, and the epoch cache from its start; the segments below go with the next retention check. An offset at or
 * below the log start changes nothing.
 */
export function moveLogStart(log: PartitionLog, offset: number, reason: LogStartReason, env: LogEnv): ErrorCode {
  if (offset > log.highWatermark) return Errors.OFFSET_OUT_OF_RANGE;
  if (offset <= log.logStartOffset) return Errors.NONE;
  log.logStartOffset = offset;
  if (log.firstDirtyOffset < offset) log.firstDirtyOffset = offset;
  if (trimCacheStart(log.epochCache, offset)) epochCacheTrimmed(log, env.rules);
  requireOrder(log);
  invariant(log.firstDirtyOffset >= offset, "what lies below the log start is not dirty");
  env.observer.logStartMoved(env.brokerId, log.topicPartition, log.logStartOffset, reason);
  return Errors.NONE;
}
