/**
 * What was wrong: a follower checked the sequences of replicated batches, as a leader does for its clients. Its knowledge
 * of a producer may begin later than the leader's (truncated, deleted, loaded from a snapshot), and then it refuses what
 * the leader took.
 *
 * Where it was found: KAFKA-6003 (fixed in 1.0): the leader's word counts.
 * What it costs: a replica that never gets further.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "P-04",
  rank: 3,
  title: "followers check the sequences of replicated batches",
  source: "KAFKA-6003",
  override: { name: "P-04", log: { validatesSequencesOnReplica: true } },
};
