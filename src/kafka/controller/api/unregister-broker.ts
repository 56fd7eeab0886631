/**
 * UnregisterBroker (64), admin to any broker, which forwards.
 *
 * The controller forgets a broker that is gone for good: no new replica is placed on it, no heartbeat of it is accepted. Should it
 * still be in an ISR it leaves it first. Unknown: BROKER_ID_NOT_REGISTERED. A broker that runs on finds its session gone and registers again.
 * (KIP-631; ClusterControlManager, ReplicationControlManager.unregisterBroker)
 */
import { Errors } from "../../errors.ts";
import type { UnregisterBrokerRequest } from "../../messages/admin.ts";
import { adminDecision } from "../admin-answer.ts";
import { addRecord, type ControllerDecision, type Draft } from "../decision.ts";
import { removeFromIsrs } from "../isr-updates.ts";

export function decideUnregisterBroker(draft: Draft, request: UnregisterBrokerRequest): ControllerDecision {
  const { brokerId } = request;
  const broker = draft.image.brokers.get(brokerId);
  const errorCode = broker === undefined ? Errors.BROKER_ID_NOT_REGISTERED : Errors.NONE;
  if (broker !== undefined) {
    removeFromIsrs(draft, brokerId);
    addRecord(draft, { type: "UnregisterBrokerRecord", brokerId, brokerEpoch: broker.brokerEpoch });
  }
  return adminDecision(draft, request, [{ errorCode, topicId: 0 }]);
}
