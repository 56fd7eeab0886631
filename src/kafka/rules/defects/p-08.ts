/**
 * What was wrong: after an epoch bump only partitions that had something in flight began at sequence 0 again. The others
 * went on with their old sequence in the new epoch, which a leader refuses for ever.
 *
 * Where it was found: KAFKA-12152 (fixed in 2.8).
 * What it costs: a partition that takes nothing from this producer any more.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "P-08",
  rank: 3,
  title: "idle partitions keep their sequence in a new epoch",
  source: "KAFKA-12152",
  override: { name: "P-08", producer: { resetSequenceOnBump: (hadInFlight) => hadInFlight } },
  masked:
    "the leader refuses the old sequence, the producer bumps its epoch once more with that partition in flight, and so heals itself",
};
