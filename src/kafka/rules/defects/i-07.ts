/**
 * What was wrong: the high watermark moved with fewer than min.insync.replicas in the ISR. No contract was broken as long
 * as only members of the ISR were elected; eligible leader replicas (KIP-966) left the ISR before that and lack the rest.
 *
 *   min ISR 2, ISR {A}, ELR {B}; an acks=1 record at A passes the mark, a consumer reads it
 *   A loses its page cache, B is elected from the ELR: what was read is gone
 *
 * Where it was found: KAFKA-15583 (fixed in 3.7).
 * What it costs: records that were read, and acknowledged ones if the ISR shrank between append and acknowledgement.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "I-07",
  rank: 2,
  title: "the high watermark moves with fewer than min.insync.replicas",
  source: "KAFKA-15583, KIP-966",
  override: { name: "I-07", replication: { mayAdvanceHighWatermark: () => true } },
};
