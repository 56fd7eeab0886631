/**
 * What was wrong: fetches did not say of which epoch the follower's last record is, and offsets alone show a difference
 * only while the leader's log is shorter.
 *
 *   leader    .. 9 | n10 .. n24 |      grew before the follower asked
 *   follower  .. 9 | u10 .. u19 |      asks from 20: in range, goes on: u10 .. u19 stay
 *
 * Where it was found: KIP-101 and KIP-279 for look-ups; KIP-595 (2.7) put the epoch into the fetch.
 * What it costs: logs that differ below the high watermark, and acknowledged records when the follower is elected.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "E-15",
  rank: 3,
  title: "fetches do not carry the epoch of the last record",
  source: "KIP-595",
  override: { name: "E-15", replication: { lastFetchedEpochToSend: () => -1 } },
};
