/**
 * What was wrong: a follower appended batches of any leader epoch, also of a larger one than that which it follows.
 *
 * Where it was found: KAFKA-18723 (2025, fixed in 4.0 and 3.9.1).
 * What it costs: an epoch in the log that the follower has not heard of; the next comparison with a leader is then made
 * from there.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-20",
  rank: 3,
  title: "a follower accepts records of an epoch that it does not follow",
  source: "KAFKA-18723",
  override: { name: "R-20", log: { followerChecksBatchEpoch: false } },
  masked:
    "a leader answers fetches of its own epoch only (KIP-320), so that batches of a later one reach no follower without a second flaw",
};
