/**
 * What was wrong: a broker that restarts faster than its session ends was taken for the one that it had been, and kept its
 * leaderships in the same leader epoch, with whatever the restart had left of its log.
 *
 *   A leads epoch 1: m0 .. m9, loses power, is back with m0 .. m4, leads epoch 1, writes n5 .. n9
 *   B has m0 .. m9 of epoch 1: same offsets, same epoch, other records; no comparison of epochs will ever show it
 *
 * Where it was found: KIP-380 (2.2): the controller could not tell a bounced broker. KIP-631 refuses a second incarnation
 * while the session of the first one lasts, and what the first one led or was in sync with is given up.
 * What it costs: acknowledged records; logs that differ and cannot be told apart.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "E-08",
  rank: 2,
  title: "a bounced broker keeps its leader epochs",
  source: "KIP-380, KIP-631",
  override: {
    name: "E-08",
    controller: { refusesDuplicateRegistration: false, bounceBumpsLeaderEpoch: false },
  },
};
