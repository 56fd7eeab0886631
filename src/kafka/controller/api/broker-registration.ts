/**
 * BrokerRegistration (62), broker to controller (K-21).
 *
 * A new incarnation gets an epoch, the offset of its registration record, and starts fenced; what the former one led or
 * was in sync with is given up (E-08). If the last stop was unclean, that is if the broker does not know its former epoch,
 * it is not eligible anywhere either, with ELR. The same
 * incarnation asking again keeps epoch and state (KAFKA-16952). While another incarnation has a live session:
 * DUPLICATE_BROKER_REGISTRATION. No or repeated directories: INVALID_REGISTRATION. (KIP-631, KIP-858, KIP-966)
 */
import { invariant } from "../../../core/invariant.ts";
import { mix4 } from "../../../core/mix.ts";
import { type ErrorCode, Errors } from "../../errors.ts";
import type { BrokerRegistrationRequest, BrokerRegistrationResponse } from "../../messages/controller.ts";
import type { BrokerRegistration } from "../../metadata/image.ts";
import type { RegistrationCommand } from "../command.ts";
import { addFact, addRecord, type ControllerDecision, concluded, type Draft, nextOffset } from "../decision.ts";
import { removeFromIsrs, removeFromIsrsAndElrs } from "../isr-updates.ts";

export function decideBrokerRegistration(draft: Draft, asked: RegistrationCommand): ControllerDecision {
  const { request } = asked;
  const existing = draft.image.brokers.get(request.brokerId);
  const refused = refuseBrokerRegistration(draft, asked, existing);
  if (refused !== Errors.NONE) return concluded(draft, answer(draft, request, refused, -1));

  const isSame = existing !== undefined && existing.incarnationId === request.incarnationId;
  const unclean = existing !== undefined && !isSame && !isCleanRestart(request, existing);
  if (existing !== undefined && !isSame) giveUpPlaces(draft, request.brokerId, unclean);
  const brokerEpoch = isSame ? existing.brokerEpoch : nextOffset(draft);
  invariant(brokerEpoch >= 0 && brokerEpoch <= nextOffset(draft), "a broker epoch is an offset of the log");
  invariant(existing === undefined || brokerEpoch >= existing.brokerEpoch, "a newer incarnation has a newer epoch");
  addRecord(draft, {
    type: "RegisterBrokerRecord",
    brokerId: request.brokerId,
    incarnationId: request.incarnationId,
    brokerEpoch,
    rack: request.rack,
    logDirs: request.logDirs,
    fenced: isSame ? existing.fenced : true,
    inControlledShutdown: isSame ? existing.inControlledShutdown : false,
  });
  addFact(draft, "brokerRegistered", request.brokerId, brokerEpoch, unclean);
  return concluded(draft, answer(draft, request, Errors.NONE, brokerEpoch));
}

function refuseBrokerRegistration(
  draft: Draft,
  { request, hasLiveSession }: RegistrationCommand,
  existing: BrokerRegistration | undefined,
): ErrorCode {
  const isOther = existing !== undefined && existing.incarnationId !== request.incarnationId;
  if (isOther && hasLiveSession && draft.policy.rules.refusesDuplicateRegistration) {
    return Errors.DUPLICATE_BROKER_REGISTRATION;
  }
  const { logDirs } = request;
  if (logDirs.length === 0 || new Set(logDirs).size !== logDirs.length) return Errors.INVALID_REGISTRATION;
  return Errors.NONE;
}

/** What belonged to the former incarnation. A clean restart, and without ELR any, is as a fence (handleBrokerShutdown). */
function giveUpPlaces(draft: Draft, brokerId: number, unclean: boolean): void {
  const { rules, elrEnabled } = draft.policy;
  if (unclean && elrEnabled && rules.uncleanRestartRemovesFromIsr) removeFromIsrsAndElrs(draft, brokerId);
  else if (rules.bounceBumpsLeaderEpoch) removeFromIsrs(draft, brokerId);
}

/** The broker knows the epoch of its last stop, and so that nothing was lost, if all its directories agree on it (KAFKA-15586). */
const isCleanRestart = (request: BrokerRegistrationRequest, existing: BrokerRegistration): boolean =>
  request.previousBrokerEpoch === existing.brokerEpoch;

const answer = (
  draft: Draft,
  request: BrokerRegistrationRequest,
  errorCode: ErrorCode,
  brokerEpoch: number,
): BrokerRegistrationResponse => ({
  kind: "BrokerRegistrationResponse",
  name: mix4(request.name, draft.policy.nodeId, errorCode, brokerEpoch),
  correlationId: request.correlationId,
  errorCode,
  brokerEpoch,
});
