/**
 * How Kafka's replication became safe, as rule sets: each is a historical way of finding out where a follower's log
 * leaves the leader's, with the fences of its time. What does not touch truncation or fencing stays as it is today.
 * Schedules that break each rung, found by exhaustive search, stand in protocol.md §12 and defects.md. Today's Kafka is
 * not the last rung: that is today's Kafka without the hole that the search still finds in it, and the historical rungs are
 * without it too, so that each shows its own.
 */
import type { ConsumerRules } from "./consumer-rules.ts";
import { checkNothing } from "./leader-epoch-check.ts";
import type { ReplicationRules } from "./replication-rules.ts";
import type { Override } from "./rules.ts";

/**
 * Nobody but the leader itself can have led between two successive epochs that are both its own: only then does it keep
 * what it knows of its followers. The TLA+ modules count only followers that follow the leader's present epoch.
 */
const forgetsFollowers: Partial<ReplicationRules> = {
  keepsFollowers: (ledEpoch, newEpoch) => newEpoch <= ledEpoch + 1,
};

/** Before KIP-320 (2.1) a request carried no leader epoch: whoever asked was answered, and counted. */
const unfenced: Partial<ReplicationRules> = {
  checkFetchEpoch: checkNothing,
  checkLookupEpoch: checkNothing,
  countsAcknowledgement: () => true,
};

/** Consumers learnt to look for truncation with KIP-320 too. */
const trustingConsumer: Partial<ConsumerRules> = { validatesPosition: () => false };

/** Before KAFKA-7128 a follower level with the high watermark entered the ISR, though a new leader's mark is old. */
const joinsAtHighWatermark: Partial<ReplicationRules> = {
  mayJoinIsr: ({ logEndOffset, highWatermark }) => logEndOffset >= highWatermark,
};

/**
 * Up to 0.10: a follower cuts its log at its own high watermark, which lags the leader's by a round trip. So a follower
 * that restarts, or merely hears of a new epoch, drops committed records; elected at that moment it loses them
 * (KAFKA-1211, R-01). After a power loss histories part below the mark and nobody notices.
 */
const beforeKip101: Override = {
  name: "before-kip-101",
  log: { recordsEpochOnBecomeLeader: false },
  replication: { truncation: "high-watermark", ...unfenced, ...joinsAtHighWatermark, ...forgetsFollowers },
  consumer: trustingConsumer,
};

/**
 * 0.11 to 1.1: the follower asks where the epoch of its last record ends, and gets an offset alone: the start of the next
 * epoch that the leader knows. If the leader never had the follower's epoch (two quick fail-overs), the offset lies
 * behind the real point of divergence, and two committed records share an offset (KAFKA-6361, R-03). An epoch without
 * records is unknown to the leader, and the follower cuts at its high watermark again (KAFKA-7415, R-04).
 */
const kip101: Override = {
  name: "kip-101",
  log: {
    recordsEpochOnBecomeLeader: false,
    epochLookupReply: ({ requestedEpoch, endOffset }) => ({ epoch: requestedEpoch, endOffset }),
  },
  replication: { truncation: "epoch-lookup", ...unfenced, ...joinsAtHighWatermark, ...forgetsFollowers },
  consumer: trustingConsumer,
};

/**
 * 2.0: the answer names the epoch too, and leaders record their epoch at once, so logs are matched exactly. But nobody
 * checks that both sides mean the same epoch: with three replicas a follower matches its log with a broker that has not
 * yet become leader and will truncate itself, or counts for a leader in an epoch that it does not follow.
 */
const kip279: Override = {
  name: "kip-279",
  replication: { truncation: "epoch-lookup", ...unfenced, ...forgetsFollowers },
  consumer: trustingConsumer,
};

/**
 * KIP-320 as first proposed: no look-up; each fetch carries the epoch of the last record and the leader reports
 * truncation. The leader epoch of the follower is not in the fetch, so a fetch sent in an old epoch still moves the high
 * watermark of a new one.
 */
const kip320FirstTry: Override = { name: "kip-320-first-try", replication: { ...unfenced, ...forgetsFollowers } };

/**
 * 2.1 to 2.7, and what today's brokers do with an old inter-broker version: exact look-up before the first fetch of each
 * epoch, look-up and fetch fenced by it, ISR entry not before the start of the leader's epoch. Safe; today's way saves
 * the round trip.
 */
const kip320: Override = { name: "kip-320", replication: { truncation: "epoch-lookup", ...forgetsFollowers } };

/**
 * No release: today's rules, but a leader that is elected again after another one led forgets its followers. Kafka's keeps
 * them, so that what a follower has cut meanwhile can be committed (docs/prove.md).
 */
const mended: Override = { name: "kafka-4-mended", replication: forgetsFollowers };

/** In the order of history. */
export const ladder: readonly Override[] = [beforeKip101, kip101, kip279, kip320FirstTry, kip320, mended];
