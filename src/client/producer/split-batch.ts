/**
 * A batch that the broker found too large, in smaller ones (ProducerBatch.split, Sender.completeBatch): up to batch.size
 * each, taking no compression for granted. Where this leaves it whole, as batch.size itself is above the topic's
 * max.message.bytes, halves are made, as sending it again can only fail (KAFKA-8350).
 */

import { addSequence } from "../../kafka/records.ts";
import type { ProducerBatch } from "./partition-queue.ts";
import { hasSequence, newProducerBatch, wireBytes } from "./producer-batch.ts";

/** At least two, in order, with the sequences that their records had. */
export function splitBatch(big: ProducerBatch, batchSize: number): readonly ProducerBatch[] {
  const bySize = splitAt(big, batchSize);
  const parts = bySize.length > 1 ? bySize : splitAt(big, wireBytes(Math.ceil(big.rawBytes / 2), 1));
  let sequence = big.baseSequence;
  for (const part of parts) {
    part.isClosed = true;
    part.mayHaveArrived = big.mayHaveArrived;
    part.sends = big.sends;
    if (!hasSequence(big)) continue;
    part.producerId = big.producerId;
    part.producerEpoch = big.producerEpoch;
    part.baseSequence = sequence;
    sequence = addSequence(sequence, part.records.length);
  }
  return parts;
}

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
