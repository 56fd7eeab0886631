/**
 * What was wrong: a broker that is fenced, or shutting down, could enter the ISR by a last fetch: neither the leader nor
 * the controller asked.
 *
 *   B is being shut down, has left the ISR; its last fetch reaches A --> A proposes {A,B} --> accepted --> B is gone
 *
 * Where it was found: KIP-841, KAFKA-13916, KAFKA-14140 (fixed in 3.3).
 * What it costs: an ISR with a dead member: acks=all waits for it, and it may be elected.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "I-03",
  rank: 2,
  title: "fenced and stopping brokers enter the ISR",
  source: "KIP-841, KAFKA-13916, KAFKA-14140",
  override: {
    name: "I-03",
    replication: { mayJoinWhile: () => true },
    controller: { isrEligibility: () => true },
  },
};
