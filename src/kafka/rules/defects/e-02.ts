/**
 * What is wrong: a replica outside the ISR is elected when no member of it lives.
 *
 *   ISR {A}; B is behind; A dies; B is elected: what B lacks is lost, and A cuts it off when it comes back
 *
 * Where it was found: Jepsen's trial of Kafka 0.8 (2013); off by default since 0.11 (KIP-106). It is a setting: judged by
 * what unclean.leader.election.enable=false promises.
 * What it costs: everything acknowledged that the elected replica lacks.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "E-02",
  rank: 1,
  title: "unclean leader election is enabled",
  source: "Jepsen, Kafka 0.8 (2013), KIP-106",
  override: { name: "E-02" },
  settings: { topic: { "unclean.leader.election.enable": "true" } },
  judgedAs: { uncleanLeaderElectionEnable: false },
};
