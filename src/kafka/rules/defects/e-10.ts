/**
 * What was wrong: the preferred replica was elected because it lives, not because it is in sync.
 *
 *   replicas {A,B}, ISR {B}; A is back, behind; "elect the preferred leader" --> A: what A lacks is gone
 *
 * Where it was found: no report; a rule that every controller has, left out.
 * What it costs: everything acknowledged that the preferred replica lacks, without any fault.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "E-10",
  rank: 2,
  title: "preferred leaders are elected from outside the ISR",
  source: "KIP-460",
  override: { name: "E-10", controller: { preferredRequiresIsr: false } },
};
