/**
 * What was wrong: with ISR and ELR empty the last known leader is elected once it is back; the question whether it is was
 * asked the wrong way round, so that a fenced one was elected.
 *
 *   A, the last of ISR and ELR, is fenced: ISR {}, ELR {}, last known leader A --> A is elected, while it is down
 *
 * Where it was found: KAFKA-19522 (2025, 4.0). Planted: nobody asks.
 * What it costs: a leader that does not live; nobody else is looked for, though the unclean election is allowed.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "E-16",
  rank: 2,
  title: "a fenced last known leader is elected",
  source: "KAFKA-19522",
  override: { name: "E-16", controller: { mayElectLastKnownLeader: () => true } },
};
