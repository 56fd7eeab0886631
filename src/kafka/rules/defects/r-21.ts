/**
 * What was wrong: a fetch session did not remember the leader epoch of its partitions. Only the first, full fetch of a
 * session was fenced; what an incremental one left unsaid counted as "knows no epoch", which is never refused.
 *
 *   C fetches from A in epoch 0, in a session; A follows B in epoch 1, leads again in epoch 2
 *   C, still in epoch 0, fetches on: not fenced, and A counts it: "C has m0", which C will cut in epoch 1
 *
 * Where it was found: KAFKA-9338 (fixed in 2.5). Planted in the protocol of its time, as R-07: today's fetches carry the
 * epoch of the last record, which shows the difference.
 * What it costs: what the fences of KIP-320 keep: acknowledged records, and logs that differ.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-21",
  rank: 2,
  title: "fetch sessions forget the leader epoch",
  source: "KAFKA-9338",
  override: {
    name: "R-21",
    log: { followerChecksBatchEpoch: false },
    replication: { truncation: "epoch-lookup", sessionLeaderEpoch: () => -1 },
  },
};
