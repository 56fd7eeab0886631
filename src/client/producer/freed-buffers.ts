/**
 * Memory that was given back while a request on its way still reads from it (KAFKA-19012; clients 2.8.0 to 3.9.1, 4.0.1 and 4.1.1).
 *
 *   batch A expires in flight: its memory is free --> batch B takes it --> B is closed and sent
 *   the request of A arrives before that: with A; while B is being filled: torn; after B was closed: with B, under A's partition
 *
 * A request that arrived is not read again. Here the next batch of batch.size takes such memory first; Kafka's pool hands its
 * buffers out in turn.
 */
import { invariant } from "../../core/invariant.ts";
import type { RecordBatch } from "../../kafka/records.ts";
import type { ProducerBatch } from "./partition-queue.ts";

/** `freed`: batches that are done, with a request that may still read their memory. */
export function takeFreedBuffer(freed: ProducerBatch[], batch: ProducerBatch): void {
  for (let former = freed.shift(); former !== undefined; former = freed.shift()) {
    const { isInFlight, place } = former;
    if (!isInFlight || place === null) continue;
    invariant(former.isDone && former !== batch, "only the memory of a batch that is done is used again");
    place.batch = { ...place.batch, checksum: ~place.batch.checksum };
    batch.sharesBufferOf = former;
    return;
  }
}

/** The batch is whole: so is what its memory holds for whoever had it before. */
export function overwriteFormer({ sharesBufferOf }: ProducerBatch, wire: RecordBatch): void {
  if (sharesBufferOf === null || sharesBufferOf.place === null || !sharesBufferOf.isInFlight) return;
  invariant(sharesBufferOf.isDone, "only the memory of a batch that is done is used again");
  sharesBufferOf.place.batch = wire;
}
