/** Serving side of fetch sessions (KIP-227). */
import type { FetchSession } from "./fetch-slot.ts";

export interface FetchSessionCache {
  readonly maxSessions: number;
  readonly sessions: Map<number, FetchSession>;
  nextId: number;
}

/** `maxSessions` is max.incremental.fetch.session.cache.slots. */
export function newFetchSessionCache(maxSessions: number): FetchSessionCache {
  return { maxSessions, sessions: new Map(), nextId: 1 };
}
