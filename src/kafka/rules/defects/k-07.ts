/**
 * What was wrong: the controller answers before the records of which it tells are committed. It dies, and the one after it
 * has never heard of them.
 *
 *   A proposes {A} --> "done" --> A acknowledges alone | the controller loses power: the ISR is {A,B} again
 *   A dies; B is elected: what A acknowledged is gone
 *
 * Where it was found: no report; a rule of every replicated ledger (KIP-631), left out.
 * What it costs: acknowledged records, topics that were created, ids that were handed out.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "K-07",
  rank: 1,
  title: "the controller answers before its records are durable",
  source: "KIP-631",
  override: { name: "K-07", controller: { repliesAfterCommit: false } },
};
