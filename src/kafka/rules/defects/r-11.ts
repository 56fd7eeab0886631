/**
 * What was wrong: before it applied a fetch response, a follower compared the offset asked for with the one that it stands
 * at, not the leader epoch in which it had asked. A response that says "diverging" may come when the partition, by way of
 * another leader, is back at the same leader and the same offset.
 *
 *   epoch 1, leader A: C asks from 8; "your log parts at 5" is under way, slowly
 *   epoch 2, leader B: C cuts at 5, fetches the committed 5..7, stands at 8 again, in the ISR
 *   epoch 3, leader A: the answer arrives, 8 = 8: C cuts the committed 5..7
 *
 * Where it was found: KAFKA-18991 (2025, fixed in 4.0.1).
 * What it costs: acknowledged records, if A dies before C has fetched them again.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-11",
  rank: 1,
  title: "late fetch responses of an earlier epoch are applied",
  source: "KAFKA-18991",
  override: {
    name: "R-11",
    replication: {
      acceptsFetchResponse: (asked, now) => asked.fetchOffset === now.fetchOffset,
    },
  },
};
