/**
 * What was wrong: a replica took what lies below its own high watermark for common with every leader, and kept it. After
 * a power loss it is not: the leader may have come back without its last records and written others in their place.
 *
 *   both       m0 .. m9 |   HW 10, then both stop, B first; A loses its unflushed half
 *   A leads    m0 .. m4 n5 .. n13 |
 *   B follows  m0 .. m9 |   keeps all below 10, fetches on: m0 .. m9 n10 ..   its 5 .. 9 are not the leader's
 *
 * Where it was found: the second scenario of KIP-101 (fixed in 0.11 with R-01; one rule had both faults). Here it stands
 * alone: the follower asks for the end of its epoch, but never cuts below its mark.
 * What it costs: two logs that differ below the high watermark for good; who reads from the one and then from the other
 * gets two records at one offset.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-02",
  rank: 1,
  title: "followers keep whatever lies below their high watermark",
  source: "KIP-101",
  override: {
    name: "R-02",
    replication: {
      truncation: "epoch-lookup",
      truncationOffset: (divergesAt, highWatermark) => Math.max(divergesAt, highWatermark),
    },
  },
};
