/**
 * What was wrong: while a new ISR is proposed and not yet known to be committed, the high watermark is computed over the
 * smaller of the two, the one in force or the one proposed, though the controller may elect from either.
 *
 *   expand: ISR {A}, proposed {A,B} and committed, the answer is late. A acknowledges m5 alone, dies; B is elected: gone.
 *   shrink: ISR {A,B}, B is cut off, proposed {A}. A acknowledges m5 alone; the proposal never arrives; B is elected: gone.
 *
 * Where it was found: the design of KIP-497 (2.7), which counts the larger one; TLA+ module AsyncIsr.
 * What it costs: acknowledged records, when the leader is lost between proposal and answer. Who is about to join is not
 * waited for either: KAFKA-15021 would hide the first half.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "I-01",
  rank: 1,
  title: "the high watermark ignores replicas whose ISR change is pending",
  source: "KIP-497",
  override: {
    name: "I-01",
    replication: { holdsBackHighWatermark: (membership) => membership.inIsr && membership.inProposedIsr },
  },
};
