/**
 * Records and record batches, with the fields of Kafka's format v2 (DefaultRecordBatch, KIP-98).
 *
 * Batches are immutable and shared: producer, leader, followers and consumers hold the same object, as the bytes from
 * the CRC on are the same everywhere. Only `stamp` (the leader's base offset, leader epoch and, with LogAppendTime, the
 * time) and compaction make new ones.
 */
import { mix } from "../core/mix.ts";
import type { Millis } from "../core/time.ts";

export interface Header {
  readonly key: string;
  readonly value: string | null;
}

/** What a record of an internal topic holds, decoded: plain data that nobody changes. */
interface InternalValue {
  readonly type: string;
}

/** Text of an application, or a payload of an internal topic. Null is a tombstone in a compacted topic. */
export type RecordValue = string | InternalValue | null;

export interface KafkaRecord {
  /** Ghost identity given by the workload, unique in a run: what histories compare. Invisible to the protocol. */
  readonly id: number;
  readonly key: string | null;
  readonly value: RecordValue;
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
  readonly isTransactional: boolean;
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

/** Ghost identities from here on belong to what brokers write to internal topics; applications send none of it. */
export const firstInternalId = 2 ** 49;

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

/**
 * A batch as a producer sends it: base offset 0, no leader epoch, CreateTime. `records` carry offset deltas 0, 1, ... and
 * are shared, not copied. `compressionRatio`: compressed size over raw size (1: no compression).
 */
export function makeBatch(
  records: readonly KafkaRecord[],
  producerId: number,
  producerEpoch: number,
  baseSequence: number,
  compressionRatio: number,
): RecordBatch {
  let rawBytes = 0;
  let maxTimestamp = -1;
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!;
    rawBytes += record.sizeInBytes;
    if (record.timestamp > maxTimestamp) maxTimestamp = record.timestamp;
  }
  const sizeInBytes = batchOverheadBytes + Math.ceil(rawBytes * compressionRatio);
  const checksum = checksumOf(
    records,
    producerId,
    producerEpoch,
    baseSequence,
    records.length - 1,
    false,
    false,
    maxTimestamp,
    -1,
    sizeInBytes,
  );
  return {
    baseOffset: 0,
    lastOffsetDelta: records.length - 1,
    partitionLeaderEpoch: noEpoch,
    producerId,
    producerEpoch,
    baseSequence,
    isTransactional: false,
    isControl: false,
    timestampType: "CreateTime",
    maxTimestamp,
    deleteHorizonMs: -1,
    sizeInBytes,
    records,
    checksum,
  };
}

/** The same records in another producer session or place of it: what a local epoch bump makes of a batch (P-22). */
export function resequence(
  batch: RecordBatch,
  producerId: number,
  producerEpoch: number,
  baseSequence: number,
): RecordBatch {
  return sealed({ ...batch, producerId, producerEpoch, baseSequence });
}

/** The batch with the checksum that its fields call for. */
export const sealed = (batch: RecordBatch): RecordBatch => ({ ...batch, checksum: expectedChecksum(batch) });

/** Does the checksum fit? Not for a torn or corrupted batch. */
export const isBatchValid = (batch: RecordBatch): boolean => batch.checksum === expectedChecksum(batch);

const expectedChecksum = (batch: RecordBatch): number =>
  checksumOf(
    batch.records,
    batch.producerId,
    batch.producerEpoch,
    batch.baseSequence,
    batch.lastOffsetDelta,
    batch.isTransactional,
    batch.isControl,
    batch.maxTimestamp,
    batch.deleteHorizonMs,
    batch.sizeInBytes,
  );

/** Its place among the attributes of format v2. */
const transactionalBit = 0x10;

/**
 * Stands for the CRC-32C of the bytes from `attributes` to the end. A record enters by its identity, which stands for
 * its key, value and headers: the strings are not read, as this runs for each append on each replica.
 */
export function checksumOf(
  records: readonly KafkaRecord[],
  producerId: number,
  producerEpoch: number,
  baseSequence: number,
  lastOffsetDelta: number,
  isTransactional: boolean,
  isControl: boolean,
  maxTimestamp: Millis,
  deleteHorizonMs: Millis,
  sizeInBytes: number,
): number {
  let h = mix(mix(producerId, producerEpoch), baseSequence);
  h = mix(mix(h, isControl ? -lastOffsetDelta - 1 : lastOffsetDelta), maxTimestamp);
  h = mix(mix(h, deleteHorizonMs), sizeInBytes);
  if (isTransactional) h = mix(h, transactionalBit);
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!;
    h = mix(mix(h, record.id), record.offsetDelta);
    h = mix(h, record.value === null ? -record.timestamp : record.timestamp);
  }
  return h;
}
