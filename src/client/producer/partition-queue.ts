/** All that a producer keeps of one partition: its queue, the batches in it, and their sequences. */
import type { Millis } from "../../core/time.ts";
import { type KafkaRecord, noEpoch, noProducerId, noSequence, type RecordBatch } from "../../kafka/records.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import { type Deque, newDeque } from "../deque.ts";
import type { PartitionMetadata } from "../metadata/client-metadata.ts";
import { placeOf } from "../topic-order.ts";

export interface PartitionQueue {
  readonly partition: number;
  /** Among all partitions of all topics of the producer. */
  readonly place: number;
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

export interface ProducerBatch {
  readonly queue: PartitionQueue;
  /** Where it was last sent to, or will be. */
  topicPartition: TopicPartition;
  readonly createdMs: Millis;
  readonly records: KafkaRecord[];
  /** Before compression, without overhead. */
  rawBytes: number;
  /** How much of buffer.memory it holds; 0 for one that came of a split. */
  readonly bufferBytes: number;
  /** How often it was queued again. */
  attempts: number;
  /** How often it left this client, or the larger batch did that it was a part of. */
  sends: number;
  lastAttemptMs: Millis;
  /** After a failed attempt: not sent again before, unless the leader changed. */
  retryAtMs: Millis;
  isClosed: boolean;
  /** It came of a split. */
  isPart: boolean;
  /** The application heard what became of it. */
  isDone: boolean;
  /** Its memory was given back. */
  isReleased: boolean;
  isInFlight: boolean;
  /** An attempt may have been appended: it was not answered, or with an error that does not exclude it (Y-1). */
  mayHaveArrived: boolean;
  producerId: number;
  producerEpoch: number;
  baseSequence: number;
  /** Numbered anew by a local epoch bump and not sent since. */
  sequenceHasBeenReset: boolean;
  /** Newest leader epoch seen while it waited, and how many attempts there were then (KIP-951). */
  leaderEpoch: number;
  attemptsWhenLeaderLastChanged: number;
  /** As it goes over the wire: made once, again only when numbered anew. */
  wire: RecordBatch | null;
  /** In the request that carried it last. */
  place: BatchPlace | null;
  /** The batch that had its memory before and may still be read from it; null: none. */
  sharesBufferOf: ProducerBatch | null;
}

/** What a request holds for one partition, until it arrives. */
export interface BatchPlace {
  readonly topicPartition: TopicPartition;
  batch: RecordBatch;
}

export interface PartitionSequences {
  producerId: number;
  producerEpoch: number;
  nextSequence: number;
  /** Of the last record acknowledged; -1 none in this session. */
  lastAckedSequence: number;
  /** -1: none. */
  lastAckedOffset: number;
  readonly tracked: ProducerBatch[];
  /** Sequence after the last batch given up with an unknown outcome; -1: none. */
  unresolvedNext: number;
  /** This partition asked for the epoch bump that is due. */
  asksForBump: boolean;
  /** Something was tracked at the last bump. */
  hadInFlightAtBump: boolean;
}

/** `topic`: its place among the producer's topics. */
export const newPartitionQueue = (metadata: PartitionMetadata, topic: number): PartitionQueue => ({
  partition: metadata.partition,
  place: placeOf(topic, metadata.partition),
  metadata,
  batches: newDeque(),
  inFlight: [],
  sequences: newSequences(),
  isMuted: false,
  wasUsed: false,
});

const newSequences = (): PartitionSequences => ({
  producerId: noProducerId,
  producerEpoch: noEpoch,
  nextSequence: 0,
  lastAckedSequence: noSequence,
  lastAckedOffset: -1,
  tracked: [],
  unresolvedNext: -1,
  asksForBump: false,
  hadInFlightAtBump: false,
});
