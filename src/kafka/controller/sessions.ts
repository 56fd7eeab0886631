/**
 * When each incarnation of a broker was last heard of: soft state of the running controller, never in its log
 * (org.apache.kafka.controller.BrokerHeartbeatTracker).
 *
 *   none --heartbeat, or the controller starts (K-28)--> live, contact now
 *   live --heartbeat--> live, contact now
 *   live --no heartbeat for broker.session.timeout.ms--> expired: refuses nobody any more (K-21)
 *   expired --the periodic check finds it--> forgotten, and the broker is fenced if it is still this incarnation (K-22)
 *
 * Neither a fence nor a stop ends a session (KAFKA-17793): whoever returns within it waits. Up to 3.9 only unfenced brokers
 * had one, and the registration counted as contact.
 */
import { nodeIdLimit } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { isUnfenced, type MetadataImage } from "../metadata/image.ts";

export interface Session {
  readonly brokerId: number;
  readonly brokerEpoch: number;
  lastContactMs: number;
}

export interface Sessions {
  readonly timeoutMs: number;
  /** By incarnation, see `keyOf`. */
  readonly byIncarnation: Map<number, Session>;
}

export const newSessions = (timeoutMs: number): Sessions => ({ timeoutMs, byIncarnation: new Map() });

/** Also of an incarnation that nobody knows: its session lapses without effect. */
export function touch(sessions: Sessions, brokerId: number, brokerEpoch: number, nowMs: number): void {
  const key = keyOf(brokerId, brokerEpoch);
  const known = sessions.byIncarnation.get(key);
  invariant(known === undefined || nowMs >= known.lastContactMs, "a monotonic clock does not go back");
  if (known === undefined) sessions.byIncarnation.set(key, { brokerId, brokerEpoch, lastContactMs: nowMs });
  else known.lastContactMs = nowMs;
}

export const forget = (sessions: Sessions, brokerId: number, brokerEpoch: number): void => {
  sessions.byIncarnation.delete(keyOf(brokerId, brokerEpoch));
};

/** One number for a pair; epochs are offsets, from -1. */
function keyOf(brokerId: number, brokerEpoch: number): number {
  invariant(brokerId >= 0 && brokerId < nodeIdLimit, "a broker id is a node id");
  return brokerEpoch * nodeIdLimit + brokerId;
}

export function isLive(sessions: Sessions, brokerId: number, brokerEpoch: number, nowMs: number): boolean {
  const session = sessions.byIncarnation.get(keyOf(brokerId, brokerEpoch));
  return session !== undefined && !isExpired(sessions, session, nowMs);
}

const isExpired = (sessions: Sessions, session: Session, nowMs: number): boolean =>
  session.lastContactMs + sessions.timeoutMs < nowMs;

/** In the order of brokers and their incarnations. */
export function expiredSessions(sessions: Sessions, nowMs: number): Session[] {
  const expired: Session[] = [];
  for (const session of sessions.byIncarnation.values()) if (isExpired(sessions, session, nowMs)) expired.push(session);
  return expired.sort((a, b) => a.brokerId - b.brokerId || a.brokerEpoch - b.brokerEpoch);
}

/** As up to 3.9: of the unfenced brokers the one that was heard of longest ago (the lower id of two); null without any. */
export function oldestUnfenced(sessions: Sessions, image: MetadataImage): Session | null {
  let oldest: Session | null = null;
  for (const session of sessions.byIncarnation.values()) {
    if (!isUnfenced(image, session.brokerId)) continue;
    if (image.brokers.get(session.brokerId)!.brokerEpoch !== session.brokerEpoch) continue;
    if (oldest === null || isBefore(session, oldest)) oldest = session;
  }
  return oldest;
}

const isBefore = (a: Session, b: Session): boolean =>
  a.lastContactMs < b.lastContactMs || (a.lastContactMs === b.lastContactMs && a.brokerId < b.brokerId);

/** The first moment at which that session is over. */
export const endOf = (sessions: Sessions, session: Session): number => session.lastContactMs + sessions.timeoutMs + 1;
