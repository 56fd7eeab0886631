/**
 * What was wrong: the marker of a clean shutdown was removed when all logs were loaded. Power lost while they load leaves
 * it there, and the next start takes the logs as they are: nothing is recovered, and the controller hears of a clean
 * restart (KIP-966).
 *
 *   stop (marker) --> start, loading ... power lost --> start: "clean"
 *
 * Where it was found: KAFKA-10471 (fixed in 2.8): removed before loading.
 * What it costs: index files taken as whole though they are half written. Of the records nothing: a clean stop flushes all, and nothing
 * is written while logs load, so that the second start is right to call itself clean.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "E-04",
  rank: 2,
  title: "the clean-shutdown marker outlives a crash while loading",
  source: "KAFKA-10471, KIP-966",
  override: { name: "E-04", log: { removesCleanMarker: "at-end" } },
  masked:
    "nothing is written while logs load, so the second start has what the clean stop left; the harm of KAFKA-10471 is in index files, which are not modelled",
};
