/**
 * What was wrong: a leader took a fetch offset as proof of what the follower holds, whatever epoch the fetch was sent in.
 * A follower of another epoch may hold other records below that offset, or be about to cut them.
 *
 *   A leads epoch 2, has m0; C, still in epoch 0, fetches from 1: "C has m0" --> high watermark 1, m0 acknowledged
 *   C hears of epoch 1, follows B, cuts m0; C is elected: m0 is gone
 *
 * Where it was found: KIP-320 (its first draft, TLA+ module Kip320FirstTry).
 * What it costs: acknowledged records, with three replicas and leadership messages that are late. Planted alone: the fetch
 * is still refused by the fence, but has been counted by then.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-08",
  rank: 1,
  title: "acknowledgements from another leader epoch move the high watermark",
  source: "KIP-320",
  override: { name: "R-08", replication: { countsAcknowledgement: () => true } },
};
