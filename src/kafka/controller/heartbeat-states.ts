/**
 * What registered brokers said last: soft state of the running controller, lost with it
 * (org.apache.kafka.controller.BrokerHeartbeatManager.BrokerHeartbeatState).
 *
 *   none --registration, or the controller starts--> known, nothing reported
 *   known --heartbeat--> its metadata offset noted
 *   known --told to go on until the others have seen that it leads nothing--> stopping, the offset fixed (KAFKA-14292)
 *   stopping --fenced--> known
 *   known, stopping --registered again--> known, nothing reported; --unregistered--> none
 */
import { invariant } from "../../core/invariant.ts";
import type { BrokerHeartbeatRequest } from "../messages/controller.ts";
import { isUnfenced, type MetadataImage } from "../metadata/image.ts";

interface HeartbeatState {
  /** The last metadata offset the broker said it applied; -1 unknown. */
  metadataOffset: number;
  /** What all active brokers must have applied before this one may stop; -1: not stopping. */
  controlledShutdownOffset: number;
}

/** By broker. */
export type HeartbeatStates = Map<number, HeartbeatState>;

/** Also of the same incarnation: what it had applied, and that it was stopping, is forgotten (ClusterControlManager.replay). */
export function noteRegistration(states: HeartbeatStates, brokerId: number): void {
  states.set(brokerId, { metadataOffset: -1, controlledShutdownOffset: -1 });
}

/**
 * After the heartbeat was answered. `isStopping`: unless it is fenced, the broker waits for the others. `isChanged`: its registration
 * changed by it, upon which Kafka forgets what it had applied until the next heartbeat (ClusterControlManager.replayRegistrationChange).
 */
export function noteHeartbeat(
  states: HeartbeatStates,
  image: MetadataImage,
  { brokerId, currentMetadataOffset }: BrokerHeartbeatRequest,
  isStopping: boolean,
  isChanged: boolean,
): void {
  const state = states.get(brokerId);
  invariant(state !== undefined, "a broker whose heartbeat was taken is registered");
  state.metadataOffset = isChanged ? -1 : currentMetadataOffset;
  if (!isUnfenced(image, brokerId)) state.controlledShutdownOffset = -1;
  // Fixed once: an offset that moved with each heartbeat would never be reached (KAFKA-14292).
  else if (isStopping && state.controlledShutdownOffset < 0) state.controlledShutdownOffset = image.lastOffset;
  invariant(state.controlledShutdownOffset <= image.lastOffset, "nobody waits for what is not written");
}

/** A fenced broker leaves its controlled shutdown: with its next heartbeat it stops at once. */
export function noteFence(states: HeartbeatStates, brokerId: number): void {
  const state = states.get(brokerId);
  if (state !== undefined) state.controlledShutdownOffset = -1;
}

/** The lowest metadata offset that a broker reported which is neither fenced nor stopping; Infinity without any. */
export function lowestActiveOffset(states: HeartbeatStates, image: MetadataImage): number {
  let lowest = Infinity;
  for (const [brokerId, { metadataOffset, controlledShutdownOffset }] of states) {
    if (controlledShutdownOffset < 0 && isUnfenced(image, brokerId)) lowest = Math.min(lowest, metadataOffset);
  }
  return lowest;
}
