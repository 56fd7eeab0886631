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
  readonly epochLookupReply: (requestedEpoch: number, floorEpoch: number, endOffset: number) => EpochEndOffset;
  /** Batches remembered per producer: 5 since KAFKA-5494, as many as may be in flight; 1 or 0 is defect P-01. */
  readonly dedupWindow: number;
  /** Replicated batches update the follower's producer state (L-72); without it a new leader knows nobody (defect P-03). */
  readonly followerTracksProducerState: boolean;
  /** Followers take the leader's word for sequences; checking them stops replication for ever (KAFKA-6003, defect P-04). */
  readonly validatesSequencesOnReplica: boolean;
  /** Batches per producer in a snapshot: Kafka's format stores the last one alone (L-71, P-07). */
  readonly snapshotBatches: number;
  /** When the clean-shutdown marker goes: before loading, so that a crash while loading counts (KAFKA-10471, defect E-04). */
  readonly removesCleanMarker: "at-start" | "at-end";
  /** Compaction never touches records at or above this offset (L-50, KAFKA-13194, defect E-11). */
  readonly firstUncleanableOffset: (lastStableOffset: number, highWatermark: number, logEndOffset: number) => number;
  /**
   * Time from which a tombstone may go: set by the first cleaning that saw it (`batchHorizonMs` -1 before that, KIP-534),
   * which keeps the tombstone itself; a horizon in the past does not.
   * Dropping it at once hides the deletion from readers that lag less than delete.retention.ms (defect E-11).
   */
  readonly tombstoneHorizonMs: (batchHorizonMs: number, nowMs: number, deleteRetentionMs: number) => number;
  /** Control records are no data: they never enter the cleaner's offset map (KAFKA-14055, defect E-11). */
  readonly matchesControlRecordsByKey: boolean;
  /** A follower refuses batches of a newer epoch than the one it follows (KAFKA-18723, defect R-20). */
  readonly followerChecksBatchEpoch: boolean;
  /** A follower that starts anew at an offset has its high watermark there, not at its old place (KAFKA-9491). */
  readonly fullTruncationSetsHighWatermark: boolean;
  /** A truncation at or beyond the log end still drops epoch entries from there on (KAFKA-10706). */
  readonly trimsEpochCacheBeyondEnd: boolean;
  /** The age of a segment is that of its largest timestamp (L-40, KIP-33): one far-future record keeps it alive (L-44). */
  readonly segmentTimestampMs: (firstTimestampMs: number, largestTimestampMs: number) => number;
}

export const kafka4Log: LogRules = {
  recordsEpochOnBecomeLeader: true,
  epochLookupReply: (_requestedEpoch, floorEpoch, endOffset) => ({ epoch: floorEpoch, endOffset }),
  dedupWindow: 5,
  followerTracksProducerState: true,
  validatesSequencesOnReplica: false,
  snapshotBatches: 1,
  removesCleanMarker: "at-start",
  firstUncleanableOffset: (lastStableOffset, highWatermark) => Math.min(lastStableOffset, highWatermark),
  tombstoneHorizonMs: (batchHorizonMs, nowMs, deleteRetentionMs) =>
    batchHorizonMs >= 0 ? batchHorizonMs : nowMs + deleteRetentionMs,
  matchesControlRecordsByKey: false,
  followerChecksBatchEpoch: true,
  fullTruncationSetsHighWatermark: true,
  trimsEpochCacheBeyondEnd: true,
  segmentTimestampMs: (_firstTimestampMs, largestTimestampMs) => largestTimestampMs,
};
