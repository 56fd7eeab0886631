/**
 * What was wrong: a consumer went on from its position whatever had become of the log before it.
 *
 *   position 20, epoch 1 | unclean election: the new leader has 15 records, and 30 when the consumer asks again
 *   the consumer goes on at 20: it never sees the new 15 .. 19, and is never told that the old ones are gone
 *
 * Where it was found: KIP-320 (clients since 2.3): the position is validated at every new leader epoch.
 * What it costs: records that are skipped in silence. Loss of the old ones is another matter, and was accepted.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "G-21",
  rank: 1,
  title: "consumers do not validate their position",
  source: "KIP-320",
  override: { name: "G-21", consumer: { validatesPosition: () => false } },
};
