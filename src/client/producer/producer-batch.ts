/**
 * A batch on its way (org.apache.kafka.clients.producer.internals.ProducerBatch).
 *
 *   open --full, or drained--> closed --sent--> in flight --retriable error--> queued again --sent--> in flight
 *   in flight --answer--> done (ok, fail, info)      queued or in flight --delivery.timeout.ms--> done (fail, info)
 *   in flight --MESSAGE_TOO_LARGE--> split into smaller ones, queued again
 * Once sent, it keeps producer id, epoch and sequence (P-22) until a local epoch bump numbers it anew.
 */
import type { Millis } from "../../core/time.ts";
import {
  batchOverheadBytes,
  makeBatch,
  noEpoch,
  noProducerId,
  noSequence,
  type RecordBatch,
  resequence,
} from "../../kafka/records.ts";
import type { RecordDraft } from "../record-source.ts";
import type { PartitionQueue, ProducerBatch } from "./partition-queue.ts";

export function newProducerBatch(queue: PartitionQueue, createdMs: Millis, bufferBytes: number): ProducerBatch {
  return {
    queue,
    topicPartition: queue.metadata.topicPartition,
    createdMs,
    records: [],
    rawBytes: 0,
    bufferBytes,
    attempts: 0,
    sends: 0,
    lastAttemptMs: createdMs,
    retryAtMs: 0,
    isClosed: false,
    isPart: false,
    isDone: false,
    isReleased: false,
    isInFlight: false,
    mayHaveArrived: false,
    producerId: noProducerId,
    producerEpoch: noEpoch,
    baseSequence: noSequence,
    sequenceHasBeenReset: false,
    leaderEpoch: noEpoch,
    attemptsWhenLeaderLastChanged: 0,
    wire: null,
    place: null,
    sharesBufferOf: null,
  };
}

/** Size on the wire after compression. */
export const wireBytes = (rawBytes: number, compressionRatio: number): number =>
  batchOverheadBytes + Math.ceil(rawBytes * compressionRatio);

export const hasSequence = (batch: ProducerBatch): boolean => batch.baseSequence !== noSequence;

/** The first record always fits. */
export const hasRoomFor = (batch: ProducerBatch, recordBytes: number, batchSize: number, ratio: number): boolean =>
  !batch.isClosed && (batch.records.length === 0 || wireBytes(batch.rawBytes + recordBytes, ratio) <= batchSize);

export const isFull = (batch: ProducerBatch, batchSize: number, ratio: number): boolean =>
  batch.isClosed || wireBytes(batch.rawBytes, ratio) >= batchSize;

export function appendRecord(batch: ProducerBatch, draft: RecordDraft, timestamp: Millis): void {
  batch.records.push({
    id: draft.id,
    key: draft.key,
    value: draft.value,
    headers: draft.headers,
    timestamp,
    offsetDelta: batch.records.length,
    sizeInBytes: draft.sizeInBytes,
  });
  batch.rawBytes += draft.sizeInBytes;
}

/** The batch as it is sent; nothing more can be appended. */
export function closedBatch(batch: ProducerBatch, ratio: number): RecordBatch {
  batch.isClosed = true;
  batch.sequenceHasBeenReset = false;
  const { wire, producerId, producerEpoch, baseSequence } = batch;
  if (wire === null) batch.wire = makeBatch(batch.records, producerId, producerEpoch, baseSequence, ratio);
  else if (
    wire.producerId !== producerId ||
    wire.producerEpoch !== producerEpoch ||
    wire.baseSequence !== baseSequence
  ) {
    batch.wire = resequence(wire, producerId, producerEpoch, baseSequence);
  }
  return batch.wire!;
}

/** A batch does not wait when the leader changed since its last attempt (KAFKA-15415, ProducerBatch.maybeUpdateLeaderEpoch). */
export function noticeLeaderEpoch(batch: ProducerBatch, leaderEpoch: number): void {
  if (leaderEpoch <= batch.leaderEpoch) return;
  batch.leaderEpoch = leaderEpoch;
  batch.attemptsWhenLeaderLastChanged = batch.attempts;
}

export const isBackingOff = (batch: ProducerBatch, nowMs: Millis): boolean =>
  batch.attempts > 0 && nowMs < batch.retryAtMs && batch.attempts !== batch.attemptsWhenLeaderLastChanged;
