/**
 * What was wrong: a leader answered a fetch with "your log parts from mine at 5", and yet counted the follower as holding
 * everything below the offset that it had asked for.
 *
 *   B leads epoch 1: .. 4 | b5 .. b9      A, which led epoch 0, has .. 4 | a5 .. a9 and fetches from 10
 *   B: "diverging at 5", and "A has 10" --> high watermark 10, b5 .. b9 acknowledged; B dies, A is elected: gone
 *
 * Where it was found: KAFKA-13141 (fixed in 2.7.2, 2.8.1, 3.0).
 * What it costs: acknowledged records, with two replicas, after a fail-over in which the old leader is still in the ISR.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-13",
  rank: 1,
  title: "a fetch that diverged counts as an acknowledgement",
  source: "KAFKA-13141",
  override: { name: "R-13", replication: { countsDivergedFetch: true } },
};
