/**
 * A batch that the broker found too large, in smaller ones (ProducerBatch.split, RecordAccumulator.splitAndReenqueue): up to
 * batch.size each, taking no compression for granted. That leaves it whole where batch.size is above the topic's
 * max.message.bytes; what came of a split is then halved (KAFKA-8350).
 */
import { invariant } from "../../core/invariant.ts";
import { addSequence } from "../../kafka/records.ts";
import type { ProducerRules } from "../../kafka/rules/producer-rules.ts";
import type { ProducerBatch } from "./partition-queue.ts";
import { hasSequence, newProducerBatch, wireBytes } from "./producer-batch.ts";
import type { RecordAccumulator } from "./record-accumulator.ts";

/** In order, with the sequences that their records had; perhaps one that is as large. */
export function splitBatch(
  big: ProducerBatch,
  { config, compressionRatio }: RecordAccumulator,
  rules: ProducerRules,
): readonly ProducerBatch[] {
  const halved = Math.floor(wireBytes(big.rawBytes, compressionRatio) / 2);
  const parts = splitAt(big, big.isPart && rules.halvesSplitBatches ? halved : config.batchSize);
  let sequence = big.baseSequence;
  for (const part of parts) {
    part.isClosed = true;
    part.isPart = true;
    part.mayHaveArrived = big.mayHaveArrived;
    part.sends = big.sends;
    if (!hasSequence(big)) continue;
    part.producerId = big.producerId;
    part.producerEpoch = big.producerEpoch;
    part.baseSequence = sequence;
    sequence = addSequence(sequence, part.records.length);
  }
  invariant(parts.length > 0, "a batch has parts");
  invariant(!hasSequence(big) || sequence === addSequence(big.baseSequence, big.records.length), "no sequence is lost");
  return parts;
}

/** A part holds a record at least, however large. */
function splitAt(big: ProducerBatch, batchSize: number): ProducerBatch[] {
  const parts: ProducerBatch[] = [];
  let part: ProducerBatch | null = null;
  for (const record of big.records) {
    if (part === null || wireBytes(part.rawBytes + record.sizeInBytes, 1) > batchSize) {
      part = newProducerBatch(big.queue, big.createdMs, 0);
      parts.push(part);
    }
    part.records.push({ ...record, offsetDelta: part.records.length });
    part.rawBytes += record.sizeInBytes;
  }
  return parts;
}
