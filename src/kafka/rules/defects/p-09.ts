/**
 * What was wrong: a batch that failed and may be sent again went to the end of its partition's queue.
 *
 *   queue: B1 B2 | B0 failed, retriably --> B1 B2 B0
 *
 * Where it was found: the oldest rule of the sender (KIP-98 made it one of sequences): back to its place.
 * What it costs: order with one request in flight; with idempotence the leader refuses B1 until B0 comes, which waits.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "P-09",
  rank: 1,
  title: "retries go to the end of the queue",
  source: "KAFKA-3197, KIP-98",
  override: { name: "P-09", producer: { requeueIndex: (queued) => queued.length } },
};
