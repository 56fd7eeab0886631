/**
 * What was wrong: after a fetch response without records a follower forgot the epoch of its last record, so that its next
 * fetches were not checked for divergence.
 *
 * Where it was found: KAFKA-15510 (fixed in 3.7).
 * What it costs: the safety net. Each leader epoch begins with a fetch that carries the epoch, taken from the log; what
 * comes later in that epoch can diverge only if the leader's log changed under it, which needs a second fault.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-15",
  rank: 3,
  title: "the last fetched epoch is forgotten after an empty response",
  source: "KAFKA-15510",
  override: { name: "R-15", replication: { lastFetchedEpochAfterEmpty: () => -1 } },
  masked:
    "each leader epoch begins with a fetch that carries the epoch, taken from the log; what comes later in it diverges only under a second flaw",
};
