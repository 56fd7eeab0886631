/**
 * No heartbeat within broker.session.timeout.ms: the broker is fenced, which takes it out of every ISR and leadership
 * (K-22; org.apache.kafka.controller.ReplicationControlManager.handleBrokerFenced). One broker per decision, so that each
 * sees what the former did.
 */
import { addRecord, type ControllerDecision, concluded, type Draft } from "./decision.ts";
import { removeFromIsrs } from "./isr-updates.ts";

export function decideExpireSession(draft: Draft, brokerId: number): ControllerDecision {
  if (draft.image.brokers.get(brokerId)?.fenced === false) fenceBroker(draft, brokerId);
  return concluded(draft, null);
}

/** Partitions first, then the fence: nobody sees a fenced broker in an ISR. */
export function fenceBroker(draft: Draft, brokerId: number): void {
  const broker = draft.image.brokers.get(brokerId);
  if (broker === undefined) return;
  removeFromIsrs(draft, brokerId);
  const { brokerEpoch } = broker;
  addRecord(draft, { type: "BrokerRegistrationChangeRecord", brokerId, brokerEpoch, fenced: true });
}
