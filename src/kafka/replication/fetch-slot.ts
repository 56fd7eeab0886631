/**
 * One partition in a fetch session of the serving side (KIP-227; kafka.server.CachedPartition).
 *
 * Kafka reads every partition of a session at every fetch. Here a slot is read only when it may have news: it is
 * `dirty`. A slot becomes dirty when its partition moves (log end, high watermark, log start, leadership) or when the
 * fetcher changes it; it is clean after a read that found neither data nor error. While a slot is clean, the session's
 * fetches count as fetches of this partition too, which `record` makes good.
 *
 *   dirty --read, nothing but what was told already--> clean --partition moved, fetcher changed it--> dirty
 */
import type { FetchPartition, FetchPartitionResponse } from "../messages/fetch.ts";
import type { Partition, PartitionWatcher, WaitingFetch } from "./partition.ts";
import type { RemoteReplica, UnrecordedFetches } from "./remote-replica.ts";

/** What a slot needs of its session. */
export interface SlotQueue {
  /** Time of the latest fetch. */
  readonly lastUsedMs: number;
  /** The slots to be read. */
  readonly dirtySlots: FetchSlot[];
  /** The fetch that waits for data or for its time-out. */
  readonly parked: WaitingFetch | null;
}

export class FetchSlot implements PartitionWatcher, UnrecordedFetches {
  readonly session: SlotQueue;
  /** As last asked for; what the cache keeps of its epoch is `sessionLeaderEpoch`'s matter (KAFKA-9338). */
  request: FetchPartition;
  /** null: this broker had no such replica at the last look. */
  partition: Partition | null = null;
  /** The leader's view of the follower that owns the session; null for consumers. */
  remote: RemoteReplica | null = null;
  /** To be read: in the session's queue, or `held`. */
  dirty = false;
  /** Found with data or an error: goes back into the queue when the fetch is read again or answered. */
  held = false;
  /** Left the session. */
  forgotten = false;
  /** The last things told to the fetcher; -1 nothing yet (KIP-227: only changes are told again). */
  toldHighWatermark = -1;
  toldLogStartOffset = -1;
  /** Found in the fetch that is being served, not sent yet. */
  found: FetchPartitionResponse | null = null;

  constructor(session: SlotQueue, request: FetchPartition) {
    this.session = session;
    this.request = request;
  }

  onMoved(): void {
    if (this.dirty) return;
    this.record();
    this.dirty = true;
    this.session.dirtySlots.push(this);
  }

  /** The replica may come back as another one: it is looked for anew. */
  onLeft(): void {
    this.onMoved();
    this.partition = null;
    this.remote = null;
  }

  waiting(): WaitingFetch | null {
    return this.session.parked;
  }

  /** Counts the session's fetches since the slot was read as fetches at the same offset, with the leader where it was. */
  record(): void {
    const { remote, session } = this;
    if (remote === null || this.dirty || remote.unrecorded !== this || session.lastUsedMs <= remote.lastFetchTimeMs)
      return;
    remote.lastFetchTimeMs = session.lastUsedMs;
    if (remote.logEndOffset >= remote.lastFetchLeaderLogEndOffset) remote.lastCaughtUpTimeMs = session.lastUsedMs;
  }

  /** Ties the slot to the replica that it reads, so that a move of the replica reaches it. */
  watch(partition: Partition): void {
    this.partition = partition;
    partition.watchers.push(this);
  }

  unwatch(): void {
    const { partition, remote } = this;
    if (remote !== null && remote.unrecorded === this) remote.unrecorded = null;
    this.remote = null;
    this.partition = null;
    if (partition === null) return;
    const index = partition.watchers.indexOf(this);
    if (index >= 0) partition.watchers.splice(index, 1);
  }
}
