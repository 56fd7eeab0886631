/**
 * The fetchers of this broker, one for each leader broker that it follows (ReplicaFetcherManager; num.replica.fetchers 1).
 * They decide what to ask; here are their connections, request time-outs and back-offs.
 *
 *   (none) --first partition of a leader--> idle --request--> in flight --answer--> idle, asks again at once
 *                                           in flight --disconnect, replica.socket.timeout.ms--> backing off --> idle
 *   idle, nothing left to fetch --> (none)
 */

import type { NodeId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import { timerKey } from "../../core/timer.ts";
import { Channel } from "../channels.ts";
import {
  addPartition,
  type FetcherResponse,
  isIdle,
  newFetcher,
  removePartition,
  wakeUpAtMs,
} from "../replication/fetcher.ts";
import { nextRequest } from "../replication/fetcher-request.ts";
import { onFetcherDisconnect, onFetcherResponse } from "../replication/fetcher-response.ts";
import type { HostedPartition } from "./hosted-partition.ts";
import type { HostedFetcher, ReplicaManager } from "./replica-manager.ts";
import { ReplicaTimer } from "./timers.ts";

/** Fetches this replica from `leader` in its present epoch; -1: from nobody. */
export function fetchFrom(manager: ReplicaManager, hosted: HostedPartition, leader: NodeId): void {
  if (hosted.fetchedFrom >= 0 && hosted.fetchedFrom !== leader) stopFetching(manager, hosted);
  if (leader < 0 || leader === manager.env.brokerId || hosted.partition === null) return;
  const one = fetcherOf(manager, leader);
  hosted.fetchedFrom = leader;
  addPartition(one.fetcher, hosted.partition, manager.env);
  touch(manager, one);
}

export function stopFetching(manager: ReplicaManager, hosted: HostedPartition): void {
  const one = manager.fetchers.byLeader.get(hosted.fetchedFrom);
  hosted.fetchedFrom = -1;
  if (one === undefined) return;
  removePartition(one.fetcher, hosted.topicPartition);
  touch(manager, one);
}

function fetcherOf(manager: ReplicaManager, leader: NodeId): HostedFetcher {
  const known = manager.fetchers.byLeader.get(leader);
  if (known !== undefined) return known;
  const one: HostedFetcher = {
    fetcher: newFetcher(leader),
    isTouched: false,
    correlationId: 0,
    sentAtMs: 0,
    timeoutArmed: false,
    retryArmedForMs: -1,
  };
  manager.fetchers.byLeader.set(leader, one);
  return one;
}

function touch(manager: ReplicaManager, one: HostedFetcher): void {
  if (one.isTouched) return;
  one.isTouched = true;
  manager.fetchers.touched.push(one);
  invariant(
    manager.fetchers.byLeader.get(one.fetcher.leaderId) === one,
    "a fetcher that is touched is one of its leader",
  );
}

/** An answer of a leader to this broker's fetcher. */
export function onLeaderResponse(manager: ReplicaManager, leader: NodeId, response: FetcherResponse): void {
  const one = manager.fetchers.byLeader.get(leader);
  if (one === undefined) return;
  onFetcherResponse(one.fetcher, response, manager.env);
  touch(manager, one);
}

/** The connection to a leader is gone. */
export function onLeaderDisconnect(manager: ReplicaManager, leader: NodeId): void {
  const one = manager.fetchers.byLeader.get(leader);
  if (one === undefined || one.fetcher.inFlight === null) return;
  onFetcherDisconnect(one.fetcher, manager.env);
  touch(manager, one);
}

/** Silence: close the connection, as NetworkClient does, and start anew after the back-off. */
export function onFetchTimeout(manager: ReplicaManager, leader: NodeId): void {
  const one = manager.fetchers.byLeader.get(leader);
  if (one === undefined) return;
  one.timeoutArmed = false;
  if (one.fetcher.inFlight === null) return;
  const leftMs = one.sentAtMs + manager.env.config.replicaSocketTimeoutMs - manager.port.context.nowMs();
  if (leftMs > 0) {
    armTimeout(manager, one, leftMs);
    return;
  }
  manager.port.context.close(leader, Channel.main);
  onFetcherDisconnect(one.fetcher, manager.env);
  touch(manager, one);
}

export function onFetchRetry(manager: ReplicaManager, leader: NodeId): void {
  const one = manager.fetchers.byLeader.get(leader);
  if (one === undefined) return;
  one.retryArmedForMs = -1;
  touch(manager, one);
}

/** At the end of the step: every fetcher that was touched asks on, backs off, or goes. */
export function runFetchers(manager: ReplicaManager): void {
  const { touched } = manager.fetchers;
  for (let one = touched.pop(); one !== undefined; one = touched.pop()) {
    one.isTouched = false;
    runFetcher(manager, one);
  }
}

function runFetcher(manager: ReplicaManager, one: HostedFetcher): void {
  const { fetcher } = one;
  if (fetcher.inFlight !== null) return;
  const request = nextRequest(fetcher, one.correlationId + 1, manager.env);
  if (request !== null) {
    one.correlationId++;
    one.sentAtMs = manager.port.context.nowMs();
    manager.port.context.send(fetcher.leaderId, Channel.main, request);
    if (!one.timeoutArmed) armTimeout(manager, one, manager.env.config.replicaSocketTimeoutMs);
    return;
  }
  if (isIdle(fetcher)) dropFetcher(manager, one);
  else armRetry(manager, one);
}

function armTimeout(manager: ReplicaManager, one: HostedFetcher, delayMs: Millis): void {
  one.timeoutArmed = true;
  manager.port.context.setTimer(timerKey(ReplicaTimer.fetchTimeout, one.fetcher.leaderId), delayMs);
}

function armRetry(manager: ReplicaManager, one: HostedFetcher): void {
  const atMs = wakeUpAtMs(one.fetcher);
  if (atMs === null || atMs === one.retryArmedForMs) return;
  one.retryArmedForMs = atMs;
  const delayMs = Math.max(1, atMs - manager.port.context.nowMs());
  manager.port.context.setTimer(timerKey(ReplicaTimer.fetchRetry, one.fetcher.leaderId), delayMs);
}

/** Kafka shuts idle fetcher threads down (shutdownIdleFetcherThreads); the leader keeps the session until it is evicted. */
function dropFetcher(manager: ReplicaManager, one: HostedFetcher): void {
  const leader = one.fetcher.leaderId;
  manager.fetchers.byLeader.delete(leader);
  manager.port.context.cancelTimer(timerKey(ReplicaTimer.fetchTimeout, leader));
  manager.port.context.cancelTimer(timerKey(ReplicaTimer.fetchRetry, leader));
  manager.port.context.close(leader, Channel.main);
}
