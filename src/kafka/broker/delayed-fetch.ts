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
import { closeFetch, type FetchContext, readFetch } from "../replication/fetch-context.ts";
import type { Partition } from "../replication/partition.ts";
import { type Delayed, remove, takeExpired, wait } from "./deadline-list.ts";
import type { BrokerState } from "./state.ts";

export interface DelayedFetch extends Delayed<DelayedFetch> {
  readonly connection: ConnectionId;
  readonly fetch: FetchContext;
}

/** `fetch` said that it may wait. */
export function delayFetch(state: BrokerState, connection: ConnectionId, fetch: FetchContext): void {
  const operation: DelayedFetch = {
    deadlineMs: state.context.nowMs() + fetch.request.maxWaitMs,
    earlier: null,
    later: null,
    waiting: false,
    connection,
    fetch,
  };
  state.parkedFetches.set(fetch, operation);
  wait(state.delayedFetches, operation, state.context);
}

/** The partition moved: answers those of its parked fetches that have enough now. */
export function checkFetches(state: BrokerState, partition: Partition): void {
  const { watchers } = partition;
  // From the end: an answer takes the slots of a fetch without a session out of this array.
  for (let i = watchers.length - 1; i >= 0; i--) {
    const parked = watchers[i]?.session.parked ?? null;
    if (parked === null || parked.closed) continue;
    if (readFetch(parked, state.env, state.env)) complete(state, parked);
  }
}

function complete(state: BrokerState, fetch: FetchContext): void {
  const operation = state.parkedFetches.get(fetch);
  if (operation === undefined) return;
  remove(state.delayedFetches, operation);
  answer(state, operation);
}

function answer(state: BrokerState, operation: DelayedFetch): void {
  state.parkedFetches.delete(operation.fetch);
  if (!operation.fetch.closed) state.context.reply(operation.connection, closeFetch(operation.fetch, state.env));
}

/** On the deadline timer. */
export function expireFetches(state: BrokerState): void {
  for (;;) {
    const operation = takeExpired(state.delayedFetches, state.context);
    if (operation === null) return;
    answer(state, operation);
  }
}
