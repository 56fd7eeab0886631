/**
 * Decision points of the clients. The default is today's Kafka (4.x); each comment names what another answer breaks and
 * where that is known from.
 */
export interface ProducerRules {
  /**
   * Where a batch that failed retriably goes into its partition's queue: before the first batch that was never sent or
   * has a larger sequence (P-21, RecordAccumulator.insertInSequenceOrder); without idempotence at the head.
   * `queued` are the base sequences in queue order, -1 for a batch without one. At the tail: defect P-09.
   */
  readonly requeueIndex: (queued: readonly number[], baseSequence: number) => number;
  /**
   * A gap in the sequences (45, 59) of an idempotent, non-transactional producer: raise the epoch locally, number what is
   * in flight anew from 0 and go on (P-22, KIP-360, KAFKA-8805), or give the batch up.
   */
  readonly onOutOfOrder: "bump-epoch-and-renumber" | "fail";
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
  /** DUPLICATE_SEQUENCE_NUMBER says that the batch is in the log: success, with an unknown offset (P-13, Sender). */
  readonly duplicateIsSuccess: boolean;
  /** The application sends a record anew after a timeout, as if it were surely not written (P-12). */
  readonly appRetriesAfterTimeout: boolean;
  /** Metadata with an older leader epoch than the cached one is ignored (P-26, X-10, KIP-320). */
  readonly acceptsLeaderEpoch: (cachedEpoch: number, newEpoch: number) => boolean;
  /**
   * A consumer asks the new leader where the epoch of its position ends before it fetches on (X-4, KIP-320). Without it
   * a position behind a truncation silently skips what was written there (defect G-21). -1: unknown.
   */
  readonly validatesPosition: (offsetEpoch: number, leaderEpoch: number) => boolean;
}

export const kafka4Producer: ProducerRules = {
  requeueIndex: (queued, baseSequence) => {
    let index = 0;
    while (index < queued.length && queued[index]! !== -1 && queued[index]! < baseSequence) index++;
    return index;
  },
  onOutOfOrder: "bump-epoch-and-renumber",
  renumbersOnBump: (asked) => asked,
  resetSequenceOnBump: () => true,
  duplicateIsSuccess: true,
  appRetriesAfterTimeout: false,
  acceptsLeaderEpoch: (cachedEpoch, newEpoch) => newEpoch >= cachedEpoch,
  validatesPosition: (offsetEpoch, leaderEpoch) => offsetEpoch >= 0 && leaderEpoch >= 0,
};
