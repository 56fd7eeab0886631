/**
 * What was wrong: followers did not note the producers of what they replicate. Elected, a follower knows none, and takes
 * a retry for a new batch.
 *
 *   A: B0 appended, replicated, A dies before it answers; B leads: "producer unknown, any sequence will do": B0 again
 *
 * Where it was found: no report; KIP-98 has the state follow the log.
 * What it costs: a record twice, whenever a leader dies with answers under way.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "P-03",
  rank: 1,
  title: "followers do not track producers",
  source: "KIP-98",
  override: { name: "P-03", log: { followerTracksProducerState: false } },
};
