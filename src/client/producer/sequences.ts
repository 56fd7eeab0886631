/**
 * The sequences of one partition in an idempotent producer session (TxnPartitionEntry, P-20 .. P-23).
 *
 *   numbered --drained--> tracked --answered or given up--> gone
 * `tracked` holds every batch that has a sequence and is not done, by (producer id, epoch, sequence), sent or queued.
 * `unresolvedNext` says that a batch which may be in the log was given up: nothing new is sent until those tracked are
 * done; then either later ones were acknowledged and all is well, or the epoch is bumped.
 */
import { invariant } from "../../core/invariant.ts";
import { addSequence, noSequence } from "../../kafka/records.ts";
import type { PartitionSequences, ProducerBatch } from "./partition-queue.ts";
import { hasSequence } from "./producer-batch.ts";

export const hasTracked = (sequences: PartitionSequences): boolean => sequences.tracked.length > 0;

export const isUnresolved = (sequences: PartitionSequences): boolean => sequences.unresolvedNext !== -1;

/** Is this the sequence right after the last one acknowledged? */
export const isNextSequence = (sequences: PartitionSequences, sequence: number): boolean =>
  sequence - sequences.lastAckedSequence === 1;

/** Gives a batch the next sequences, once. */
export function numberBatch(sequences: PartitionSequences, batch: ProducerBatch): void {
  invariant(!hasSequence(batch), "a batch is numbered once, until its epoch is bumped");
  invariant(sequences.producerId >= 0, "a batch is numbered in a session");
  batch.producerId = sequences.producerId;
  batch.producerEpoch = sequences.producerEpoch;
  batch.baseSequence = sequences.nextSequence;
  sequences.nextSequence = addSequence(sequences.nextSequence, batch.records.length);
  track(sequences, batch);
}

/** Kept in order; KAFKA-13794 is what comes of comparing sequences alone. */
export function track(sequences: PartitionSequences, batch: ProducerBatch): void {
  const { tracked } = sequences;
  invariant(hasSequence(batch) && !batch.isDone, "what is tracked has a sequence and is open");
  let index = tracked.length;
  while (index > 0 && isBefore(batch, tracked[index - 1]!)) index--;
  if (index === tracked.length) tracked.push(batch);
  else tracked.splice(index, 0, batch);
  const after = tracked[index + 1];
  invariant(after === undefined || after.baseSequence !== batch.baseSequence, "a sequence is given to one batch");
}

function isBefore(one: ProducerBatch, other: ProducerBatch): boolean {
  if (one.producerId !== other.producerId) return one.producerId < other.producerId;
  if (one.producerEpoch !== other.producerEpoch) return one.producerEpoch < other.producerEpoch;
  return one.baseSequence < other.baseSequence;
}

export function untrack(sequences: PartitionSequences, batch: ProducerBatch): void {
  const index = sequences.tracked.indexOf(batch);
  if (index === 0) sequences.tracked.shift();
  else if (index > 0) sequences.tracked.splice(index, 1);
}

/** A batch was acknowledged, be it that the producer had given it up before. */
export function acknowledge(sequences: PartitionSequences, batch: ProducerBatch, baseOffset: number): void {
  invariant(hasSequence(batch), "a session acknowledges sequences");
  invariant(baseOffset >= -1, "what is acknowledged has an offset, or none is known");
  const lastSequence = addSequence(batch.baseSequence, batch.records.length - 1);
  if (lastSequence > sequences.lastAckedSequence) sequences.lastAckedSequence = lastSequence;
  const lastOffset = baseOffset + batch.records.length - 1;
  if (baseOffset >= 0 && lastOffset > sequences.lastAckedOffset) sequences.lastAckedOffset = lastOffset;
  untrack(sequences, batch);
}

export function markUnresolved(sequences: PartitionSequences, batch: ProducerBatch): void {
  if (!hasSequence(batch)) return;
  const next = addSequence(batch.baseSequence, batch.records.length);
  if (next > sequences.unresolvedNext) sequences.unresolvedNext = next;
}

/** From sequence 0 in a session: what is tracked is numbered anew, in order (startSequencesAtBeginning). */
export function startAtBeginning(sequences: PartitionSequences, producerId: number, producerEpoch: number): void {
  let sequence = 0;
  invariant(producerId >= 0 && producerEpoch >= 0, "sequences begin anew in a session");
  for (const batch of sequences.tracked) {
    invariant(!batch.isDone, "what is numbered anew is open");
    batch.producerId = producerId;
    batch.producerEpoch = producerEpoch;
    batch.baseSequence = sequence;
    batch.sequenceHasBeenReset = true;
    sequence += batch.records.length;
  }
  sequences.producerId = producerId;
  sequences.producerEpoch = producerEpoch;
  sequences.nextSequence = sequence;
  sequences.lastAckedSequence = noSequence;
  sequences.unresolvedNext = -1;
}
