/**
 * What was wrong: a follower entered the ISR as soon as it had reached the high watermark. The mark of a new leader is
 * that of the follower it was, and lags behind what its predecessor committed.
 *
 *   C leads epoch 2: m0 |  committed by the leader before; C's mark is still 0
 *   A, empty, fetches from 0: level with the mark, enters the ISR; A is elected: m0 is gone
 *
 * Where it was found: KAFKA-7128 (fixed in 1.1.2 and 2.0.1): the start of the leader's epoch must be reached too.
 * What it costs: acknowledged records, with three replicas and two quick elections.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-09",
  rank: 1,
  title: "followers join the ISR at the high watermark of a new leader",
  source: "KAFKA-7128",
  override: {
    name: "R-09",
    replication: { mayJoinIsr: ({ logEndOffset, highWatermark }) => logEndOffset >= highWatermark },
  },
};
