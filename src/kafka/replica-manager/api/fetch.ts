/**
 * Fetch (1).
 *
 * Batches for followers (up to the log end) and consumers (up to the high watermark), and how a follower tells the leader
 * what it has. Waits for minBytes up to maxWaitMs.
 * KIP-227 (sessions), KIP-320 (epochs), KIP-392 (closest replica), KIP-516 (topic ids), KIP-595 (diverging epochs),
 * KIP-903 (broker epoch of the replica).
 */
import type { ConnectionId } from "../../../core/ids.ts";
import { invariant } from "../../../core/invariant.ts";
import type { FetchRequest } from "../../messages/fetch.ts";
import { closeFetch, openFetch, readFetch } from "../../replication/fetch-context.ts";
import { delayFetch } from "../delayed-fetch.ts";
import type { ReplicaManager } from "../replica-manager.ts";

export function handleFetch(manager: ReplicaManager, connection: ConnectionId, request: FetchRequest): void {
  const { env } = manager;
  const fetch = openFetch(manager.sessions, bounded(manager, request), env);
  const isReady = readFetch(fetch, env, env);
  invariant(!fetch.closed, "a fetch is open until it is answered");
  invariant(isReady || request.maxWaitMs > 0, "only a fetch that may wait is parked");
  if (isReady) manager.port.context.reply(connection, closeFetch(fetch, env));
  else delayFetch(manager, connection, fetch);
}

/** fetch.max.bytes of the broker caps what one answer may hold (KIP-541). */
function bounded(manager: ReplicaManager, request: FetchRequest): FetchRequest {
  const { fetchMaxBytes } = manager.env.config;
  return request.maxBytes <= fetchMaxBytes ? request : { ...request, maxBytes: fetchMaxBytes };
}
