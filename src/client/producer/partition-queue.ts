/** All that a producer keeps of one partition. */
import { type Deque, newDeque } from "../deque.ts";
import type { PartitionMetadata } from "../metadata/client-metadata.ts";
import type { ProducerBatch } from "./producer-batch.ts";
import { newSequences, type PartitionSequences } from "./sequences.ts";

export interface PartitionQueue {
  readonly partition: number;
  /** Replaced when the topic is made anew. */
  metadata: PartitionMetadata;
  /** Waiting to be sent, oldest first; those sent before come first, by sequence. */
  readonly batches: Deque<ProducerBatch>;
  /** Sent and not answered, in the order in which they were sent. */
  readonly inFlight: ProducerBatch[];
  readonly sequences: PartitionSequences;
  /** With one request in flight per connection: nothing is sent until the last batch is answered. */
  isMuted: boolean;
  /** Some batch went into it already. */
  wasUsed: boolean;
}

export const newPartitionQueue = (metadata: PartitionMetadata): PartitionQueue => ({
  partition: metadata.partition,
  metadata,
  batches: newDeque(),
  inFlight: [],
  sequences: newSequences(),
  isMuted: false,
  wasUsed: false,
});
