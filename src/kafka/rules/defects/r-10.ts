/**
 * What was wrong: the answer to an epoch look-up was applied although the partition had meanwhile gone to another leader
 * epoch, under the same leader. A late fence (FENCED_LEADER_EPOCH) takes the partition out of the fetcher, and nothing
 * brings it back before the next epoch; a late success ends the truncation of the new epoch.
 *
 *   follower asks in epoch 1 --> ...        hears of epoch 2
 *   leader, in epoch 2, refuses epoch 1 --> "fenced": the follower gives up epoch 2
 *
 * Where it was found: KAFKA-7786 (fixed in 2.1.1). Planted in the protocol of its time, with look-ups.
 * What it costs: a replica that follows nobody, out of the ISR until somebody is elected.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-10",
  rank: 2,
  title: "late answers to epoch look-ups are applied",
  source: "KAFKA-7786",
  override: { name: "R-10", replication: { truncation: "epoch-lookup", acceptsEpochResponse: () => true } },
};
