/**
 * What was wrong: the marker of a clean shutdown was removed when all logs were loaded. Power lost while they load leaves
 * it there, and the next start takes the logs as they are: nothing is recovered, and the controller hears of a clean
 * restart (KIP-966), with whatever was torn.
 *
 *   stop (marker) --> start, loading ... power lost --> start: "clean"
 *
 * Where it was found: KAFKA-10471 (fixed in 2.8): removed before loading.
 * What it costs: a torn log in the ISR.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "E-04",
  title: "the clean-shutdown marker outlives a crash while loading",
  source: "KAFKA-10471, KIP-966",
  override: { name: "E-04", log: { removesCleanMarker: "at-end" } },
};
