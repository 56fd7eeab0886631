/**
 * What was wrong: the last member of the ISR was elected again whatever had happened to it. After a power loss it has lost
 * what was not flushed, records that others, now out of the ISR, still have.
 *
 *   min ISR 2; ISR {0,1,2}, then {1,2}, {2}; 2 loses power, restarts with a shorter log and is elected: 1 had it all
 *
 * Where it was found: KIP-966, "last replica standing" (4.0): eligible leader replicas, and an unclean restart that takes
 * a broker out of ISR and ELR. Planted: the latter is forgotten.
 * What it costs: records acknowledged by min.insync.replicas brokers, of which one failed.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "E-03",
  rank: 1,
  title: "a broker that restarted uncleanly stays in the ISR",
  source: "KIP-966",
  override: { name: "E-03", controller: { uncleanRestartRemovesFromIsr: false } },
};
