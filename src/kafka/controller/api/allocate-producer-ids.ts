/**
 * AllocateProducerIds (67), broker to controller.
 *
 * A broker takes a block of 1000 producer ids, which it hands out by InitProducerId. Ids of a block that was lost with its
 * broker are never used. A broker of another epoch gets STALE_BROKER_EPOCH. (KIP-730)
 */
import { invariant } from "../../../core/invariant.ts";
import { mix4 } from "../../../core/mix.ts";
import { type ErrorCode, Errors } from "../../errors.ts";
import type { AllocateProducerIdsRequest, AllocateProducerIdsResponse } from "../../messages/controller.ts";
import { brokerEpochOf } from "../../metadata/image.ts";
import { addRecord, type ControllerDecision, concluded, type Draft } from "../decision.ts";

const blockLength = 1000;

export function decideAllocateProducerIds(draft: Draft, request: AllocateProducerIdsRequest): ControllerDecision {
  const { brokerId, brokerEpoch } = request;
  if (brokerEpoch < 0 || brokerEpochOf(draft.image, brokerId) !== brokerEpoch) {
    return concluded(draft, answer(draft, request, Errors.STALE_BROKER_EPOCH, -1));
  }
  const first = draft.image.nextProducerId;
  invariant(draft.image.brokers.has(brokerId), "a registered broker alone gets producer ids");
  invariant(first % blockLength === 0, "blocks of producer ids stand side by side");
  addRecord(draft, { type: "ProducerIdsRecord", brokerId, nextProducerId: first + blockLength });
  return concluded(draft, answer(draft, request, Errors.NONE, first));
}

const answer = (
  draft: Draft,
  request: AllocateProducerIdsRequest,
  errorCode: ErrorCode,
  producerIdStart: number,
): AllocateProducerIdsResponse => ({
  kind: "AllocateProducerIdsResponse",
  name: mix4(request.name, draft.policy.nodeId, errorCode, producerIdStart),
  correlationId: request.correlationId,
  errorCode,
  producerIdStart,
  producerIdLen: errorCode === Errors.NONE ? blockLength : 0,
});
