/**
 * Decision points of the replication room. The default is today's Kafka (4.x); each comment names what another answer
 * breaks and where that is known from. Offsets are log offsets, epochs are leader epochs, -1 is "unknown".
 */
import { type ErrorCode, Errors } from "../errors.ts";
import type { AlterPartition } from "../messages/controller.ts";
import { checkLeaderEpoch } from "./leader-epoch-check.ts";

export interface ReplicationRules {
  // The follower.
  /**
   * How a follower finds out where its log leaves the leader's, at each new leader epoch: its fetches carry the epoch of
   * its last record and the leader answers with the place (KAFKA-10554, since 2.8); by OffsetsForLeaderEpoch before the
   * first fetch (KIP-101 to 2.7); or it does not and cuts at its high watermark (defects ).
   */
  readonly truncation: "on-fetch" | "epoch-lookup" | "high-watermark";
  /** Where it is cut: there, also below the own high watermark, which a power loss elsewhere may have made untrue (defect R-02). */
  readonly truncationOffset: (divergesAt: number, highWatermark: number) => number;
  /** Last fetched epoch to put into a fetch. Leaving it out hides divergence that an offset does not show (defect E-15). */
  readonly lastFetchedEpochToSend: (lastFetchedEpoch: number) => number;
  /** A look-up's answer, and a fence, count only in the leader epoch in which they were asked for (KAFKA-7786, defect R-10). */
  readonly acceptsEpochResponse: (epochInRequest: number, currentEpoch: number) => boolean;
  /**
   * A fetch's answer counts only for the offset and the leader epoch in which it was asked; up to 4.0 the offset alone
   * was compared (KAFKA-18991, defect R-11).
   */
  readonly acceptsFetchResponse: (asked: FetchPosition, now: FetchPosition) => boolean;
  /** Divergence first, the response's high watermark only after it (KAFKA-14704, defect R-14). */
  readonly divergesBeforeHighWatermark: boolean;
  /** Last fetched epoch after a response without records: as it was (KAFKA-15510, defect R-15: forgotten). */
  readonly lastFetchedEpochAfterEmpty: (lastFetchedEpoch: number) => number;
  /** OFFSET_OUT_OF_RANGE: ask the leader for its end and start, or cut to nothing at once (KAFKA-2143, defect R-18). */
  readonly onOffsetOutOfRange: "ask-leader" | "reset-to-start";
  /** The follower's own broker epoch in its fetches (KIP-903, defect I-02: -1). */
  readonly brokerEpochToSend: (brokerEpoch: number) => number;

  // The leader, serving.
  /** Fence of Fetch (KIP-320, KAFKA-7395, defect R-07). */
  readonly checkFetchEpoch: (epochInRequest: number, leaderEpoch: number) => ErrorCode;
  /** Fence of OffsetForLeaderEpoch and ListOffsets (KIP-320, defect R-06). */
  readonly checkLookupEpoch: (epochInRequest: number, leaderEpoch: number) => ErrorCode;
  /** A fetch proves what the follower holds only in the leader's own epoch (KIP-320, defect R-08). */
  readonly countsAcknowledgement: (epochInRequest: number, leaderEpoch: number) => boolean;
  /** A fetch that diverged proves nothing about its offset (KAFKA-13141, defect R-13). */
  readonly countsDivergedFetch: boolean;
  /** A session remembers each partition's current leader epoch, so that every fetch is fenced (KAFKA-9338). */
  readonly sessionLeaderEpoch: (epochInRequest: number) => number;
  /**
   * End of what a consumer is shown: the high watermark, read once. Reading it again while the answer is made shows
   * records that were not committed when the answer was bounded (KAFKA-9807, KAFKA-9835, defect E-12).
   */
  readonly consumerBound: (highWatermark: number, logEndOffset: number) => number;
  /** A broker that is not the leader says who is, in answers to Produce and Fetch (KIP-951). */
  readonly namesCurrentLeader: boolean;
  /** ListOffsets -3 asks for the record with the largest time (KIP-734, since 3.0); before it was a time like any other. */
  readonly knowsMaxTimestamp: boolean;

  // The leader, counting.
  /** A follower that asks from within a batch has what lies before it (LogSegment.read, since 4.0); before, what it asked from. */
  readonly countsFromBatchStart: boolean;
  /**
   * May a leader that is elected again keep what it knows of its followers? Kafka's does, whatever it has missed: another
   * broker may have led between, and a follower have cut what still counts for it here (docs/prove.md).
   */
  readonly keepsFollowers: (ledEpoch: number, newEpoch: number) => boolean;
  /** Reached the high watermark and the start of the leader's epoch (KAFKA-7128, defect R-09: the former alone). */
  readonly mayJoinIsr: (entry: IsrEntry) => boolean;
  /** Neither fenced nor shutting down (KIP-841, KAFKA-13916, defect I-03). */
  readonly mayJoinWhile: (isActive: boolean) => boolean;
  /**
   * Does a follower hold back the high watermark? Members of the maximal ISR do (KIP-497), and who is about to join it
   * (KAFKA-15021). Counting the committed or the proposed ISR instead is defect I-01.
   */
  readonly holdsBackHighWatermark: (membership: IsrMembership, isJoining: boolean) => boolean;
  /**
   * min.insync.replicas as a leader reads it: never more than there are replicas (P-6, KAFKA-15583). Up to 3.6 it could
   * be, and every send with acks=all was refused.
   */
  readonly effectiveMinIsr: (minInsyncReplicas: number, replicas: number) => number;
  /** With less than the effective minimum in sync nothing new is committed (KAFKA-15583, KIP-966, defect I-07). */
  readonly mayAdvanceHighWatermark: (isrSize: number, effectiveMinIsr: number) => boolean;
  /**
   * In sync, by time: at the leader's end, or there at most `maxLagMs` ago (KIP-16). By messages a burst throws everyone
   * out (replica.lag.max.messages, defect I-14).
   */
  readonly isCaughtUp: (follower: FollowerLag) => boolean;
  /** A proposal goes out again as it was (KAFKA-15353, defect I-06: its ISR used up by the first attempt). */
  readonly retriedProposal: (proposal: AlterPartition) => AlterPartition;
}

/** Is a replica in the committed ISR, in the maximal one, in the one proposed (the committed one if none is)? */
interface IsrMembership {
  readonly inIsr: boolean;
  readonly inMaximalIsr: boolean;
  readonly inProposedIsr: boolean;
}

/** Where a follower fetches, and in which leader epoch. */
export interface FetchPosition {
  readonly fetchOffset: number;
  readonly currentLeaderEpoch: number;
}

/** A follower at the door of the ISR. */
export interface IsrEntry {
  readonly logEndOffset: number;
  /** The leader's. */
  readonly highWatermark: number;
  readonly leaderEpochStartOffset: number;
}

export interface FollowerLag {
  readonly logEndOffset: number;
  readonly leaderLogEndOffset: number;
  /** Since it was last at the leader's end. */
  readonly sinceCaughtUpMs: number;
  readonly maxLagMs: number;
}

export const kafka4Replication: ReplicationRules = {
  truncation: "on-fetch",
  truncationOffset: (divergesAt) => divergesAt,
  lastFetchedEpochToSend: (lastFetchedEpoch) => lastFetchedEpoch,
  acceptsEpochResponse: (epochInRequest, currentEpoch) => epochInRequest === currentEpoch,
  acceptsFetchResponse: (asked, now) =>
    asked.fetchOffset === now.fetchOffset && asked.currentLeaderEpoch === now.currentLeaderEpoch,
  divergesBeforeHighWatermark: true,
  lastFetchedEpochAfterEmpty: (lastFetchedEpoch) => lastFetchedEpoch,
  onOffsetOutOfRange: "ask-leader",
  brokerEpochToSend: (brokerEpoch) => brokerEpoch,
  checkFetchEpoch: checkLeaderEpoch,
  checkLookupEpoch: checkLeaderEpoch,
  countsAcknowledgement: (epochInRequest, leaderEpoch) => checkLeaderEpoch(epochInRequest, leaderEpoch) === Errors.NONE,
  countsDivergedFetch: false,
  sessionLeaderEpoch: (epochInRequest) => epochInRequest,
  consumerBound: (highWatermark) => highWatermark,
  namesCurrentLeader: true,
  knowsMaxTimestamp: true,
  countsFromBatchStart: true,
  keepsFollowers: () => true,
  mayJoinIsr: ({ logEndOffset, highWatermark, leaderEpochStartOffset }) =>
    logEndOffset >= highWatermark && logEndOffset >= leaderEpochStartOffset,
  mayJoinWhile: (isActive) => isActive,
  holdsBackHighWatermark: (membership, isJoining) => membership.inMaximalIsr || isJoining,
  effectiveMinIsr: Math.min,
  mayAdvanceHighWatermark: (isrSize, effectiveMinIsr) => isrSize >= effectiveMinIsr,
  isCaughtUp: ({ logEndOffset, leaderLogEndOffset, sinceCaughtUpMs, maxLagMs }) =>
    logEndOffset === leaderLogEndOffset || sinceCaughtUpMs <= maxLagMs,
  retriedProposal: (proposal) => proposal,
};
