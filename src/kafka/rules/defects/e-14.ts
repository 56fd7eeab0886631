/**
 * What was wrong: a topic was its name. A broker that was away while the topic was deleted and created again took its old
 * log for a replica of the new one.
 *
 *   orders: m0 .. m9      C down; deleted; created: n0      C is back with m0 .. m9 of "orders"
 *
 * Where it was found: the motivation of KIP-516 (2.8): topics have ids.
 * What it costs: records of a deleted topic in the new one; two histories under the same offsets and epochs.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "E-14",
  rank: 3,
  title: "a topic that is created again is taken for the old one",
  source: "KIP-516",
  override: { name: "E-14", controller: { checksTopicId: false } },
};
