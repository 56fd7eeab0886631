/**
 * What was wrong: whoever was asked where an epoch ends answered, whether or not it was (already, still) the leader in the
 * epoch that the asking follower meant. Its own truncation came afterwards.
 *
 *   C hears that A leads epoch 2, asks A, which is still in epoch 0: no difference, C keeps m0
 *   A hears of epoch 1, follows B, drops m0; A leads epoch 2, writes m1 at the same offset: C counts for it, with m0
 *
 * Where it was found: KIP-320 (fixed in 2.1), TLA+ module Kip320. Planted in the protocol of its time, in which a follower
 * asks before its first fetch: today's fetches carry the epoch of the last record and would show the difference.
 * What it costs: acknowledged records, and logs that differ below the high watermark; three replicas needed.
 */

import type { Defect } from "../defect.ts";
import { checkNothing } from "../leader-epoch-check.ts";

export const defect: Defect = {
  id: "R-06",
  rank: 1,
  title: "epoch look-ups are not fenced",
  source: "KIP-320",
  override: { name: "R-06", replication: { truncation: "epoch-lookup", checkLookupEpoch: checkNothing } },
};
