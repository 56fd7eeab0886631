/**
 * What a replica knows of idempotent producers (protocol §4.8, §5.1; ProducerStateManager, ProducerAppendInfo).
 *
 * Per producer id: its epoch and its last few batches. Transitions of an entry: unknown, known from its first batch,
 * (each batch) window slides, (newer epoch) window emptied, (idle too long) unknown again. A snapshot keeps fewer
 * batches than memory does, so a reload narrows the window (L-71).
 */
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { addSequence, type RecordBatch } from "../records.ts";

/** The part of a batch that is remembered: a stored batch itself, or what a snapshot kept of one. */
export type CachedBatch = Pick<RecordBatch, "baseOffset" | "lastOffsetDelta" | "baseSequence" | "maxTimestamp">;

export interface ProducerEntry {
  readonly producerId: number;
  producerEpoch: number;
  /** Oldest first; at most `dedupWindow`. */
  readonly batches: CachedBatch[];
  lastTimestamp: Millis;
}

export type ProducerStates = Map<number, ProducerEntry>;

/** What is known of all producers at an offset (producer-snapshot.ts). */
export interface ProducerSnapshot {
  readonly offset: number;
  readonly producers: readonly SnapshotEntry[];
}

export interface SnapshotEntry {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly lastTimestamp: Millis;
  readonly batches: readonly CachedBatch[];
}

/** The remembered batch with this epoch and exactly these sequences, or null (P-10). */
export function findDuplicate(entry: ProducerEntry, batch: RecordBatch): CachedBatch | null {
  if (entry.producerEpoch !== batch.producerEpoch) return null;
  const { batches } = entry;
  for (let i = batches.length - 1; i >= 0; i--) {
    const cached = batches[i]!;
    if (cached.baseSequence === batch.baseSequence && cached.lastOffsetDelta === batch.lastOffsetDelta) return cached;
  }
  return null;
}

/** May this producer append this batch next? (P-11, P-12, P-13.) An unknown producer may start anywhere (P-14). */
export function refuseSequence(entry: ProducerEntry, batch: RecordBatch): ErrorCode {
  if (batch.producerEpoch < entry.producerEpoch) return Errors.INVALID_PRODUCER_EPOCH;
  if (batch.producerEpoch > entry.producerEpoch) {
    return batch.baseSequence === 0 ? Errors.NONE : Errors.OUT_OF_ORDER_SEQUENCE_NUMBER;
  }
  return batch.baseSequence === expectedSequence(entry) ? Errors.NONE : Errors.OUT_OF_ORDER_SEQUENCE_NUMBER;
}

/** The first sequence of the next batch of this session. */
function expectedSequence(entry: ProducerEntry): number {
  const last = entry.batches.at(-1);
  return last === undefined ? 0 : addSequence(last.baseSequence, last.lastOffsetDelta + 1);
}

/** Takes a stored batch into account, without judging it (L-72). A window of nothing remembers nothing. */
export function noteProducerBatch(producers: ProducerStates, batch: RecordBatch, window: number): void {
  if (window === 0) return;
  const entry = producers.get(batch.producerId);
  if (entry === undefined) {
    producers.set(batch.producerId, {
      producerId: batch.producerId,
      producerEpoch: batch.producerEpoch,
      batches: batch.isControl ? [] : [batch],
      lastTimestamp: batch.maxTimestamp,
    });
    return;
  }
  if (entry.producerEpoch !== batch.producerEpoch) {
    entry.producerEpoch = batch.producerEpoch;
    entry.batches.length = 0;
  }
  if (!batch.isControl) {
    if (entry.batches.length >= window) entry.batches.shift();
    const last = entry.batches.at(-1);
    invariant(last === undefined || last.baseOffset < batch.baseOffset, "a producer's batches are noted in log order");
    entry.batches.push(batch);
    invariant(entry.batches.length <= window, "no more batches of a producer are remembered than the window holds");
  }
  entry.lastTimestamp = batch.maxTimestamp;
}

/** Offset of its last record, -1 if none is remembered. */
export const lastDataOffset = (entry: ProducerEntry): number => {
  const last = entry.batches.at(-1);
  return last === undefined ? -1 : last.baseOffset + last.lastOffsetDelta;
};
