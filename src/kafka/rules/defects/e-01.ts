/**
 * What is wrong: acks=all with min.insync.replicas=1. "All" are those in sync: a leader that is cut from its followers
 * shrinks the ISR to itself and goes on acknowledging alone.
 *
 *   A | B C     ISR {A}: everything that A acknowledges now has one copy; A loses its disk or its page cache: gone
 *
 * Where it was found: Jepsen's trial of Kafka 0.8 (2013). It is a setting, still the default: judged by what
 * min.insync.replicas=2 promises.
 * What it costs: all records acknowledged since the cut.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "E-01",
  rank: 1,
  title: "acks=all with min.insync.replicas=1",
  source: "Jepsen, Kafka 0.8 (2013)",
  override: { name: "E-01" },
  settings: { topic: { "min.insync.replicas": "1" } },
  judgedAs: { minInsyncReplicas: 2 },
};
