/**
 * What was wrong: a follower was in sync while it lagged by fewer than replica.lag.max.messages records. A burst throws
 * every follower out at once; one that fetches nothing any more stays in while nobody writes.
 *
 *   lag allowed: 4 messages; a batch of 8 arrives --> ISR {A}; min ISR 1: A acknowledges alone, dies
 *
 * Where it was found: KIP-16 (fixed in 0.9).
 * What it costs: the ISR under load, and with it the redundancy of what is acknowledged meanwhile.
 */

import type { Defect } from "../defect.ts";

/** Kafka's default was 4000, of clusters that took as many per second. */
const maxLagMessages = 4;

export const defect: Defect = {
  id: "I-14",
  rank: 4,
  title: "followers are out of sync by messages, not by time",
  source: "KIP-16",
  override: {
    name: "I-14",
    replication: {
      isCaughtUp: ({ logEndOffset, leaderLogEndOffset }) => leaderLogEndOffset - logEndOffset <= maxLagMessages,
    },
  },
  masked:
    "the high watermark waits for whoever is in sync, by whatever measure; what is lost is redundancy and time, which no guarantee promises",
};
