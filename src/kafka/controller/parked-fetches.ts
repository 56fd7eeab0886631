/**
 * Fetches of the metadata log that wait for records, one per broker: a newer one takes the place of an older one, whose
 * connection is gone.
 *
 *   waiting --a record commits, or maxWaitMs passed--> answered
 *   waiting --its connection dies, or a newer fetch comes--> dropped
 */
import type { ConnectionId } from "../../core/ids.ts";
import type { MetadataFetchRequest } from "../messages/controller.ts";

export interface ParkedFetch {
  readonly request: MetadataFetchRequest;
  readonly connection: ConnectionId;
}

export type ParkedFetches = Map<number, ParkedFetch>;

export function park(parked: ParkedFetches, request: MetadataFetchRequest, connection: ConnectionId): void {
  parked.set(request.brokerId, { request, connection });
}

/** The fetch of this broker, if one waits; it waits no longer. */
export function unpark(parked: ParkedFetches, brokerId: number): ParkedFetch | undefined {
  const fetch = parked.get(brokerId);
  parked.delete(brokerId);
  return fetch;
}

/** Drops what waits on a connection that is gone. */
export function dropConnection(parked: ParkedFetches, connection: ConnectionId): void {
  for (const [brokerId, fetch] of parked) if (fetch.connection === connection) parked.delete(brokerId);
}

export const waitingBrokers = (parked: ParkedFetches): number[] => [...parked.keys()].sort((a, b) => a - b);
