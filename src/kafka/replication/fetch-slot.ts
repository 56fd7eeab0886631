/**
 * One partition in a fetch session of the serving side (KIP-227; kafka.server.CachedPartition).
 *
 * Kafka reads every partition of a session at every fetch. Here a slot is read only when it may have news: it is
 * `dirty`. A slot becomes dirty when its partition moves (log end, high watermark, log start, leadership) or when the
 * fetcher changes it; it is clean after a read that found neither data nor error. While a slot is clean, the session's
 * fetches count as fetches of this partition too, which `settleSlot` makes good.
 *
 *   dirty --read, nothing but what was told already--> clean --partition moved, fetcher changed it--> dirty
 */
import type { FetchPartition, FetchPartitionResponse } from "../messages/fetch.ts";
import type { FetchSession } from "./fetch-session.ts";
import type { Partition } from "./partition.ts";
import type { RemoteReplica } from "./remote-replica.ts";

export interface FetchSlot {
  readonly session: FetchSession;
  /** As last asked for; what the cache keeps of its epoch is `sessionLeaderEpoch`'s matter (KAFKA-9338). */
  request: FetchPartition;
  /** null: this broker had no such replica at the last look. */
  partition: Partition | null;
  /** The leader's view of the follower that owns the session; null for consumers. */
  remote: RemoteReplica | null;
  /** To be read: in the session's queue, or `held`. */
  dirty: boolean;
  /** Found with data or an error: goes back into the queue when the fetch is read again or answered. */
  held: boolean;
  /** Left the session. */
  forgotten: boolean;
  /** The last things told to the fetcher; -1 nothing yet (KIP-227: only changes are told again). */
  toldHighWatermark: number;
  toldLogStartOffset: number;
  /** Found in the fetch that is being served, not sent yet. */
  found: FetchPartitionResponse | null;
}

export function newFetchSlot(session: FetchSession, request: FetchPartition): FetchSlot {
  return {
    session,
    request,
    partition: null,
    remote: null,
    dirty: false,
    held: false,
    forgotten: false,
    toldHighWatermark: -1,
    toldLogStartOffset: -1,
    found: null,
  };
}

export function markSlotDirty(slot: FetchSlot): void {
  if (slot.dirty) return;
  settleSlot(slot);
  slot.dirty = true;
  slot.session.dirtySlots.push(slot);
}

/** Counts the session's fetches since the slot was read as fetches at the same offset, with the leader where it was. */
export function settleSlot(slot: FetchSlot): void {
  const { remote, session } = slot;
  if (remote === null || slot.dirty || remote.slot !== slot || session.lastUsedMs <= remote.lastFetchTimeMs) return;
  remote.lastFetchTimeMs = session.lastUsedMs;
  if (remote.logEndOffset >= remote.lastFetchLeaderLogEndOffset) remote.lastCaughtUpTimeMs = session.lastUsedMs;
}

/** Ties the slot to the replica that it reads, so that a move of the replica reaches it. */
export function watchPartition(slot: FetchSlot, partition: Partition): void {
  slot.partition = partition;
  partition.watchers.push(slot);
}

export function unwatchPartition(slot: FetchSlot): void {
  const { partition, remote } = slot;
  if (remote !== null && remote.slot === slot) remote.slot = null;
  slot.remote = null;
  slot.partition = null;
  if (partition === null) return;
  const index = partition.watchers.indexOf(slot);
  if (index >= 0) partition.watchers.splice(index, 1);
}
