/**
 * What a fetcher asks next: first the epochs and offsets that some partitions wait for, then the fetch, which names only
 * what changed since the last one (KIP-227, FetchSessionHandler).
 */
import { invariant } from "../../core/invariant.ts";
import { cutTo, listOf } from "../../core/list.ts";
import { mix, mix4 } from "../../core/mix.ts";
import { latestEpoch } from "../log/partition-log.ts";
import type { FetchPartition, FetchRequest } from "../messages/fetch.ts";
import {
  earliestTimestamp,
  type ListOffsetsRequest,
  latestTimestamp,
  type OffsetForLeaderEpochRequest,
} from "../messages/offsets.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { ReplicaEnv } from "./env.ts";
import { type Fetcher, type FetcherRequest, type FollowedPartition, isFetching, wakeDelayed } from "./fetcher.ts";

/** First ingredients of the names of these messages. */
const names = { fetch: 201, lookup: 202, offsets: 203 } as const;

const nothing: readonly FetchPartition[] = [];
const nobody: readonly TopicPartition[] = [];

/** The next request, in flight from now on; null while one is, or when there is nothing to ask (see `wakeUpAtMs`). */
export function nextRequest(fetcher: Fetcher, correlationId: number, env: ReplicaEnv): FetcherRequest | null {
  if (fetcher.inFlight !== null) return null;
  if (fetcher.delayed.length > 0) wakeDelayed(fetcher, env.nowMs());
  if (fetcher.asking.length > 0) fetcher.inFlight = nextQuestion(fetcher, correlationId, env);
  if (fetcher.inFlight === null && fetcher.fetchingCount > 0) fetcher.inFlight = nextFetch(fetcher, correlationId, env);
  return fetcher.inFlight;
}

function nextQuestion(fetcher: Fetcher, correlationId: number, env: ReplicaEnv): FetcherRequest | null {
  const { asking } = fetcher;
  let kept = 0;
  for (const one of asking) if (one.phase === "truncating" || one.phase === "out-of-range") asking[kept++] = one;
  cutTo(asking, kept);
  const due = asking.filter((one) => !one.isDelayed).sort((a, b) => a.topicPartition - b.topicPartition);
  const truncating = due.filter((one) => one.phase === "truncating");
  if (truncating.length > 0) return lookupRequest(fetcher, truncating, correlationId, env);
  return due.length > 0 ? offsetsRequest(fetcher, due, correlationId, env) : null;
}

/** Where does the epoch of my last record end? */
function lookupRequest(
  fetcher: Fetcher,
  asking: readonly FollowedPartition[],
  correlationId: number,
  env: ReplicaEnv,
): OffsetForLeaderEpochRequest {
  const partitions = asking.map((one) => {
    one.askedInEpoch = one.currentLeaderEpoch;
    const { topicPartition, currentLeaderEpoch, partition } = one;
    return { topicPartition, currentLeaderEpoch, leaderEpoch: latestEpoch(partition.log) };
  });
  let name = mix4(names.lookup, env.brokerId, fetcher.leaderId, partitions.length);
  for (const one of partitions) name = mix4(name, one.topicPartition, one.currentLeaderEpoch, one.leaderEpoch);
  return { kind: "OffsetForLeaderEpoch", name, correlationId, replicaId: env.brokerId, partitions };
}

/** The leader's log end and log start, together. */
function offsetsRequest(
  fetcher: Fetcher,
  asking: readonly FollowedPartition[],
  correlationId: number,
  env: ReplicaEnv,
): ListOffsetsRequest {
  const partitions = asking.flatMap((one) => {
    one.askedInEpoch = one.currentLeaderEpoch;
    const { topicPartition, currentLeaderEpoch } = one;
    return [
      { topicPartition, currentLeaderEpoch, timestamp: latestTimestamp },
      { topicPartition, currentLeaderEpoch, timestamp: earliestTimestamp },
    ];
  });
  let name = mix4(names.offsets, env.brokerId, fetcher.leaderId, partitions.length);
  for (const one of partitions) name = mix(mix(name, one.topicPartition), one.currentLeaderEpoch);
  const replicaId = env.brokerId;
  return { kind: "ListOffsets", name, correlationId, replicaId, isolationLevel: "read_uncommitted", partitions };
}

function nextFetch(fetcher: Fetcher, correlationId: number, env: ReplicaEnv): FetchRequest {
  const isFull = fetcher.sessionEpoch === 0;
  invariant(isFull || fetcher.sessionId > 0, "a fetch that is not full goes on in a session");
  if (isFull) forgetSession(fetcher);
  const forgotten = isFull ? nobody : takeForgotten(fetcher);
  const partitions = takeChanged(fetcher, env);
  let name = mix4(names.fetch, env.brokerId, fetcher.leaderId, fetcher.standing);
  for (let i = 0; i < partitions.length; i++) {
    const one = partitions[i]!;
    name = mix4(name, one.topicPartition, one.fetchOffset, one.currentLeaderEpoch);
  }
  const { config } = env;
  return {
    kind: "Fetch",
    name,
    correlationId,
    replicaId: env.brokerId,
    replicaEpoch: env.rules.replication.brokerEpochToSend(env.brokerEpoch()),
    isolationLevel: "read_uncommitted",
    maxWaitMs: config.replicaFetchWaitMaxMs,
    minBytes: config.replicaFetchMinBytes,
    maxBytes: config.replicaFetchResponseMaxBytes,
    sessionId: fetcher.sessionId,
    sessionEpoch: fetcher.sessionEpoch,
    partitions,
    forgotten,
    rackId: "",
  };
}

/** A full fetch: no session knows anything, so every partition is told, in the order of the keys. */
function forgetSession(fetcher: Fetcher): void {
  const { changed } = fetcher;
  cutTo(changed, 0);
  for (const [tp, followed] of fetcher.followed) {
    followed.told = null;
    followed.isChanged = isFetching(followed);
    if (followed.isChanged) changed.push(followed);
    if (followed.phase === "gone") fetcher.followed.delete(tp);
  }
  changed.sort((a, b) => a.topicPartition - b.topicPartition);
}

function takeForgotten(fetcher: Fetcher): readonly TopicPartition[] {
  let forgotten: TopicPartition[] | null = null;
  for (const followed of fetcher.changed) {
    if (isFetching(followed)) continue;
    if (followed.told !== null) {
      forgotten ??= [];
      forgotten.push(followed.topicPartition);
      followed.told = null;
    }
    drop(fetcher, followed);
  }
  return forgotten ?? nobody;
}

/** It may come back as another one, while a back-off of this one still runs. */
function drop({ followed: all }: Fetcher, followed: FollowedPartition): void {
  const { topicPartition, phase } = followed;
  if (phase === "gone" && all.get(topicPartition) === followed) all.delete(topicPartition);
}

function takeChanged(fetcher: Fetcher, env: ReplicaEnv): readonly FetchPartition[] {
  const { changed } = fetcher;
  if (changed.length === 0) return nothing;
  const partitions = listOf<FetchPartition>(changed.length);
  let count = 0;
  for (let i = 0; i < changed.length; i++) {
    const followed = changed[i]!;
    invariant(followed.isChanged, "what changed is noted once");
    followed.isChanged = false;
    if (!isFetching(followed) || !differs(followed)) continue;
    followed.told = wishOf(followed, env);
    partitions[count++] = followed.told;
  }
  cutTo(partitions, count);
  cutTo(changed, 0);
  return partitions;
}

function differs(followed: FollowedPartition): boolean {
  const { told } = followed;
  return (
    told === null ||
    told.fetchOffset !== followed.fetchOffset ||
    told.currentLeaderEpoch !== followed.currentLeaderEpoch ||
    told.lastFetchedEpoch !== followed.lastFetchedEpoch ||
    told.logStartOffset !== followed.partition.log.logStartOffset
  );
}

function wishOf(followed: FollowedPartition, env: ReplicaEnv): FetchPartition {
  const rules = env.rules.replication;
  const lastFetchedEpoch =
    rules.truncation === "on-fetch" ? rules.lastFetchedEpochToSend(followed.lastFetchedEpoch) : -1;
  return {
    topicPartition: followed.topicPartition,
    currentLeaderEpoch: followed.currentLeaderEpoch,
    fetchOffset: followed.fetchOffset,
    lastFetchedEpoch,
    logStartOffset: followed.partition.log.logStartOffset,
    partitionMaxBytes: env.config.replicaFetchMaxBytes,
  };
}
