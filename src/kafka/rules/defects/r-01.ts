/**
 * What was wrong: a follower that starts to follow cuts its log at its own high watermark, although records above it may
 * be committed: its mark lags the leader's by one fetch.
 *
 *   leader    m0 m1 |  HW 2: m1 acknowledged           follower  m0 m1 |  HW 1: the answer that says 2 is under way
 *   follower hears of a new epoch: m0 |                 ... and is elected before it has fetched m1 again: m1 is gone
 *
 * Where it was found: KAFKA-1211, KIP-101 (fixed in 0.11), TLA+ module KafkaTruncateToHighWatermark.
 * What it costs: acknowledged records, with two replicas, without a crash; two elections in a row suffice.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-01",
  rank: 1,
  title: "followers truncate to their high watermark",
  source: "KIP-101, KAFKA-1211",
  override: { name: "R-01", replication: { truncation: "high-watermark" } },
};
