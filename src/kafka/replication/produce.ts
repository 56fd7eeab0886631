/**
 * Produce on the leader of one partition: the checks before the append, the append, and when acks=all is satisfied
 * (P-1..P-8; Partition.appendRecordsToLeader, checkEnoughReplicasReachOffset). Produce carries no leader epoch (P-5):
 * a leader that has not heard of its successor takes acks=0 and acks=1 writes that it will lose.
 */
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { appendAsLeader } from "../log/append.ts";
import type { RecordBatch } from "../records.ts";
import { failIfRefused, partitionMoved, type ReplicaEnv } from "./env.ts";
import { maybeIncrementHighWatermark } from "./high-watermark.ts";
import { isLeader, type Partition } from "./partition.ts";

export interface ProduceResult {
  readonly errorCode: ErrorCode;
  /** -1 when refused; of the original with a duplicate. */
  readonly baseOffset: number;
  /** acks=all is satisfied when the high watermark passed it. */
  readonly lastOffset: number;
  /** -1 with CreateTime. */
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  readonly duplicate: boolean;
}

/** Appends `batch`; what acks=all still has to wait for tells `isProduceSatisfied(partition, lastOffset + 1)`. */
export function appendToLeader(partition: Partition, batch: RecordBatch, acks: number, env: ReplicaEnv): ProduceResult {
  const refused = refuseProduce(partition, acks);
  if (refused !== Errors.NONE) return refusal(refused, partition);
  const { log } = partition;
  const appended = appendAsLeader(log, batch, partition.leaderEpoch, env);
  if (appended.errorCode !== Errors.NONE) {
    failIfRefused(partition, env);
    return refusal(appended.errorCode, partition);
  }
  invariant(appended.lastOffset < log.logEndOffset, "what was appended lies within the log");
  invariant(appended.duplicate || appended.lastOffset === log.logEndOffset - 1, "a new batch is the end of the log");
  // Also after a duplicate, which may be the retry of a write that waits for nothing else (Partition.appendRecordsToLeader).
  const raised = maybeIncrementHighWatermark(partition, env);
  if (raised || !appended.duplicate) partitionMoved(partition, env);
  return {
    errorCode: Errors.NONE,
    baseOffset: appended.baseOffset,
    lastOffset: appended.lastOffset,
    logAppendTimeMs: appended.logAppendTimeMs,
    logStartOffset: log.logStartOffset,
    duplicate: appended.duplicate,
  };
}

function refuseProduce(partition: Partition, acks: number): ErrorCode {
  if (acks !== -1 && acks !== 0 && acks !== 1) return Errors.INVALID_REQUIRED_ACKS;
  if (partition.role === "offline") return Errors.KAFKA_STORAGE_ERROR;
  if (!isLeader(partition)) return Errors.NOT_LEADER_OR_FOLLOWER;
  if (acks === -1 && partition.isr.length < partition.effectiveMinIsr) return Errors.NOT_ENOUGH_REPLICAS;
  return Errors.NONE;
}

/**
 * Has a write that ends below `requiredOffset` been replicated (P-3, P-4)? NONE, NOT_ENOUGH_REPLICAS_AFTER_APPEND (it is
 * committed all the same), NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR, or not decided yet.
 */
export function isProduceSatisfied(
  partition: Partition,
  requiredOffset: number,
  _env: ReplicaEnv,
): ErrorCode | "pending" {
  if (partition.role === "offline") return Errors.KAFKA_STORAGE_ERROR;
  if (!isLeader(partition)) return Errors.NOT_LEADER_OR_FOLLOWER;
  if (partition.log.highWatermark < requiredOffset) return "pending";
  return partition.maximalIsr.length >= partition.effectiveMinIsr
    ? Errors.NONE
    : Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND;
}

/** These say nothing of the log; every other refusal names its start (ReplicaManager.appendRecordsToLeader). */
const withoutLogStart: ReadonlySet<ErrorCode> = new Set([
  Errors.INVALID_REQUIRED_ACKS,
  Errors.NOT_LEADER_OR_FOLLOWER,
  Errors.KAFKA_STORAGE_ERROR,
  Errors.MESSAGE_TOO_LARGE,
  Errors.RECORD_LIST_TOO_LARGE,
  Errors.CORRUPT_MESSAGE,
]);

const refusal = (errorCode: ErrorCode, partition: Partition): ProduceResult => ({
  errorCode,
  baseOffset: -1,
  lastOffset: -1,
  logAppendTimeMs: -1,
  logStartOffset: withoutLogStart.has(errorCode) ? -1 : partition.log.logStartOffset,
  duplicate: false,
});
