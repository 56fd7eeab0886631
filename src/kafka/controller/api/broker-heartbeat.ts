/**
 * BrokerHeartbeat (63), broker to controller (K-22..K-24).
 *
 * Keeps the session alive, and moves the broker between fenced, unfenced and controlled shutdown (broker-state.ts).
 * Unfenced: leaderless partitions may elect it. In controlled shutdown: it hands over leaderships and ISR places and may
 * stop when all active brokers have seen that. Failed log directories: their replicas leave ISR and leadership (KIP-858).
 * Another incarnation or an unknown broker: STALE_BROKER_EPOCH. (KIP-631, KIP-841)
 */
import { invariant } from "../../../core/invariant.ts";
import { mix4 } from "../../../core/mix.ts";
import { type ErrorCode, Errors } from "../../errors.ts";
import type { BrokerHeartbeatRequest, BrokerHeartbeatResponse } from "../../messages/controller.ts";
import type { BrokerRegistration } from "../../metadata/image.ts";
import { type BrokerControlState, brokerState, nextBrokerState } from "../broker-state.ts";
import type { HeartbeatCommand } from "../command.ts";
import { addBrokerChange, type ControllerDecision, concluded, type Draft, partitionIn } from "../decision.ts";
import { electLeaderless, fenceBroker, leadsAny, removeFromIsrs, removeReplica } from "../isr-updates.ts";
import { clearElr } from "./incremental-alter-configs.ts";

export function decideBrokerHeartbeat(draft: Draft, heartbeat: HeartbeatCommand): ControllerDecision {
  const { request } = heartbeat;
  const { image } = draft;
  const broker = image.brokers.get(request.brokerId);
  if (broker === undefined || broker.brokerEpoch !== request.brokerEpoch) {
    return concluded(draft, answer(draft, request, Errors.STALE_BROKER_EPOCH, "fenced", -1));
  }
  const current = brokerState(broker, heartbeat.controlledShutdownOffset);
  // To be seen before it is unfenced: its registration, not the end of a busy log (KAFKA-13959, K-23).
  const unfenceOffset = broker.registrationOffset;
  const next = nextBrokerState(current, request, {
    unfenceOffset,
    controlledShutdownOffset: heartbeat.controlledShutdownOffset,
    lowestActiveOffset: heartbeat.lowestActiveOffset,
    leadsAny: () => leadsAny(image, request.brokerId),
  });
  if (request.offlineLogDirs.length > 0 || request.offlineReplicas.length > 0) takeOffline(draft, request, broker);
  const { rules, elrEnabled } = draft.policy;
  if (elrEnabled && !rules.assigningDirectoryKeepsElr) clearElr(draft, request.newReplicas ?? []);
  if (next !== current) moveTo(draft, request, broker, next);
  return concluded(draft, answer(draft, request, Errors.NONE, next, unfenceOffset));
}

function moveTo(
  draft: Draft,
  { brokerId, offlineReplicas }: BrokerHeartbeatRequest,
  broker: BrokerRegistration,
  next: BrokerControlState,
): void {
  switch (next) {
    case "fenced":
    case "shutdown-now":
      fenceBroker(draft, brokerId);
      return;
    case "unfenced":
      invariant(broker.fenced, "only a fenced broker is unfenced");
      addBrokerChange(draft, broker, { fenced: false });
      electLeaderless(draft, brokerId, offlineReplicas);
      return;
    case "controlled-shutdown":
      invariant(!broker.fenced, "a fenced broker stops at once");
      if (!broker.inControlledShutdown) addBrokerChange(draft, broker, { inControlledShutdown: true });
      removeFromIsrs(draft, brokerId);
  }
}

/** Directories and replicas that failed since the last heartbeat (each heartbeat names all of them). */
function takeOffline(draft: Draft, request: BrokerHeartbeatRequest, broker: BrokerRegistration): void {
  const working = broker.logDirs.filter((dir) => !request.offlineLogDirs.includes(dir));
  const failed = request.offlineReplicas.filter((tp) => !broker.offlineReplicas.includes(tp));
  invariant(working.length <= broker.logDirs.length, "directories that failed do not come back");
  if (working.length === broker.logDirs.length && failed.length === 0) return;
  const { brokerId } = request;
  for (const tp of failed) {
    if (partitionIn(draft, tp)?.isr.includes(brokerId)) removeReplica(draft, tp, brokerId, -1);
  }
  const offlineReplicas = [...broker.offlineReplicas, ...failed].sort((a, b) => a - b);
  addBrokerChange(draft, broker, { logDirs: working, offlineReplicas });
}

function answer(
  draft: Draft,
  request: BrokerHeartbeatRequest,
  errorCode: ErrorCode,
  next: BrokerControlState,
  unfenceOffset: number,
): BrokerHeartbeatResponse {
  const isFenced = next === "fenced" || next === "shutdown-now";
  const shouldShutDown = next === "shutdown-now";
  const isCaughtUp = errorCode === Errors.NONE && request.currentMetadataOffset >= unfenceOffset;
  const says = (isCaughtUp ? 1 : 0) + (isFenced ? 2 : 0) + (shouldShutDown ? 4 : 0);
  return {
    kind: "BrokerHeartbeatResponse",
    name: mix4(request.name, draft.policy.nodeId, errorCode, says),
    correlationId: request.correlationId,
    errorCode,
    isCaughtUp,
    isFenced,
    shouldShutDown,
  };
}
