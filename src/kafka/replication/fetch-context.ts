/**
 * One Fetch request while it is served: read at once, parked if it may wait, read again when something moved, answered
 * (kafka.server.FetchContext, ReplicaManager.fetchMessages, DelayedFetch).
 *
 *   const context = openFetch(cache, request, replicas, env);
 *   if (readFetch(context, replicas, env)) reply(closeFetch(context, env)); else park it for request.maxWaitMs;
 *   a partition moved: for each slot of partition.watchers with slot.session.parked: readFetch again; true: closeFetch
 *   the wait is over: closeFetch
 */
import type { ErrorCode } from "../errors.ts";
import type { FetchRequest, FetchResponse } from "../messages/fetch.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { ReplicaEnv } from "./env.ts";
import type { FetchSession, FetchSlot } from "./fetch-slot.ts";
import type { FetchSessionCache } from "./fetch-session.ts";
import type { Partition } from "./partition.ts";

/** The broker's replicas, as the fetch path looks for them. */
export interface ReplicaTable {
  /** null if there is none, or none online. */
  replicaOf(tp: TopicPartition): Partition | null;
  /** Why there is none: UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID, NOT_LEADER_OR_FOLLOWER or KAFKA_STORAGE_ERROR. */
  whyMissing(tp: TopicPartition): ErrorCode;
}

export interface FetchContext {
  readonly request: FetchRequest;
  /** Of the session or the request; an error other than NONE is answered at once. */
  readonly errorCode: ErrorCode;
  readonly session: FetchSession;
  readonly isFull: boolean;
  /** Followers count for replication once, when their request arrives (DelayedFetch reads do not). */
  isFirstRead: boolean;
  /** Slots with something to tell. */
  readonly found: FetchSlot[];
  bytesFound: number;
  mustAnswer: boolean;
  /** Answered, or replaced by a later fetch of the same session: nothing more to do. */
  closed: boolean;
}

/** Judges and updates the session. */
export declare function openFetch(
  cache: FetchSessionCache,
  request: FetchRequest,
  replicas: ReplicaTable,
  env: ReplicaEnv,
): FetchContext;
/** Reads what is dirty. True: answer now. False: may wait (the context is parked in its session). */
export declare function readFetch(context: FetchContext, replicas: ReplicaTable, env: ReplicaEnv): boolean;
/** The answer with what was found so far; unparks. */
export declare function closeFetch(context: FetchContext, env: ReplicaEnv): FetchResponse;
