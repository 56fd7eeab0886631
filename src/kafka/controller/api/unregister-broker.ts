/**
 * UnregisterBroker (64), admin to any broker, which forwards.
 *
 * The controller forgets a broker that is gone for good: no new replica is placed on it, no heartbeat of it is accepted. Should it
 * still be in an ISR it leaves it first. Unknown: BROKER_ID_NOT_REGISTERED. A broker that runs on is refused with every heartbeat, until its process begins anew.
 * (KIP-631; ClusterControlManager, ReplicationControlManager.unregisterBroker)
 */
import { invariant } from "../../../core/invariant.ts";
import { Errors } from "../../errors.ts";
import type { UnregisterBrokerRequest } from "../../messages/admin.ts";
import { adminDecision } from "../admin-answer.ts";
import { addRecord, type ControllerDecision, type Draft, partitionIn } from "../decision.ts";
import { removeFromIsrs } from "../isr-updates.ts";

export function decideUnregisterBroker(draft: Draft, request: UnregisterBrokerRequest): ControllerDecision {
  const { brokerId } = request;
  const broker = draft.image.brokers.get(brokerId);
  const errorCode = broker === undefined ? Errors.BROKER_ID_NOT_REGISTERED : Errors.NONE;
  if (broker !== undefined) {
    invariant(broker.brokerId === brokerId, "a broker stands under its id");
    removeFromIsrs(draft, brokerId);
    invariant(!leadsAfter(draft, brokerId), "who is forgotten leads nothing");
    addRecord(draft, { type: "UnregisterBrokerRecord", brokerId, brokerEpoch: broker.brokerEpoch });
  }
  return adminDecision(draft, request, [{ errorCode, topicId: 0 }]);
}

/** Without ELR it may stay the last member of an ISR, but no leader. */
function leadsAfter(draft: Draft, brokerId: number): boolean {
  for (const tp of draft.image.partitions.keys()) if (partitionIn(draft, tp)?.leader === brokerId) return true;
  return false;
}
