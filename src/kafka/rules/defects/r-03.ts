/**
 * What was wrong: asked where an epoch ends, the leader answered with an offset alone: the start of the first larger epoch
 * that it knows. If it never had the epoch asked for (two fail-overs in a row), that offset may lie behind the place where
 * the logs part.
 *
 *   leader    0 0 |2       asked for epoch 1: "ends at 2", where epoch 2 starts
 *   follower  0 1 |        its record at 1, of epoch 1, is below 2: kept, though the leader has another one there
 *
 * Where it was found: KAFKA-6361, KIP-279 (fixed in 2.0), TLA+ module Kip101.
 * What it costs: two records committed at one offset, and acknowledged ones lost, with two replicas.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-03",
  rank: 1,
  title: "the leader answers for an epoch that it never had",
  source: "KIP-279, KAFKA-6361",
  override: {
    name: "R-03",
    log: { epochLookupReply: ({ requestedEpoch, endOffset }) => ({ epoch: requestedEpoch, endOffset }) },
  },
};
