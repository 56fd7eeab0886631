/**
 * What is wrong: acks=1. The leader answers before anybody else has the record; with its death the record is gone, and
 * a successor does not know the retry again.
 *
 * Where it was found: the documentation. It is a setting: judged by what acks=all promises.
 * What it costs: what was acknowledged and not yet fetched, at each fail-over.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "P-11",
  rank: 2,
  title: "acks=1",
  source: "documentation of acks",
  override: { name: "P-11" },
  settings: { producer: { acks: "1" } },
  judgedAs: { acks: -1 },
};
