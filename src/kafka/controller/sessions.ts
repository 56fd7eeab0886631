/**
 * When each broker was last heard of: soft state of the running controller, never in its log
 * (org.apache.kafka.controller.BrokerHeartbeatTracker and BrokerHeartbeatManager).
 *
 *   none --registration, or the controller starts (K-28)--> live, contact now
 *   live --heartbeat--> live, contact now
 *   live --no heartbeat for broker.session.timeout.ms--> expired: forgotten, and the broker is fenced
 *   live --allowed to stop--> forgotten
 */
import { invariant } from "../../core/invariant.ts";
import { isActive, type MetadataImage } from "../metadata/image.ts";

interface Session {
  readonly brokerId: number;
  readonly brokerEpoch: number;
  lastContactMs: number;
  /** The last metadata offset the broker said it applied; -1 unknown. */
  metadataOffset: number;
  /** What all active brokers must have applied before this one may stop; -1: not stopping. */
  controlledShutdownOffset: number;
}

export interface Sessions {
  readonly timeoutMs: number;
  readonly byBroker: Map<number, Session>;
}

export const newSessions = (timeoutMs: number): Sessions => ({ timeoutMs, byBroker: new Map() });

/** The session of this incarnation, made if there is none (or one of another incarnation). */
export function touch(sessions: Sessions, brokerId: number, brokerEpoch: number, nowMs: number): Session {
  const known = sessions.byBroker.get(brokerId);
  if (known !== undefined && known.brokerEpoch === brokerEpoch) {
    invariant(nowMs >= known.lastContactMs, "a monotonic clock does not go back");
    known.lastContactMs = nowMs;
    return known;
  }
  invariant(known === undefined || known.brokerEpoch < brokerEpoch, "a session gives way to a newer incarnation only");
  const fresh = { brokerId, brokerEpoch, lastContactMs: nowMs, metadataOffset: -1, controlledShutdownOffset: -1 };
  sessions.byBroker.set(brokerId, fresh);
  return fresh;
}

export const forget = (sessions: Sessions, brokerId: number): void => {
  sessions.byBroker.delete(brokerId);
};

const isExpired = (sessions: Sessions, session: Session, nowMs: number): boolean =>
  session.lastContactMs + sessions.timeoutMs < nowMs;

export function hasLiveSession(sessions: Sessions, brokerId: number, brokerEpoch: number, nowMs: number): boolean {
  const session = sessions.byBroker.get(brokerId);
  return session !== undefined && session.brokerEpoch === brokerEpoch && !isExpired(sessions, session, nowMs);
}

/** The broker whose session expired longest ago (the lower id of two); -1: none. */
export function oldestExpired(sessions: Sessions, nowMs: number): number {
  let oldest: Session | null = null;
  for (const session of sessions.byBroker.values()) {
    if (isExpired(sessions, session, nowMs) && (oldest === null || isBefore(session, oldest))) oldest = session;
  }
  return oldest === null ? -1 : oldest.brokerId;
}

const isBefore = (a: Session, b: Session): boolean =>
  a.lastContactMs < b.lastContactMs || (a.lastContactMs === b.lastContactMs && a.brokerId < b.brokerId);

/** When the next session may be over; Infinity without sessions. */
export function nextExpiryMs(sessions: Sessions): number {
  let earliest = Infinity;
  for (const session of sessions.byBroker.values()) earliest = Math.min(earliest, session.lastContactMs);
  return earliest + sessions.timeoutMs + 1;
}

/** The lowest metadata offset that the active brokers reported; Infinity without active brokers. */
export function lowestActiveOffset(sessions: Sessions, image: MetadataImage): number {
  let lowest = Infinity;
  for (const session of sessions.byBroker.values()) {
    if (isActive(image, session.brokerId)) lowest = Math.min(lowest, session.metadataOffset);
  }
  return lowest;
}
