/**
 * Fetch sessions of the serving side (KIP-227; kafka.server.FetchSession, FetchSessionCache): the partitions of a fetcher
 * are remembered, so that requests and answers carry changes only.
 *
 *   none --full fetch, epoch 0--> open, next epoch 1 --incremental fetch with the next epoch--> open, next epoch + 1
 *   open --full fetch that names it, all partitions forgotten, evicted--> closed
 *
 * A request with another epoch, or for a session that is gone, is refused; the fetcher then starts with a full fetch.
 */
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import type { ErrorCode } from "../errors.ts";
import type { FetchPartition, FetchRequest } from "../messages/fetch.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { ReplicaEnv } from "./env.ts";
import { FetchSlot, type SlotQueue } from "./fetch-slot.ts";

export interface FetchSession extends SlotQueue {
  /** 0: lives for one fetch, outside the cache. */
  readonly id: number;
  /** The follower's broker id, -1 for a consumer. */
  readonly replicaId: number;
  /** The epoch that the next incremental fetch must carry. */
  epoch: number;
  /** Of the follower's latest fetch (KIP-903). */
  replicaEpoch: number;
  readonly createdAtMs: Millis;
  lastUsedMs: Millis;
  readonly slots: Map<TopicPartition, FetchSlot>;
  parked: FetchContext | null;
  /** Slots with something to tell to the fetch that is served. */
  readonly found: FetchSlot[];
  closed: boolean;
}

/** A fetch while it is served: see fetch-context.ts. */
export interface FetchContext {
  readonly request: FetchRequest;
  /** Of the session; an error other than NONE is answered at once. */
  readonly errorCode: ErrorCode;
  readonly session: FetchSession;
  /** Every partition is told of, not only the news. */
  readonly isFull: boolean;
  /** A follower's offsets count once, when its request arrives; looking again for data is no fetch. */
  isFirstRead: boolean;
  bytesFound: number;
  mustAnswer: boolean;
  /** Answered, or replaced by a later fetch of the same session: nothing more to do. */
  closed: boolean;
}

export interface FetchSessionCache {
  readonly maxSessions: number;
  readonly sessions: Map<number, FetchSession>;
  created: number;
}

/** KIP-227: min.incremental.fetch.session.eviction.ms. */
const evictionMs: Millis = 120_000;

/** `maxSessions` is max.incremental.fetch.session.cache.slots. */
export function newFetchSessionCache(maxSessions: number): FetchSessionCache {
  return { maxSessions, sessions: new Map(), created: 0 };
}

/** A session for a full fetch; one outside the cache (id 0) if none was asked for, or there is no room. */
export function openSession(cache: FetchSessionCache, request: FetchRequest, env: ReplicaEnv): FetchSession {
  const nowMs = env.nowMs();
  const wanted = request.sessionEpoch === 0;
  const isCached = wanted && makeRoom(cache, request.replicaId >= 0, request.partitions.length, nowMs);
  const session: FetchSession = {
    id: isCached ? newSessionId(cache, request, env) : 0,
    replicaId: request.replicaId,
    epoch: 1,
    replicaEpoch: request.replicaEpoch,
    createdAtMs: nowMs,
    lastUsedMs: nowMs,
    slots: new Map(),
    dirtySlots: [],
    parked: null,
    found: [],
    closed: !isCached,
  };
  if (isCached) cache.sessions.set(session.id, session);
  invariant(cache.sessions.has(session.id) === isCached, "a session is in the cache if it has an id");
  invariant(wanted || session.id === 0, "a session is kept for who asked for one");
  invariant(cache.sessions.size <= cache.maxSessions, "fetch sessions stay within their cache");
  for (const asked of request.partitions) addSlot(session, asked);
  return session;
}

/** Applies an incremental fetch. What it names is read, and everything if the follower is another process than before. */
export function updateSession(session: FetchSession, request: FetchRequest, isStale: boolean, env: ReplicaEnv): void {
  for (const tp of request.forgotten) removeSlot(session, tp);
  for (const asked of request.partitions) {
    const slot = session.slots.get(asked.topicPartition);
    if (slot === undefined) addSlot(session, asked);
    else {
      slot.onMoved();
      slot.request = asked;
    }
  }
  if (isStale || request.replicaEpoch !== session.replicaEpoch) {
    for (const slot of session.slots.values()) slot.onMoved();
    session.replicaEpoch = request.replicaEpoch;
  }
  session.lastUsedMs = env.nowMs();
  session.epoch = session.epoch >= env.lastSessionEpoch ? 1 : session.epoch + 1;
}

/** Its parked fetch, if any, is still answered; then the session lets its partitions go. */
export function closeSession(cache: FetchSessionCache, session: FetchSession): void {
  cache.sessions.delete(session.id);
  session.closed = true;
  if (session.parked === null) releaseSlots(session);
}

export function releaseSlots(session: FetchSession): void {
  for (const slot of session.slots.values()) slot.unwatch();
}

function addSlot(session: FetchSession, asked: FetchPartition): void {
  const slot = new FetchSlot(session, asked);
  session.slots.set(asked.topicPartition, slot);
  slot.onMoved();
}

function removeSlot(session: FetchSession, tp: TopicPartition): void {
  const slot = session.slots.get(tp);
  if (slot === undefined) return;
  session.slots.delete(tp);
  slot.forgotten = true;
  slot.unwatch();
}

function newSessionId(cache: FetchSessionCache, request: FetchRequest, env: ReplicaEnv): number {
  for (;;) {
    cache.created++;
    const id = env.sessionId(cache.created, request);
    if (id !== 0 && !cache.sessions.has(id)) return id;
  }
}

/** A full cache gives way to a new session only by evicting one that is stale, or worth less. */
function makeRoom(cache: FetchSessionCache, isFollower: boolean, size: number, nowMs: Millis): boolean {
  if (cache.sessions.size < cache.maxSessions) return true;
  let victim: FetchSession | null = null;
  let oldest: FetchSession | null = null;
  for (const session of cache.sessions.values()) {
    if (oldest === null || session.lastUsedMs < oldest.lastUsedMs) oldest = session;
    if (!isEvictable(session, isFollower, nowMs)) continue;
    if (victim === null || isWorthLess(session, victim.replicaId >= 0, victim.slots.size)) victim = session;
  }
  if (oldest !== null && nowMs - oldest.lastUsedMs > evictionMs) closeSession(cache, oldest);
  else if (victim !== null && !isWorthMore(victim, isFollower, size)) closeSession(cache, victim);
  else return false;
  return true;
}

/** Young sessions are safe from their likes; consumers' are never safe from followers. */
const isEvictable = (session: FetchSession, byFollower: boolean, nowMs: Millis): boolean =>
  nowMs - session.createdAtMs > evictionMs || (byFollower && session.replicaId < 0);

function isWorthLess(session: FetchSession, thanFollower: boolean, thanSize: number): boolean {
  const isFollower = session.replicaId >= 0;
  if (isFollower !== thanFollower) return thanFollower;
  return session.slots.size < thanSize;
}

function isWorthMore(session: FetchSession, thanFollower: boolean, thanSize: number): boolean {
  const isFollower = session.replicaId >= 0;
  if (isFollower !== thanFollower) return isFollower;
  return session.slots.size > thanSize;
}
