/**
 * What was wrong: told OFFSET_OUT_OF_RANGE, a follower dropped its whole log and fetched from the beginning, without
 * asking the leader what it has. A leader that is itself behind, or whose log starts later, gives that answer too.
 *
 *   leader    [40 .. 90]   its retention is ahead       follower  [0 .. 35], asks from 36: out of range
 *   follower drops 0 .. 35, asks from 0: out of range, drops nothing, asks from 0: ...
 *
 * Where it was found: KAFKA-2143 (fixed in 0.9). The schedule known from there, a lagging broker that answers though it
 * does not lead, ends at today's fences; what is left is a leader whose log starts beyond the follower's end.
 * What it costs: the replica's records, and a follower that never gets further.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "R-18",
  rank: 3,
  title: "a follower whose offset is out of range starts from nothing",
  source: "KAFKA-2143",
  override: { name: "R-18", replication: { onOffsetOutOfRange: "reset-to-start" } },
};
