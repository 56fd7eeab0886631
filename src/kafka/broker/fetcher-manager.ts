/**
 * The fetchers of this broker, one for each leader broker that it follows (ReplicaFetcherManager; num.replica.fetchers 1).
 * They decide what to ask; here are their connections, request time-outs and back-offs.
 *
 *   (none) --first partition of a leader--> idle --request--> in flight --answer--> idle, asks again at once
 *                                           in flight --disconnect, replica.socket.timeout.ms--> backing off --> idle
 *   idle, nothing left to fetch --> (none)
 */
import type { NodeId } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import { Channel } from "../channels.ts";
import {
  addPartition,
  type Fetcher,
  type FetcherResponse,
  isIdle,
  newFetcher,
  removePartition,
  wakeUpAtMs,
} from "../replication/fetcher.ts";
import { nextRequest } from "../replication/fetcher-request.ts";
import { onFetcherDisconnect, onFetcherResponse } from "../replication/fetcher-response.ts";
import type { HostedPartition } from "./hosted-partition.ts";
import type { BrokerState } from "./state.ts";
import { Timer, timerFor } from "./timers.ts";

export interface FetcherManager {
  readonly byLeader: Map<NodeId, HostedFetcher>;
  /** Fetchers that may have something to ask when this step ends. */
  readonly touched: HostedFetcher[];
}

interface HostedFetcher {
  readonly fetcher: Fetcher;
  isTouched: boolean;
  correlationId: number;
  sentAtMs: Millis;
  /** The time-out timer is armed once and looks at `sentAtMs` when it fires, so that requests need none of their own. */
  timeoutArmed: boolean;
  retryArmedForMs: Millis;
}

export const newFetcherManager = (): FetcherManager => ({ byLeader: new Map(), touched: [] });

/** Fetches this replica from `leader` in its present epoch; -1: from nobody. */
export function fetchFrom(state: BrokerState, hosted: HostedPartition, leader: NodeId): void {
  if (hosted.fetchedFrom >= 0 && hosted.fetchedFrom !== leader) stopFetching(state, hosted);
  if (leader < 0 || leader === state.brokerId || hosted.partition === null) return;
  const one = fetcherOf(state, leader);
  hosted.fetchedFrom = leader;
  addPartition(one.fetcher, hosted.partition, state.env);
  touch(state, one);
}

export function stopFetching(state: BrokerState, hosted: HostedPartition): void {
  const one = state.fetchers.byLeader.get(hosted.fetchedFrom);
  hosted.fetchedFrom = -1;
  if (one === undefined) return;
  removePartition(one.fetcher, hosted.topicPartition);
  touch(state, one);
}

function fetcherOf(state: BrokerState, leader: NodeId): HostedFetcher {
  const known = state.fetchers.byLeader.get(leader);
  if (known !== undefined) return known;
  const one: HostedFetcher = {
    fetcher: newFetcher(leader),
    isTouched: false,
    correlationId: 0,
    sentAtMs: 0,
    timeoutArmed: false,
    retryArmedForMs: -1,
  };
  state.fetchers.byLeader.set(leader, one);
  return one;
}

function touch(state: BrokerState, one: HostedFetcher): void {
  if (one.isTouched) return;
  one.isTouched = true;
  state.fetchers.touched.push(one);
}

/** An answer of a leader to this broker's fetcher. */
export function onLeaderResponse(state: BrokerState, leader: NodeId, response: FetcherResponse): void {
  const one = state.fetchers.byLeader.get(leader);
  if (one === undefined) return;
  onFetcherResponse(one.fetcher, response, state.env);
  touch(state, one);
}

/** The connection to a leader is gone. */
export function onLeaderDisconnect(state: BrokerState, leader: NodeId): void {
  const one = state.fetchers.byLeader.get(leader);
  if (one === undefined || one.fetcher.inFlight === null) return;
  onFetcherDisconnect(one.fetcher, state.env);
  touch(state, one);
}

/** Silence: close the connection, as NetworkClient does, and start anew after the back-off. */
export function onFetchTimeout(state: BrokerState, leader: NodeId): void {
  const one = state.fetchers.byLeader.get(leader);
  if (one === undefined) return;
  one.timeoutArmed = false;
  if (one.fetcher.inFlight === null) return;
  const leftMs = one.sentAtMs + state.config.replicaSocketTimeoutMs - state.context.nowMs();
  if (leftMs > 0) {
    armTimeout(state, one, leftMs);
    return;
  }
  state.context.close(leader, Channel.main);
  onFetcherDisconnect(one.fetcher, state.env);
  touch(state, one);
}

export function onFetchRetry(state: BrokerState, leader: NodeId): void {
  const one = state.fetchers.byLeader.get(leader);
  if (one === undefined) return;
  one.retryArmedForMs = -1;
  touch(state, one);
}

/** At the end of the step: every fetcher that was touched asks on, backs off, or goes. */
export function runFetchers(state: BrokerState): void {
  const { touched } = state.fetchers;
  for (let one = touched.pop(); one !== undefined; one = touched.pop()) {
    one.isTouched = false;
    runFetcher(state, one);
  }
}

function runFetcher(state: BrokerState, one: HostedFetcher): void {
  const { fetcher } = one;
  if (fetcher.inFlight !== null) return;
  const request = nextRequest(fetcher, one.correlationId + 1, state.env);
  if (request !== null) {
    one.correlationId++;
    one.sentAtMs = state.context.nowMs();
    state.context.send(fetcher.leaderId, Channel.main, request);
    if (!one.timeoutArmed) armTimeout(state, one, state.config.replicaSocketTimeoutMs);
    return;
  }
  if (isIdle(fetcher)) dropFetcher(state, one);
  else armRetry(state, one);
}

function armTimeout(state: BrokerState, one: HostedFetcher, delayMs: Millis): void {
  one.timeoutArmed = true;
  state.context.setTimer(timerFor(Timer.fetchTimeout, one.fetcher.leaderId), delayMs);
}

function armRetry(state: BrokerState, one: HostedFetcher): void {
  const atMs = wakeUpAtMs(one.fetcher);
  if (atMs === null || atMs === one.retryArmedForMs) return;
  one.retryArmedForMs = atMs;
  const delayMs = Math.max(1, atMs - state.context.nowMs());
  state.context.setTimer(timerFor(Timer.fetchRetry, one.fetcher.leaderId), delayMs);
}

/** Kafka shuts idle fetcher threads down (shutdownIdleFetcherThreads); the leader keeps the session until it is evicted. */
function dropFetcher(state: BrokerState, one: HostedFetcher): void {
  const leader = one.fetcher.leaderId;
  state.fetchers.byLeader.delete(leader);
  state.context.cancelTimer(timerFor(Timer.fetchTimeout, leader));
  state.context.cancelTimer(timerFor(Timer.fetchRetry, leader));
  state.context.close(leader, Channel.main);
}
