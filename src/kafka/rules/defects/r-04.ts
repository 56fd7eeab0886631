/**
 * What was wrong: a new leader noted its epoch only with its first record. Asked about an epoch above the last one noted,
 * it did not know it, and the follower fell back on cutting at its high watermark, which lags behind what is committed.
 *
 *   A led epoch 0: m0, committed   B led epoch 1: m0 m1   A leads epoch 2, writes nothing: its latest epoch is 0
 *   B asks for epoch 1 --> "unknown" --> cuts at its own mark, 0: m0 is gone there; B is elected: gone for good
 *
 * Where it was found: KAFKA-7415 (fixed in 2.1), found by model checking.
 * What it costs: acknowledged records, with two replicas and three elections.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-04",
  rank: 1,
  title: "a new leader does not record its epoch before its first record",
  source: "KAFKA-7415",
  override: { name: "R-04", log: { recordsEpochOnBecomeLeader: false } },
};
