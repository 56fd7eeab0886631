/**
 * How Kafka's replication became safe, as rule sets: each is a historical way of finding out where a follower's log
 * leaves the leader's, with the fences of its time. What does not touch truncation or fencing stays as it is today.
 * Schedules that break each rung, found by exhaustive search, stand in protocol.md §12 and defects.md. The last rung is
 * no release: today's Kafka without the hole that the search still finds in it. The rungs below are without it too, so
 * that each shows its own.
 */
import type { ConsumerRules } from "./consumer-rules.ts";
import rows from "./ladder.json" with { type: "json" };
import { checkNothing } from "./leader-epoch-check.ts";
import type { ReplicationRules } from "./replication-rules.ts";
import type { Override } from "./rules.ts";

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
 * Nobody but the leader itself can have led between two successive epochs that are both its own: only then does it keep
 * what it knows of its followers. The TLA+ modules count only followers that follow the leader's present epoch.
 */
const forgetsFollowers: Partial<ReplicationRules> = {
  keepsFollowers: (ledEpoch, newEpoch) => newEpoch <= ledEpoch + 1,
};

/** What each decided otherwise than today; what that gained, and what was still wrong, stands in the table beside this file. */
const decisions: Readonly<Record<keyof typeof rows, Omit<Override, "name">>> = {
  "before-kip-101": {
    log: { recordsEpochOnBecomeLeader: false },
    replication: { truncation: "high-watermark", ...unfenced, ...joinsAtHighWatermark, ...forgetsFollowers },
    consumer: trustingConsumer,
  },
  "kip-101": {
    log: {
      recordsEpochOnBecomeLeader: false,
      epochLookupReply: ({ requestedEpoch, endOffset }) => ({ epoch: requestedEpoch, endOffset }),
    },
    replication: { truncation: "epoch-lookup", ...unfenced, ...joinsAtHighWatermark, ...forgetsFollowers },
    consumer: trustingConsumer,
  },
  "kip-279": {
    replication: { truncation: "epoch-lookup", ...unfenced, ...forgetsFollowers },
    consumer: trustingConsumer,
  },
  "kip-320-first-try": { replication: { ...unfenced, ...forgetsFollowers } },
  "kip-320": { replication: { truncation: "epoch-lookup", ...forgetsFollowers } },
  "kafka-4-mended": { replication: forgetsFollowers },
};

interface Rung extends Override {
  /** What was new then, and what was still wrong. */
  readonly about: string;
}

/** In the order of history. */
export const ladder: readonly Rung[] = Object.entries(rows).map(([name, about]) => ({
  name,
  about,
  ...decisions[name as keyof typeof rows],
}));
