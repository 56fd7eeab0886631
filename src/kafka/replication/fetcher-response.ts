/**
 * What a fetcher makes of an answer. Each partition's part is applied only if the partition is still followed here, in
 * the leader epoch in which it was asked (R-33; KAFKA-7786, KAFKA-13207, KAFKA-18991): the state may have moved while
 * the request was in flight.
 */
import { invariant, unreachable } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { FetchPartitionResponse, FetchResponse } from "../messages/fetch.ts";
import type { ListOffsetsResponse, OffsetForLeaderEpochResponse } from "../messages/offsets.ts";
import type { ReplicaEnv } from "./env.ts";
import {
  ask,
  delay,
  type Fetcher,
  type FetcherResponse,
  type FollowedPartition,
  fail,
  fetchFrom,
  isFetching,
} from "./fetcher.ts";
import { applyRecords, followHighWatermark } from "./follower-append.ts";
import { continueWithinLeader, truncateByEpoch, truncateToHighWatermark } from "./follower-truncation.ts";

/** Applies the answer to the request in flight; any other one is late and ignored. Then `nextRequest` goes on. */
export function onFetcherResponse(fetcher: Fetcher, response: FetcherResponse, env: ReplicaEnv): void {
  const { inFlight } = fetcher;
  if (inFlight === null || inFlight.correlationId !== response.correlationId) return;
  fetcher.inFlight = null;
  switch (response.kind) {
    case "FetchResponse":
      onFetchResponse(fetcher, response, env);
      break;
    case "OffsetForLeaderEpochResponse":
      onEpochResponse(fetcher, response, env);
      break;
    case "ListOffsetsResponse":
      onOffsetsResponse(fetcher, response, env);
      break;
    default:
      unreachable(response);
  }
}

/** The request in flight is lost (disconnect, time-out): its partitions back off, and the session starts anew. */
export function onFetcherDisconnect(fetcher: Fetcher, env: ReplicaEnv): void {
  const { inFlight } = fetcher;
  if (inFlight === null) return;
  fetcher.inFlight = null;
  if (inFlight.kind === "Fetch") {
    fetcher.sessionEpoch = 0;
    for (const followed of fetcher.followed.values()) if (isFetching(followed)) delay(fetcher, followed, env);
    return;
  }
  for (const followed of fetcher.asking) delay(fetcher, followed, env);
}

function onFetchResponse(fetcher: Fetcher, response: FetchResponse, env: ReplicaEnv): void {
  if (!takeSession(fetcher, response, env)) return;
  const { partitions } = response;
  for (let i = 0; i < partitions.length; i++) {
    const part = partitions[i]!;
    const followed = fetcher.followed.get(part.topicPartition);
    if (followed === undefined) continue;
    tellIfLate(followed, part, env);
    if (isExpected(followed, env)) onPartition(fetcher, followed, part, env);
  }
}

function tellIfLate(
  { told, topicPartition, currentLeaderEpoch }: FollowedPartition,
  part: FetchPartitionResponse,
  env: ReplicaEnv,
): void {
  if (told === null || told.currentLeaderEpoch === currentLeaderEpoch) return;
  env.observer.fetchAnsweredLate(env.brokerId, topicPartition, told.currentLeaderEpoch, part.divergingEpoch !== null);
}

/** The client's half of KIP-227. False: the whole request was refused. */
function takeSession(fetcher: Fetcher, response: FetchResponse, env: ReplicaEnv): boolean {
  if (response.errorCode !== Errors.NONE) {
    if (response.errorCode === Errors.FETCH_SESSION_ID_NOT_FOUND) fetcher.sessionId = 0;
    fetcher.sessionEpoch = 0;
    return false;
  }
  fetcher.sessionId = response.sessionId;
  if (response.sessionId === 0) fetcher.sessionEpoch = 0;
  else fetcher.sessionEpoch = fetcher.sessionEpoch >= env.lastSessionEpoch ? 1 : fetcher.sessionEpoch + 1;
  return true;
}

function isExpected(followed: FollowedPartition, env: ReplicaEnv): boolean {
  const { told } = followed;
  if (told === null || !isFetching(followed) || followed.partition.role !== "follower") return false;
  return env.rules.replication.acceptsFetchResponse(told, followed);
}

function onPartition(
  fetcher: Fetcher,
  followed: FollowedPartition,
  part: FetchPartitionResponse,
  env: ReplicaEnv,
): void {
  invariant(followed.partition.role === "follower", "an answer is applied to a replica that follows");
  switch (part.errorCode) {
    case Errors.NONE:
      onData(fetcher, followed, part, env);
      break;
    case Errors.OFFSET_OUT_OF_RANGE:
      onOutOfRange(fetcher, followed, env);
      break;
    default:
      onError(fetcher, followed, followed.told?.currentLeaderEpoch ?? -1, part.errorCode, env);
  }
}

/** divergence before anything else of the response is believed (KAFKA-14704). */
function onData(fetcher: Fetcher, followed: FollowedPartition, part: FetchPartitionResponse, env: ReplicaEnv): void {
  const { partition } = followed;
  if (part.divergingEpoch !== null) {
    if (!env.rules.replication.divergesBeforeHighWatermark) followHighWatermark(partition, part, env);
    const { epoch, endOffset } = part.divergingEpoch;
    env.observer.diverged(env.brokerId, followed.topicPartition, epoch, endOffset);
    truncateByEpoch(partition, epoch, endOffset, env);
    fetchFrom(fetcher, followed, partition.log.logEndOffset, partition.log.latestEpoch);
    return;
  }
  const errorCode = applyRecords(partition, part, env);
  if (errorCode !== Errors.NONE) {
    onRefusedRecords(fetcher, followed, errorCode, env);
    return;
  }
  const { log } = partition;
  if (log.logEndOffset === followed.fetchOffset) {
    const epoch = env.rules.replication.lastFetchedEpochAfterEmpty(followed.lastFetchedEpoch);
    fetchFrom(fetcher, followed, followed.fetchOffset, epoch);
  } else fetchFrom(fetcher, followed, log.logEndOffset, log.latestEpoch);
  invariant(followed.fetchOffset === log.logEndOffset, "a follower goes on from the end of its log");
}

/** Damaged records may be whole next time; others never will be taken. */
function onRefusedRecords(fetcher: Fetcher, followed: FollowedPartition, errorCode: ErrorCode, env: ReplicaEnv): void {
  const { log } = followed.partition;
  if (errorCode === Errors.CORRUPT_MESSAGE) {
    fetchFrom(fetcher, followed, log.logEndOffset, log.latestEpoch);
    delay(fetcher, followed, env);
    return;
  }
  fail(fetcher, followed, errorCode, env);
  if (errorCode === Errors.KAFKA_STORAGE_ERROR) env.logDirFailed(log.diskIndex);
}

function onOutOfRange(fetcher: Fetcher, followed: FollowedPartition, env: ReplicaEnv): void {
  if (env.rules.replication.onOffsetOutOfRange === "ask-leader") {
    ask(fetcher, followed, "out-of-range");
    return;
  }
  continueWithinLeader(followed.partition, 0, 0, env);
  fetchFrom(fetcher, followed, followed.partition.log.logEndOffset, followed.partition.log.latestEpoch);
}

/** A fence met with an older epoch than the one followed now says nothing about the latter. */
function onError(
  fetcher: Fetcher,
  followed: FollowedPartition,
  epochInRequest: number,
  errorCode: ErrorCode,
  env: ReplicaEnv,
): void {
  if (errorCode !== Errors.FENCED_LEADER_EPOCH) delay(fetcher, followed, env);
  else if (env.rules.replication.acceptsEpochResponse(epochInRequest, followed.currentLeaderEpoch))
    fail(fetcher, followed, errorCode, env);
}

/** truncates as the leader's answer says; asks again until an epoch is met that both know. */
function onEpochResponse(fetcher: Fetcher, response: OffsetForLeaderEpochResponse, env: ReplicaEnv): void {
  for (const part of response.partitions) {
    const followed = fetcher.followed.get(part.topicPartition);
    if (followed === undefined || followed.phase !== "truncating" || followed.isDelayed) continue;
    if (!env.rules.replication.acceptsEpochResponse(followed.askedInEpoch, followed.currentLeaderEpoch)) continue;
    if (part.errorCode !== Errors.NONE) onError(fetcher, followed, followed.askedInEpoch, part.errorCode, env);
    else if (truncateAsTold(followed, part.leaderEpoch, part.endOffset, env)) {
      const { log } = followed.partition;
      fetchFrom(fetcher, followed, log.logEndOffset, log.latestEpoch);
    }
  }
}

/** True: truncation is complete. */
function truncateAsTold(followed: FollowedPartition, epoch: number, endOffset: number, env: ReplicaEnv): boolean {
  const { partition } = followed;
  if (endOffset < 0) {
    truncateToHighWatermark(partition, env);
    return true;
  }
  const before = partition.log.logEndOffset;
  const isComplete = truncateByEpoch(partition, epoch, endOffset, env);
  if (partition.log.logEndOffset < before) {
    env.observer.diverged(env.brokerId, followed.topicPartition, epoch, endOffset);
  }
  return isComplete;
}

/** the leader's log end and start, in this order for each partition. */
function onOffsetsResponse(fetcher: Fetcher, response: ListOffsetsResponse, env: ReplicaEnv): void {
  const { partitions } = response;
  for (let i = 0; i + 1 < partitions.length; i += 2) {
    const end = partitions[i]!;
    const start = partitions[i + 1]!;
    const followed = fetcher.followed.get(end.topicPartition);
    if (followed === undefined || followed.phase !== "out-of-range" || followed.isDelayed) continue;
    // A new epoch ends the phase, and nobody falls out of range while this question is in flight.
    invariant(
      followed.askedInEpoch === followed.currentLeaderEpoch,
      "offsets are asked for in the epoch that is followed",
    );
    const errorCode = end.errorCode === Errors.NONE ? start.errorCode : end.errorCode;
    if (errorCode !== Errors.NONE) {
      onError(fetcher, followed, followed.askedInEpoch, errorCode, env);
      continue;
    }
    const { log } = followed.partition;
    continueWithinLeader(followed.partition, start.offset, end.offset, env);
    fetchFrom(fetcher, followed, log.logEndOffset, log.latestEpoch);
  }
}
