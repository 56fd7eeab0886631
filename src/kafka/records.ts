/**
 * Records and record batches, with the fields of Kafka's format v2 (DefaultRecordBatch, KIP-98).
 *
 * Batches are immutable and shared: producer, leader, followers and consumers hold the same object, as the bytes from
 * the CRC on are the same everywhere. Only `stamp` (the leader's base offset, leader epoch and, with LogAppendTime, the
 * time) and compaction make new ones.
 */
import type { Millis } from "../core/time.ts";

export interface Header {
  readonly key: string;
  readonly value: string | null;
}

export interface KafkaRecord {
  /** Ghost identity given by the workload, unique in a run: what histories compare. Invisible to the protocol. */
  readonly id: number;
  readonly key: string | null;
  /** Null is a tombstone in a compacted topic. */
  readonly value: string | null;
  readonly headers: readonly Header[];
  /** CreateTime given by the producer, ms. */
  readonly timestamp: Millis;
  /** Position in the batch: offset = baseOffset + offsetDelta. Sparse after compaction. */
  readonly offsetDelta: number;
  /** Uncompressed size in bytes. */
  readonly sizeInBytes: number;
}

export type TimestampType = "CreateTime" | "LogAppendTime";

export interface RecordBatch {
  readonly baseOffset: number;
  readonly lastOffsetDelta: number;
  readonly partitionLeaderEpoch: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly isControl: boolean;
  readonly timestampType: TimestampType;
  /** Largest record timestamp, or the append time with LogAppendTime; ms. */
  readonly maxTimestamp: Millis;
  /** Time from which a tombstone in this batch may go (attribute bit 6), or -1. */
  readonly deleteHorizonMs: number;
  /** Size on the wire and on disk, after compression, with the 61 bytes of overhead. */
  readonly sizeInBytes: number;
  readonly records: readonly KafkaRecord[];
  /** Stands for the CRC: covers everything but base offset and leader epoch (L-1). */
  readonly checksum: number;
}

export const noProducerId = -1;
export const noSequence = -1;
export const noEpoch = -1;
export const batchOverheadBytes = 61;

export const lastOffset = (batch: RecordBatch): number => batch.baseOffset + batch.lastOffsetDelta;
export const nextOffset = (batch: RecordBatch): number => batch.baseOffset + batch.lastOffsetDelta + 1;

/** Sequences are int32 and wrap to 0 (DefaultRecordBatch.incrementSequence). */
export function addSequence(sequence: number, delta: number): number {
  const sum = sequence + delta;
  return sum > 0x7fffffff ? sum - 0x80000000 : sum;
}

export const lastSequence = (batch: RecordBatch): number =>
  batch.producerId === noProducerId ? noSequence : addSequence(batch.baseSequence, batch.lastOffsetDelta);
