/** Signatures; filled in below. */
import type { FetchRequest, FetchResponse } from "../messages/fetch.ts";
import type { ListOffsetsRequest, ListOffsetsResponse, OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse } from "../messages/offsets.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { ReplicaEnv } from "./env.ts";
import type { Partition } from "./partition.ts";

export type FetcherRequest = FetchRequest | OffsetForLeaderEpochRequest | ListOffsetsRequest;
export type FetcherResponse = FetchResponse | OffsetForLeaderEpochResponse | ListOffsetsResponse;

export interface Fetcher {
  readonly leaderId: number;
  inFlight: FetcherRequest | null;
}

export declare function newFetcher(leaderId: number): Fetcher;
/** Follows `partition`'s leader from its log end on, in its leader epoch (R-30). Called at every new leader epoch. */
export declare function addPartition(fetcher: Fetcher, partition: Partition, env: ReplicaEnv): void;
export declare function removePartition(fetcher: Fetcher, tp: TopicPartition): void;
/** True if nothing is left to fetch: the broker may drop it. */
export declare function isIdle(fetcher: Fetcher): boolean;
/** The next request, now in flight; null if one is in flight or there is nothing to ask now (see `wakeUpAtMs`). */
export declare function nextRequest(fetcher: Fetcher, correlationId: number, env: ReplicaEnv): FetcherRequest | null;
/** When the earliest back-off ends (monotonic ms), or -1. */
export declare function wakeUpAtMs(fetcher: Fetcher): number;
/** Applies an answer to the request in flight; any other (late) answer is ignored. Then ask `nextRequest` again. */
export declare function onFetcherResponse(fetcher: Fetcher, response: FetcherResponse, env: ReplicaEnv): void;
/** The request in flight failed (disconnect or time-out): all partitions back off, the session starts anew. */
export declare function onFetcherDisconnect(fetcher: Fetcher, env: ReplicaEnv): void;
