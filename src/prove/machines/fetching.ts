/** The fetchers of one broker of a model: one for each leader that it asks, with one request in flight. */
import {
  addPartition,
  type Fetcher,
  type FetchPhase,
  isIdle,
  newFetcher,
  removePartition,
} from "../../kafka/replication/fetcher.ts";
import { nextRequest } from "../../kafka/replication/fetcher-request.ts";
import { modelPartition } from "../settings.ts";
import type { Replica } from "./replica.ts";
import { type ReplicaHost, send } from "./replica-host.ts";

export function fetchFrom({ replica, env }: ReplicaHost, leader: number): void {
  if (replica.fetchedFrom !== leader) stopFetching(replica);
  replica.fetchedFrom = leader;
  let fetcher = replica.fetchers.get(leader);
  if (fetcher === undefined) {
    fetcher = newFetcher(leader);
    replica.fetchers.set(leader, fetcher);
  }
  addPartition(fetcher, replica.partition!, env);
}

export function stopFetching(replica: Replica): void {
  const fetcher = replica.fetchers.get(replica.fetchedFrom);
  replica.fetchedFrom = -1;
  if (fetcher !== undefined) removePartition(fetcher, modelPartition);
}

/** At the end of each step, as a broker does: who may ask asks at once, and a fetcher without work goes. */
export function askOn(host: ReplicaHost): void {
  for (const [leader, fetcher] of host.replica.fetchers) {
    if (fetcher.inFlight !== null) continue;
    const request = nextRequest(fetcher, 0, host.env);
    if (request !== null) send(host, leader, request);
    else if (isIdle(fetcher)) host.replica.fetchers.delete(leader);
  }
}

const asks = new Set<FetchPhase>(["fetching", "truncating", "out-of-range"]);

/** It would ask again, but for its back-off. */
export const isBackingOff = (fetcher: Fetcher): boolean =>
  fetcher.inFlight === null && fetcher.delayed.some((followed) => followed.isDelayed && asks.has(followed.phase));
