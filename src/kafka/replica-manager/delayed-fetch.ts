/**
 * Fetch requests that wait for data (DelayedFetch; KIP-227 sessions live in the replication room).
 *
 *   parked --minBytes of news, error, leadership change, divergence--> answered
 *          --maxWaitMs passed--> answered with what there is
 *          --replaced by a later fetch of its session--> dropped
 *
 * Watchers are the session's slots, which stay with their partitions from fetch to fetch: parking costs nothing per
 * partition.
 */

import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { closeFetch, readFetch } from "../replication/fetch-context.ts";
import type { FetchContext } from "../replication/fetch-session.ts";
import type { Partition } from "../replication/partition.ts";
import { remove, takeExpired, wait } from "./deadline-list.ts";
import type { DelayedFetch } from "./delayed-operations.ts";
import type { ReplicaManager } from "./replica-manager.ts";

/** `fetch` said that it may wait. */
export function delayFetch(manager: ReplicaManager, connection: ConnectionId, fetch: FetchContext): void {
  const operation: DelayedFetch = {
    deadlineMs: manager.port.context.nowMs() + fetch.request.maxWaitMs,
    earlier: null,
    later: null,
    waiting: false,
    connection,
    fetch,
  };
  invariant(!fetch.closed && fetch.session.parked === fetch, "the newest fetch of a session waits");
  manager.parkedFetches.set(fetch, operation);
  wait(manager.delayedFetches, operation, manager.port.context);
  invariant(
    manager.parkedFetches.size === manager.delayedFetches.size,
    "each fetch that waits is found by its deadline",
  );
}

/** The partition moved: answers those of its parked fetches that have enough now. */
export function checkFetches(manager: ReplicaManager, partition: Partition): void {
  const { watchers } = partition;
  // From the end: an answer takes the slots of a fetch without a session out of this array.
  for (let i = watchers.length - 1; i >= 0; i--) {
    const waiting = watchers[i]?.waiting() ?? null;
    const operation = waiting === null ? undefined : manager.parkedFetches.get(waiting);
    if (operation === undefined || !readFetch(operation.fetch, manager.env, manager.env)) continue;
    remove(manager.delayedFetches, operation);
    answer(manager, operation);
  }
}

function answer(manager: ReplicaManager, operation: DelayedFetch): void {
  manager.parkedFetches.delete(operation.fetch);
  if (!operation.fetch.closed)
    manager.port.context.reply(operation.connection, closeFetch(operation.fetch, manager.env));
}

/** On the deadline timer. */
export function expireFetches(manager: ReplicaManager): void {
  for (;;) {
    const operation = takeExpired(manager.delayedFetches, manager.port.context);
    if (operation === null) return;
    answer(manager, operation);
  }
}
