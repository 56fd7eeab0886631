/**
 * What was wrong: a follower whose log parts from the leader's took over the leader's high watermark first, as far as its
 * own log reached, and cut its log then.
 *
 *   leader    .. 7 | n8 .. n19   HW 20         follower  .. 7 | u8 .. u11   never committed
 *   response: diverging at 8, HW 20 --> the follower's mark is 12 for a moment: u8 .. u11 count as committed --> cut at 8
 *
 * Where it was found: KAFKA-14704 (fixed in 3.5).
 * What it costs: who reads from followers (KIP-392) may get records that were never committed, and sees the mark go back.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-14",
  rank: 2,
  title: "a follower takes the leader's high watermark before it truncates",
  source: "KAFKA-14704",
  override: { name: "R-14", replication: { divergesBeforeHighWatermark: false } },
};
