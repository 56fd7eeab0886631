/**
 * What the leader makes of a client's batch: the stored one (L-1, L-10). Everything from the checksum on stays as it
 * came, so the records are shared; only LogAppendTime changes what the checksum covers (L-6).
 */
import type { Millis } from "../../core/time.ts";
import { checksumOf, type RecordBatch, type TimestampType } from "../records.ts";

/** The batch with its place in the log: base offset, leader epoch and, with LogAppendTime, the leader's clock. */
export function stamp(
  batch: RecordBatch,
  baseOffset: number,
  leaderEpoch: number,
  timestampType: TimestampType,
  appendTimeMs: Millis,
): RecordBatch {
  const isAppendTime = timestampType === "LogAppendTime";
  const maxTimestamp = isAppendTime ? appendTimeMs : batch.maxTimestamp;
  return {
    baseOffset,
    lastOffsetDelta: batch.lastOffsetDelta,
    partitionLeaderEpoch: leaderEpoch,
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
    isTransactional: batch.isTransactional,
    isControl: batch.isControl,
    timestampType,
    maxTimestamp,
    deleteHorizonMs: batch.deleteHorizonMs,
    sizeInBytes: batch.sizeInBytes,
    records: batch.records,
    checksum: isAppendTime
      ? checksumOf(
          batch.records,
          batch.producerId,
          batch.producerEpoch,
          batch.baseSequence,
          batch.lastOffsetDelta,
          batch.isTransactional,
          batch.isControl,
          maxTimestamp,
          batch.deleteHorizonMs,
          batch.sizeInBytes,
        )
      : batch.checksum,
  };
}

/** A record's own time: with LogAppendTime all records of a batch have that of the batch. */
export const recordTimestamp = (batch: RecordBatch, index: number): Millis =>
  batch.timestampType === "LogAppendTime" ? batch.maxTimestamp : batch.records[index]!.timestamp;
