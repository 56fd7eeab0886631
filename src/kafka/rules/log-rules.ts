/**
 * Decision points of the log room. The default is today's Kafka (4.x); each comment names what another answer breaks
 * and where that is known from.
 */
import type { EpochEndOffset } from "../messages/fetch.ts";

export interface LogRules {
  /**
   * A new leader writes (its epoch, log end offset) into its epoch cache at once, even with no record (L-61).
   * Otherwise a follower's look-up finds nothing and truncates to its high watermark (KAFKA-7415, defect R-04).
   */
  readonly recordsEpochOnBecomeLeader: boolean;
  /**
   * The answer to "where does this epoch end?": the largest epoch not above the one asked for, with its end.
   * KIP-101 answered with the offset alone, as if the epoch asked for were known (KIP-279, defect R-03).
   */
  readonly epochLookupReply: (found: EpochLookup) => EpochEndOffset;
  /** Batches remembered per producer: 5 since KAFKA-5494, as many as may be in flight; 1 or 0 is defect P-01. */
  readonly dedupWindow: number;
  /** Replicated batches update the follower's producer state (L-72); without it a new leader knows nobody (defect P-03). */
  readonly followerTracksProducerState: boolean;
  /** Followers take the leader's word for sequences; checking them stops replication for ever (KAFKA-6003, defect P-04). */
  readonly validatesSequencesOnReplica: boolean;
  /** When the clean-shutdown marker goes: before loading, so that a crash while loading counts (KAFKA-10471, defect E-04). */
  readonly removesCleanMarker: "at-start" | "at-end";
  /** What a truncation cuts off the epoch cache goes to disk a moment later (KAFKA-15046); before 3.7 at once. */
  readonly trimsEpochsInBackground: boolean;
  /** Compaction never touches records at or above this offset (L-50, KAFKA-13194, defect E-11). */
  readonly firstUncleanableOffset: (log: LogBounds) => number;
  /**
   * An emptied batch that ends at this offset survives compaction: the log must not end below its high watermark when it is
   * opened again (KAFKA-20452, since 4.4); the last batch of each cleaning before (KAFKA-17076), none at first.
   */
  readonly keptBatchEnd: (cleaning: CleanedPart) => number;
  /** A follower leaves out batches from the first one of a newer epoch than the one it follows (KAFKA-18723, defect R-20). */
  readonly followerChecksBatchEpoch: boolean;
}

/** An epoch cache's knowledge of the epoch that a look-up asks for. */
export interface EpochLookup {
  readonly requestedEpoch: number;
  /** The largest known one not above it; itself if there is none. */
  readonly floorEpoch: number;
  readonly endOffset: number;
}

interface CleanedPart {
  /** Exclusive. */
  readonly cleanedEnd: number;
  readonly highWatermark: number;
}

/** As a log has them. */
export interface LogBounds {
  readonly lastStableOffset: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
}

export const kafka4Log: LogRules = {
  recordsEpochOnBecomeLeader: true,
  epochLookupReply: ({ floorEpoch, endOffset }) => ({ epoch: floorEpoch, endOffset }),
  dedupWindow: 5,
  followerTracksProducerState: true,
  validatesSequencesOnReplica: false,
  removesCleanMarker: "at-start",
  trimsEpochsInBackground: true,
  firstUncleanableOffset: ({ lastStableOffset, highWatermark }) => Math.min(lastStableOffset, highWatermark),
  keptBatchEnd: ({ highWatermark }) => highWatermark,
  followerChecksBatchEpoch: true,
};
