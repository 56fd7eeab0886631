/**
 * Appending: on the leader with validation, offsets and epoch (L-10), on a follower as the batch came (L-12).
 */
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { isBatchValid, noEpoch, noProducerId, type RecordBatch } from "../records.ts";
import { flushIfManyMessages } from "./flush.ts";
import { assignEpoch, type LogEnv, type PartitionLog } from "./partition-log.ts";
import { type CachedBatch, findDuplicate, noteProducerBatch, refuseSequence } from "./producer-state.ts";
import { stamp } from "./record-batch.ts";
import { refuseClientBatch } from "./refuse-client-batch.ts";
import { rollSegment } from "./roll.ts";
import { mustRoll, noteBatch } from "./segment.ts";
import { truncateFullyAndStartAt } from "./truncation.ts";

interface AppendResult {
  readonly errorCode: ErrorCode;
  /** Of a duplicate: where the original lies; -1 with an error. */
  readonly baseOffset: number;
  readonly lastOffset: number;
  /** -1 with CreateTime. */
  readonly logAppendTimeMs: Millis;
  /** Nothing was appended: the batch is here already (L-11). */
  readonly duplicate: boolean;
}

/**
 * Appends a client's batch at the log end. Errors leave the log as it was: MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE,
 * CORRUPT_MESSAGE, INVALID_RECORD, INVALID_TIMESTAMP, INVALID_PRODUCER_EPOCH, OUT_OF_ORDER_SEQUENCE_NUMBER,
 * KAFKA_STORAGE_ERROR.
 */
export function appendAsLeader(log: PartitionLog, batch: RecordBatch, leaderEpoch: number, env: LogEnv): AppendResult {
  if (log.storageFailed) return refused(Errors.KAFKA_STORAGE_ERROR);
  const appendTimeMs = env.wallClockMs();
  const invalid = refuseClientBatch(log.config, batch, appendTimeMs);
  if (invalid !== Errors.NONE) return refused(invalid);
  if (batch.producerId !== noProducerId) {
    const entry = log.producers.get(batch.producerId);
    if (entry !== undefined) {
      const original = findDuplicate(entry, batch);
      if (original !== null) return duplicateOf(original);
      const unexpected = refuseSequence(entry, batch);
      if (unexpected !== Errors.NONE) return refused(unexpected);
    }
  }
  const { messageTimestampType } = log.config;
  const stored = stamp(batch, log.logEndOffset, leaderEpoch, messageTimestampType, appendTimeMs);
  if (!write(log, stored, env)) return refused(Errors.KAFKA_STORAGE_ERROR);
  if (batch.producerId !== noProducerId) noteProducerBatch(log.producers, stored, env.rules.log.dedupWindow);
  env.observer.appended(env.brokerId, log.topicPartition, stored, true, leaderEpoch);
  flushIfManyMessages(log, env);
  return {
    errorCode: Errors.NONE,
    baseOffset: stored.baseOffset,
    lastOffset: stored.baseOffset + stored.lastOffsetDelta,
    logAppendTimeMs: messageTimestampType === "LogAppendTime" ? appendTimeMs : -1,
    duplicate: false,
  };
}

/**
 * Appends a batch fetched from the leader as it is (L-6, L-12, L-72). Errors: OFFSET_OUT_OF_RANGE when it starts below
 * the log end, CORRUPT_MESSAGE, KAFKA_STORAGE_ERROR.
 */
export function appendAsFollower(
  log: PartitionLog,
  batch: RecordBatch,
  currentLeaderEpoch: number,
  env: LogEnv,
): ErrorCode {
  if (log.storageFailed) return Errors.KAFKA_STORAGE_ERROR;
  const rules = env.rules.log;
  if (!isBatchValid(batch)) return Errors.CORRUPT_MESSAGE;
  if (batch.baseOffset < log.logEndOffset && !restartAtBatch(log, batch, currentLeaderEpoch, env)) {
    return Errors.OFFSET_OUT_OF_RANGE;
  }
  if (batch.producerId !== noProducerId && rules.validatesSequencesOnReplica) {
    const entry = log.producers.get(batch.producerId);
    const unexpected = entry === undefined ? Errors.NONE : refuseSequence(entry, batch);
    if (unexpected !== Errors.NONE) return unexpected;
  }
  if (!write(log, batch, env)) return Errors.KAFKA_STORAGE_ERROR;
  if (batch.producerId !== noProducerId && rules.followerTracksProducerState) {
    noteProducerBatch(log.producers, batch, rules.dedupWindow);
  }
  env.observer.appended(env.brokerId, log.topicPartition, batch, false, currentLeaderEpoch);
  flushIfManyMessages(log, env);
  return Errors.NONE;
}

/** A batch of an epoch that the follower has not been told of is left for a later fetch (KAFKA-18723, R-20). */
export const isOfNewerEpoch = (batch: RecordBatch, currentLeaderEpoch: number, env: LogEnv): boolean =>
  batch.partitionLeaderEpoch > currentLeaderEpoch && env.rules.log.followerChecksBatchEpoch;

/**
 * An empty log may restart at a batch that spans its end: the leader's log start lies inside a batch after a
 * DeleteRecords (Partition.appendRecordsToFollowerOrFutureReplica). The leader's log start then moves ours forward.
 */
function restartAtBatch(log: PartitionLog, batch: RecordBatch, leaderEpoch: number, env: LogEnv): boolean {
  const isEmpty = log.logEndOffset === log.logStartOffset;
  if (!isEmpty || batch.baseOffset + batch.lastOffsetDelta < log.logEndOffset) return false;
  truncateFullyAndStartAt(log, batch.baseOffset, leaderEpoch, env);
  return true;
}

/** Puts a stored batch at the end, rolling before if it must; false when the disk refused. */
function write(log: PartitionLog, batch: RecordBatch, env: LogEnv): boolean {
  invariant(batch.baseOffset >= log.logEndOffset, "a batch is appended at or beyond the log end");
  invariant(batch.lastOffsetDelta >= 0, "a batch takes at least one offset");
  if (mustRoll(log.active, batch, log.config, log.rollAfterMs)) rollSegment(log, batch.baseOffset, env);
  // The epoch goes to disk before its first record, so that no record is ever of an epoch that the cache lacks.
  if (batch.partitionLeaderEpoch !== log.latestEpoch && batch.partitionLeaderEpoch > noEpoch) {
    assignEpoch(log, batch.partitionLeaderEpoch, batch.baseOffset);
  }
  const { active } = log;
  if (log.storageFailed || !active.file.append(batch, batch.sizeInBytes)) {
    log.storageFailed = true;
    return false;
  }
  noteBatch(active, batch, log.config.indexIntervalBytes);
  log.logEndOffset = batch.baseOffset + batch.lastOffsetDelta + 1;
  invariant(active.baseOffset <= batch.baseOffset, "a batch lies in a segment that begins at or below it");
  invariant(log.highWatermark < log.logEndOffset, "what was just appended is not committed yet");
  return true;
}

const duplicateOf = (original: CachedBatch): AppendResult => ({
  errorCode: Errors.NONE,
  baseOffset: original.baseOffset,
  lastOffset: original.baseOffset + original.lastOffsetDelta,
  logAppendTimeMs: -1,
  duplicate: true,
});

const refused = (errorCode: ErrorCode): AppendResult => ({
  errorCode,
  baseOffset: -1,
  lastOffset: -1,
  logAppendTimeMs: -1,
  duplicate: false,
});
