/**
 * What was wrong: a broker was its id. Neither its fetches nor the proposals that let it into an ISR said which incarnation
 * was meant; between a fetch and the proposal's arrival it may have restarted without its disk.
 *
 *   ISR {A}; B has fetched everything; A proposes {A,B}, slowly
 *   B dies, loses its disk, comes back, registers; the proposal arrives and is accepted; A dies: B is elected, empty
 *
 * Where it was found: KIP-903, KAFKA-14617, KAFKA-14139. Since then fetches and proposals carry the broker epoch; without
 * it in the fetch, the leader has none to propose, and the controller asks for none.
 * What it costs: the whole partition.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "I-02",
  rank: 1,
  title: "any incarnation of a broker may enter the ISR",
  source: "KIP-903, KAFKA-14617, KAFKA-14139",
  override: {
    name: "I-02",
    replication: { brokerEpochToSend: () => -1 },
    controller: { alterPartitionChecksBrokerEpoch: false },
  },
};
