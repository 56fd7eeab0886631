/**
 * What was wrong: a leader served fetches of followers that believed in another leader epoch. Such a follower has not
 * compared its log with this one, and appends what comes after an offset that it fills otherwise.
 *
 *   C, in epoch 0, has m0; A has led epoch 2 since, and has m1 m2, m1 in the place of m0
 *   C fetches from 1: gets m2 of epoch 2; hears of epoch 2: last epochs are equal, nothing is cut: C has m0 m2
 *
 * Where it was found: KAFKA-7395, KIP-320 (fixed in 2.1), TLA+ module Kip320. Planted in the protocol of its time: the
 * follower asks before its first fetch and appends any epoch (KAFKA-18723 came in 4.0); today either would save it.
 * What it costs: acknowledged records, and logs that differ below the high watermark; three replicas needed.
 */

import type { Defect } from "../defect.ts";
import { checkNothing } from "../leader-epoch-check.ts";

export const defect: Defect = {
  id: "R-07",
  rank: 2,
  title: "fetches are not fenced",
  source: "KAFKA-7395, KIP-320",
  override: {
    name: "R-07",
    log: { followerChecksBatchEpoch: false },
    replication: { truncation: "epoch-lookup", checkFetchEpoch: checkNothing },
  },
};
