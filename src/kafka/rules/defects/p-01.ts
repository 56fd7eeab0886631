/**
 * What was wrong: the partition leader does not remember the last batches of an idempotent producer (or fewer than may be
 * in flight), so it cannot tell a retry from a new batch.
 *
 *   producer sends B0 --> appended at 0, the answer is lost --> sends B0 again --> appended at 1
 *
 * Where it was found: KAFKA-5494 (a memory of one batch forbade more than one in flight; five since 1.0), Redpanda #3039
 * and #3077 (Jepsen, 2022).
 * What it costs: a record twice in the log, whenever an answer gets lost.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "P-01",
  rank: 1,
  title: "leaders do not remember the batches of idempotent producers",
  source: "KAFKA-5494, Redpanda #3039, #3077",
  override: { name: "P-01", log: { dedupWindow: 0 } },
};
