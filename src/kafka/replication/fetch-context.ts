/**
 * One Fetch request while it is served: read at once, parked if it may wait, read again when something moved, answered
 * (kafka.server.FetchContext, ReplicaManager.fetchMessages, DelayedFetch).
 *
 *   opened --readFetch: enough bytes, an error, divergence, a preferred replica, may not wait--> ready --closeFetch--> closed
 *   opened --readFetch: nothing to tell yet--> parked --a watched partition moved, readFetch--> ready
 *   parked --maxWaitMs over: closeFetch, another fetch of the same session--> closed
 *
 *   const context = openFetch(cache, request, env);
 *   if (readFetch(context, replicas, env)) reply(closeFetch(context, env)); else park it for request.maxWaitMs;
 *   a partition moved: for each slot of partition.watchers whose session has a parked fetch: readFetch again;
 *   the wait is over: if not context.closed, reply(closeFetch(context, env)).
 */
import { invariant } from "../../core/invariant.ts";
import { cutTo, listOf } from "../../core/list.ts";
import { mix } from "../../core/mix.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { FetchPartitionResponse, FetchRequest, FetchResponse } from "../messages/fetch.ts";
import { nextOffset } from "../records.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { ReplicaEnv } from "./env.ts";
import {
  closeSession,
  type FetchContext,
  type FetchSession,
  type FetchSessionCache,
  openSession,
  releaseSlots,
  updateSession,
} from "./fetch-session.ts";
import type { FetchSlot } from "./fetch-slot.ts";
import { isStaleIncarnation } from "./follower-fetch.ts";
import { type Partition, remoteReplicaOf } from "./partition.ts";
import { readForFetch, refusedFetch } from "./read-partition.ts";

/** The broker's replicas, as the fetch path looks for them. */
export interface ReplicaTable {
  /** null if there is none, or none online. */
  replicaOf(tp: TopicPartition): Partition | null;
  /** Why there is none: UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID, NOT_LEADER_OR_FOLLOWER or KAFKA_STORAGE_ERROR. */
  whyMissing(tp: TopicPartition): ErrorCode;
  /** Whom this broker's metadata has for the leader; null: it does not know, or does not say. */
  leaderOf(tp: TopicPartition): FetchPartitionResponse["currentLeader"];
}

/** Finds or makes the session and takes the request into it. */
export function openFetch(cache: FetchSessionCache, request: FetchRequest, env: ReplicaEnv): FetchContext {
  const known = cache.sessions.get(request.sessionId);
  if (request.sessionEpoch <= 0) {
    if (known !== undefined) closeSession(cache, known);
    return newContext(request, openSession(cache, request, env), Errors.NONE);
  }
  if (known === undefined) return refuseSession(cache, request, Errors.FETCH_SESSION_ID_NOT_FOUND, env);
  if (known.epoch !== request.sessionEpoch) {
    return refuseSession(cache, request, Errors.INVALID_FETCH_SESSION_EPOCH, env);
  }
  if (known.parked !== null) abandon(known.parked);
  const isStale = known.replicaId >= 0 && isStaleIncarnation(known.replicaId, request.replicaEpoch, env);
  updateSession(known, request, isStale, env);
  if (known.slots.size === 0) closeSession(cache, known);
  return newContext(request, known, Errors.NONE);
}

function refuseSession(
  cache: FetchSessionCache,
  request: FetchRequest,
  errorCode: ErrorCode,
  env: ReplicaEnv,
): FetchContext {
  const nothing: FetchRequest = { ...request, sessionId: 0, sessionEpoch: -1, partitions: [], forgotten: [] };
  return newContext(request, openSession(cache, nothing, env), errorCode);
}

function newContext(request: FetchRequest, session: FetchSession, errorCode: ErrorCode): FetchContext {
  invariant(session.found.length === 0, "a fetch begins with nothing found");
  return {
    request,
    errorCode,
    session,
    isFull: request.sessionEpoch <= 0,
    isFirstRead: true,
    bytesFound: 0,
    mustAnswer: errorCode !== Errors.NONE || request.maxWaitMs <= 0 || session.slots.size === 0,
    closed: false,
  };
}

/** Reads what may have news. True: answer now. False: it may wait, and is parked in its session (or closed already). */
export function readFetch(context: FetchContext, replicas: ReplicaTable, env: ReplicaEnv): boolean {
  if (context.closed) return false;
  const { session, request } = context;
  const queue = session.dirtySlots;
  if (!context.isFirstRead) requeue(session);
  const count = queue.length;
  for (let i = 0; i < count; i++) {
    const slot = queue[i]!;
    slot.dirty = false;
    if (!slot.forgotten) readSlot(context, slot, replicas, env);
  }
  // What was queued meanwhile moves to the front.
  for (let i = count; i < queue.length; i++) queue[i - count] = queue[i]!;
  cutTo(queue, queue.length - count);
  invariant(context.bytesFound >= 0, "a fetch finds no fewer than no bytes");
  context.isFirstRead = false;
  const isReady = context.mustAnswer || context.bytesFound >= request.minBytes;
  session.parked = isReady ? null : context;
  return isReady;
}

function readSlot(context: FetchContext, slot: FetchSlot, replicas: ReplicaTable, env: ReplicaEnv): void {
  const { request } = context;
  const before = slot.found;
  if (before !== null) context.bytesFound -= bytesOf(before);
  // The first batch is served whatever the limits (KIP-74): a limit of 0 is no stop.
  const room = context.bytesFound === 0 ? Math.max(1, request.maxBytes) : request.maxBytes - context.bytesFound;
  if (room <= 0 && !context.isFirstRead) {
    queueAgain(slot);
    if (before !== null) context.bytesFound += bytesOf(before);
    return;
  }
  const response = read(context, slot, room, replicas, env);
  const bytes = bytesOf(response);
  const isSpecial =
    response.errorCode !== Errors.NONE || response.divergingEpoch !== null || response.preferredReadReplica >= 0;
  context.bytesFound += bytes;
  if (isSpecial) context.mustAnswer = true;
  if (isSpecial || bytes > 0) {
    slot.dirty = true;
    slot.held = true;
  } else if (room <= 0 || mayStillJoin(slot)) queueAgain(slot);
  const isNews =
    isSpecial ||
    bytes > 0 ||
    context.isFull ||
    response.highWatermark !== slot.toldHighWatermark ||
    response.logStartOffset !== slot.toldLogStartOffset;
  if (!isNews && before === null) return;
  slot.found = response;
  if (before === null) context.session.found.push(slot);
}

/** Kafka tries to let a follower into the ISR at each of its fetches, so its slot is never clean before. */
const mayStillJoin = (slot: FetchSlot): boolean => slot.remote !== null && !slot.remote.inIsr;

function queueAgain(slot: FetchSlot): void {
  if (slot.dirty) return;
  slot.dirty = true;
  slot.session.dirtySlots.push(slot);
}

function read(
  context: FetchContext,
  slot: FetchSlot,
  room: number,
  replicas: ReplicaTable,
  env: ReplicaEnv,
): FetchPartitionResponse {
  const { request } = context;
  const partition = slot.partition ?? findPartition(slot, replicas);
  if (partition === null) {
    const { topicPartition } = slot.request;
    const errorCode = replicas.whyMissing(topicPartition);
    env.observer.fetchRefused(env.brokerId, topicPartition, request.replicaId, errorCode);
    const tellsLeader = errorCode === Errors.NOT_LEADER_OR_FOLLOWER;
    return refusedFetch(topicPartition, errorCode, tellsLeader ? replicas.leaderOf(topicPartition) : null);
  }
  if (request.replicaId >= 0) {
    const remote = remoteReplicaOf(partition, request.replicaId);
    slot.remote = remote;
    if (remote !== null) remote.unrecorded = slot;
  }
  if (!context.isFull) rememberEpoch(slot, env);
  return readForFetch(partition, slot.request, request, room, context.isFirstRead, env);
}

function findPartition(slot: FetchSlot, replicas: ReplicaTable): Partition | null {
  const partition = replicas.replicaOf(slot.request.topicPartition);
  if (partition !== null) slot.watch(partition);
  return partition;
}

/** An incremental fetch is fenced by what the session remembers of the epoch (KAFKA-9338). */
function rememberEpoch(slot: FetchSlot, env: ReplicaEnv): void {
  const { request } = slot;
  const currentLeaderEpoch = env.rules.replication.sessionLeaderEpoch(request.currentLeaderEpoch);
  if (currentLeaderEpoch !== request.currentLeaderEpoch) slot.request = { ...request, currentLeaderEpoch };
}

/** The answer with what was found so far. */
export function closeFetch(context: FetchContext, env: ReplicaEnv): FetchResponse {
  const { request, session } = context;
  const { found } = session;
  const partitions = listOf<FetchPartitionResponse>(found.length);
  let count = 0;
  let name = mix(mix(request.name, env.brokerId), context.errorCode);
  for (let i = 0; i < found.length; i++) {
    const slot = found[i]!;
    const told = slot.found!;
    slot.found = null;
    slot.toldHighWatermark = told.highWatermark;
    slot.toldLogStartOffset = told.logStartOffset;
    if (slot.forgotten) continue;
    partitions[count++] = told;
    name = mix(mix(mix(name, told.topicPartition), told.highWatermark), endOf(told));
  }
  cutTo(partitions, count);
  requeue(session);
  cutTo(found, 0);
  invariant(!context.closed, "a fetch is answered once");
  invariant(
    context.errorCode !== Errors.NONE || request.sessionEpoch > 0 || count === request.partitions.length,
    "the answer to a full fetch names every partition",
  );
  context.closed = true;
  session.parked = null;
  if (session.closed) releaseSlots(session);
  const { correlationId } = request;
  const sessionId = session.closed ? 0 : session.id;
  return { kind: "FetchResponse", name, correlationId, errorCode: context.errorCode, sessionId, partitions };
}

/** What was found for a fetch that nobody waits for any more has not been told. */
function abandon(context: FetchContext): void {
  const { session } = context;
  for (const slot of session.found) slot.found = null;
  requeue(session);
  for (const slot of session.found) slot.onMoved();
  cutTo(session.found, 0);
  context.closed = true;
  session.parked = null;
}

/** Slots with data or errors are read again: behind those that had no room. */
function requeue({ found, dirtySlots }: FetchSession): void {
  for (let i = 0; i < found.length; i++) {
    const slot = found[i]!;
    if (!slot.held) continue;
    slot.held = false;
    dirtySlots.push(slot);
  }
}

function bytesOf(response: FetchPartitionResponse): number {
  let sum = 0;
  for (let i = 0; i < response.batches.length; i++) sum += response.batches[i]!.sizeInBytes;
  return sum;
}

/** Where the fetcher will stand: what tells one answer from another. */
function endOf(response: FetchPartitionResponse): number {
  const last = response.batches.at(-1);
  if (last !== undefined) return nextOffset(last);
  return response.divergingEpoch === null ? -1 - response.errorCode : response.divergingEpoch.endOffset;
}
