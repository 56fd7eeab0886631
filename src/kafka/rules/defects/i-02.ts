/**
 * What was wrong: a leader proposed brokers for the ISR by their ids. Between the fetch that it saw and the proposal's
 * arrival the broker may have restarted, without its disk: another incarnation under the same id.
 *
 *   ISR {A}; B has fetched everything; A proposes {A,B}, slowly
 *   B dies, loses its disk, comes back, registers; the proposal arrives and is accepted; A dies: B is elected, empty
 *
 * Where it was found: KIP-903, KAFKA-14617, KAFKA-14139 (fixed in 3.5): the proposal names broker epochs.
 * What it costs: the whole partition.
 */
import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "I-02",
  title: "the controller lets any incarnation of a broker into the ISR",
  source: "KIP-903, KAFKA-14617, KAFKA-14139",
  override: { name: "I-02", controller: { alterPartitionChecksBrokerEpoch: false } },
};
