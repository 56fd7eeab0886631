/**
 * What was wrong: the ISR of a proposal was used up by the first attempt; sent again after an error, the proposal named
 * nobody. The controller took it as it was.
 *
 *   A proposes {A,B} --lost--> proposes {} --> accepted: an ISR without the leader
 *
 * Where it was found: KAFKA-15353 (fixed in 3.5.2 and 3.6).
 * What it costs: an empty ISR in the metadata: nobody can be elected, and the leader counts nobody.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "I-06",
  rank: 2,
  title: "a repeated ISR proposal is empty, and accepted",
  source: "KAFKA-15353",
  override: {
    name: "I-06",
    replication: { retriedProposal: (proposal) => ({ ...proposal, newIsr: [] }) },
    controller: { isrMustContainLeader: false },
  },
};
