/** What a leader refuses of a client before it looks at the log (L-5..L-7; UnifiedLog.analyzeAndValidateRecords, LogValidator). */
import type { Millis } from "../../core/time.ts";
import type { TopicConfig } from "../config/resolve-topic.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { isBatchValid, noProducerId, type RecordBatch } from "../records.ts";

/** Sizes are those after compression. NONE: the batch may be appended. */
export function refuseClientBatch(config: TopicConfig, batch: RecordBatch, nowMs: Millis): ErrorCode {
  if (batch.sizeInBytes > config.maxMessageBytes) return Errors.MESSAGE_TOO_LARGE;
  if (!isBatchValid(batch)) return Errors.CORRUPT_MESSAGE;
  if (batch.baseOffset !== 0 || batch.isControl) return Errors.INVALID_RECORD;
  if (batch.producerId !== noProducerId && batch.baseSequence < 0) return Errors.INVALID_RECORD;
  const count = batch.records.length;
  if (count === 0 || batch.lastOffsetDelta !== count - 1) return Errors.INVALID_RECORD;
  if (config.cleanupPolicy.includes("compact") && hasNullKey(batch)) return Errors.INVALID_RECORD;
  if (batch.timestampType === "LogAppendTime") return Errors.INVALID_TIMESTAMP;
  if (config.messageTimestampType === "CreateTime" && isTimestampRefused(config, batch, nowMs)) {
    return Errors.INVALID_TIMESTAMP;
  }
  return batch.sizeInBytes > config.segmentBytes ? Errors.RECORD_LIST_TOO_LARGE : Errors.NONE;
}

/** KIP-937: too far ahead of the leader's clock, or too old. The largest stands in the batch, the others in the records. */
function isTimestampRefused(config: TopicConfig, batch: RecordBatch, nowMs: Millis): boolean {
  if (batch.maxTimestamp - nowMs > config.messageTimestampAfterMaxMs) return true;
  const oldestMs = nowMs - config.messageTimestampBeforeMaxMs;
  if (oldestMs <= 0) return false;
  for (let i = 0; i < batch.records.length; i++) if (batch.records[i]!.timestamp < oldestMs) return true;
  return false;
}

/** Compaction works by key: a compacted topic takes no record without one. */
function hasNullKey(batch: RecordBatch): boolean {
  for (let i = 0; i < batch.records.length; i++) if (batch.records[i]!.key === null) return true;
  return false;
}
