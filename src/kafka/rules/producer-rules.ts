/**
 * Decision points of the producer. The default is today's Kafka (4.x); each comment names what another answer breaks and
 * where that is known from.
 */
export interface ProducerRules {
  /**
   * When records without a key go to another partition: after batch.size bytes, rather where queues are short (KIP-794).
   * Before, with each new batch (KIP-480): a slow leader, whose batches are small, got most of them.
   */
  readonly switchesPartition: "by-bytes" | "at-new-batch";
  /**
   * Produce names topics by their ids (KIP-516, version 13). By name, what is sent again after a topic was deleted and
   * made anew may be written into the new one before the producer knows of it.
   */
  readonly producesByTopicId: boolean;
  /** A batch whose leader changed since its last attempt does not wait out its back-off (KAFKA-15415). */
  readonly retriesAtOnceAtNewLeader: boolean;
  /**
   * A part of a batch that was split for its size, and is too large still, is halved (KAFKA-8350). Before, it was made
   * into parts of batch.size again: sent and refused as it was until delivery.timeout.ms, if the topic takes less.
   */
  readonly halvesSplitBatches: boolean;
  /**
   * Where a batch that failed retriably goes into its partition's queue: before the first batch that was never sent or
   * has a larger sequence (P-21, RecordAccumulator.insertInSequenceOrder); without idempotence at the head.
   * `queued` are the base sequences in queue order, -1 for a batch without one. At the tail: defect P-09.
   */
  readonly requeueIndex: (queued: readonly number[], baseSequence: number) => number;
  /**
   * Is what a partition has in flight numbered anew at an epoch bump? `asked`: its own error led to the bump. Others keep
   * their epoch and sequences until they are answered; numbering them anew too duplicates (librdkafka #4953, defect P-05).
   */
  readonly renumbersOnBump: (asked: boolean) => boolean;
  /**
   * After a bump a partition with nothing in flight starts at sequence 0 in the new epoch, whether or not it had
   * something in flight at the bump. Going on with the old sequence is refused for ever (KAFKA-12152, defect P-08).
   */
  readonly resetSequenceOnBump: (hadInFlight: boolean) => boolean;
  /**
   * The memory of a batch that expires in flight is given back when its request is answered or its connection ends. Given
   * back at once, the next batch takes it, and what has not arrived yet arrives with other records (KAFKA-19012).
   */
  readonly keepsBufferInFlight: boolean;
}

export const kafka4Producer: ProducerRules = {
  switchesPartition: "by-bytes",
  producesByTopicId: true,
  retriesAtOnceAtNewLeader: true,
  halvesSplitBatches: true,
  requeueIndex: (queued, baseSequence) => {
    let index = 0;
    while (index < queued.length && queued[index]! !== -1 && queued[index]! < baseSequence) index++;
    return index;
  },
  renumbersOnBump: (asked) => asked,
  resetSequenceOnBump: () => true,
  keepsBufferInFlight: true,
};
