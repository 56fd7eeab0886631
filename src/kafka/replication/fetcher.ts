/**
 * A follower's side of replication: one fetcher per leader broker, for all partitions followed there, one request in
 * flight (AbstractFetcherThread, ReplicaFetcherThread; protocol §6.4). The broker owns the sends and the timers.
 *
 * A partition in it:
 *   (added at a new leader epoch, R-30)
 *     --log with epochs--> fetching                          truncation is found by the fetch
 *     --rules: look up, or no epochs yet--> truncating --answer: complete--> fetching
 *   fetching --divergingEpoch--> fetching from the truncated end
 *   fetching --OFFSET_OUT_OF_RANGE--> out-of-range --leader's start and end--> fetching
 *   any --UNKNOWN_LEADER_EPOCH, other errors, lost request--> same, after a back-off
 *   any --FENCED_LEADER_EPOCH, append refused--> failed, until new metadata adds it again
 *   any --removed--> gone; answers to what was asked before are not applied
 */
import { invariant } from "../../core/invariant.ts";
import { mix3 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import type { ErrorCode } from "../errors.ts";
import { latestEpoch } from "../log/partition-log.ts";
import type { FetchPartition, FetchRequest, FetchResponse } from "../messages/fetch.ts";
import type {
  ListOffsetsRequest,
  ListOffsetsResponse,
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from "../messages/offsets.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { ReplicaEnv } from "./env.ts";
import { truncateToHighWatermark } from "./follower-truncation.ts";
import type { Partition } from "./partition.ts";

export type FetcherRequest = FetchRequest | OffsetForLeaderEpochRequest | ListOffsetsRequest;
export type FetcherResponse = FetchResponse | OffsetForLeaderEpochResponse | ListOffsetsResponse;
export type FetchPhase = "fetching" | "truncating" | "out-of-range" | "failed" | "gone";

export interface Fetcher {
  readonly leaderId: number;
  readonly followed: Map<TopicPartition, FollowedPartition>;
  inFlight: FetcherRequest | null;
  /** The client's half of the fetch session: 0 and 0 ask for a new one (KIP-227, FetchSessionHandler). */
  sessionId: number;
  sessionEpoch: number;
  /** What the next fetch must tell: partitions whose wish is not what the session knows. */
  readonly changed: FollowedPartition[];
  /** Partitions that must look up epochs, or the leader's offsets, before they fetch. */
  readonly asking: FollowedPartition[];
  readonly delayed: FollowedPartition[];
  fetchingCount: number;
  /** Where all partitions stand, as one number: names the fetches that tell nothing new. */
  standing: number;
}

export interface FollowedPartition {
  readonly topicPartition: TopicPartition;
  partition: Partition;
  phase: FetchPhase;
  /** The epoch that it follows; every request carries it. */
  currentLeaderEpoch: number;
  fetchOffset: number;
  lastFetchedEpoch: number;
  /** Asks nothing before `delayedUntilMs`. */
  isDelayed: boolean;
  delayedUntilMs: Millis;
  /** In `changed`. */
  isChanged: boolean;
  /** What the leader's session holds for it; null: not in the session. */
  told: FetchPartition | null;
  /** The epoch that a look-up in flight asks with. */
  askedInEpoch: number;
  /** Its share in `standing`. */
  standing: number;
}

export function newFetcher(leaderId: number): Fetcher {
  return {
    leaderId,
    followed: new Map(),
    inFlight: null,
    sessionId: 0,
    sessionEpoch: 0,
    changed: [],
    asking: [],
    delayed: [],
    fetchingCount: 0,
    standing: 0,
  };
}

/**
 * Follows the partition's leader in the partition's leader epoch; called at each new one, also when the leader stays
 * (R-30, KAFKA-7164). In the same epoch nothing changes.
 */
export function addPartition(fetcher: Fetcher, partition: Partition, env: ReplicaEnv): void {
  const { topicPartition: tp, leaderEpoch, log } = partition;
  let followed = fetcher.followed.get(tp);
  if (followed === undefined) {
    followed = newFollowed(partition);
    fetcher.followed.set(tp, followed);
  } else if (followed.phase !== "gone" && followed.currentLeaderEpoch === leaderEpoch) return;
  // Out of the count first: a back-off that ends here must not be taken for fetching that went on.
  enter(fetcher, followed, "gone");
  followed.partition = partition;
  followed.currentLeaderEpoch = leaderEpoch;
  followed.isDelayed = false;
  const { truncation } = env.rules.replication;
  if (latestEpoch(log) >= 0 && truncation === "on-fetch")
    fetchFrom(fetcher, followed, log.logEndOffset, latestEpoch(log));
  else if (latestEpoch(log) >= 0 && truncation === "epoch-lookup") ask(fetcher, followed, "truncating");
  else {
    // Without epochs there is nothing to compare by: the high watermark is the only place known to be common.
    truncateToHighWatermark(partition, env);
    fetchFrom(fetcher, followed, log.logEndOffset, latestEpoch(log));
  }
}

export function removePartition(fetcher: Fetcher, tp: TopicPartition): void {
  const followed = fetcher.followed.get(tp);
  if (followed !== undefined) enter(fetcher, followed, "gone");
}

/** Nothing to follow any more: the broker may drop the fetcher (and close its connection). */
export function isIdle(fetcher: Fetcher): boolean {
  for (const followed of fetcher.followed.values()) if (followed.phase !== "gone") return false;
  return true;
}

/** When the earliest back-off ends, on the monotonic clock; null: nobody is delayed. */
export function wakeUpAtMs(fetcher: Fetcher): Millis | null {
  let earliest: Millis | null = null;
  for (const { isDelayed, delayedUntilMs } of fetcher.delayed) {
    if (isDelayed && (earliest === null || delayedUntilMs < earliest)) earliest = delayedUntilMs;
  }
  return earliest;
}

/** Goes on from `offset`; `lastFetchedEpoch` is that of the record before it. */
export function fetchFrom(
  fetcher: Fetcher,
  followed: FollowedPartition,
  offset: number,
  lastFetchedEpoch: number,
): void {
  invariant(offset >= 0, "a follower fetches from an offset");
  followed.fetchOffset = offset;
  followed.lastFetchedEpoch = lastFetchedEpoch;
  enter(fetcher, followed, "fetching");
}

/** Stops fetching until the leader has answered a question about epochs or offsets. */
export function ask(fetcher: Fetcher, followed: FollowedPartition, phase: "truncating" | "out-of-range"): void {
  enter(fetcher, followed, phase);
  if (!fetcher.asking.includes(followed)) fetcher.asking.push(followed);
}

export function fail(fetcher: Fetcher, followed: FollowedPartition, errorCode: ErrorCode, env: ReplicaEnv): void {
  env.observer.followingFailed(env.brokerId, followed.topicPartition, errorCode);
  enter(fetcher, followed, "failed");
}

/** Asks nothing for it during replica.fetch.backoff.ms. */
export function delay(fetcher: Fetcher, followed: FollowedPartition, env: ReplicaEnv): void {
  const wasFetching = isFetching(followed);
  followed.isDelayed = true;
  followed.delayedUntilMs = env.nowMs() + env.config.replicaFetchBackoffMs;
  if (!fetcher.delayed.includes(followed)) fetcher.delayed.push(followed);
  noteChange(fetcher, followed, wasFetching);
}

/** Ends the back-offs whose time has come. */
export function wakeDelayed(fetcher: Fetcher, nowMs: Millis): void {
  const { delayed } = fetcher;
  let kept = 0;
  for (const followed of delayed) {
    if (followed.isDelayed && followed.delayedUntilMs > nowMs) {
      delayed[kept++] = followed;
      continue;
    }
    const wasFetching = isFetching(followed);
    followed.isDelayed = false;
    noteChange(fetcher, followed, wasFetching);
  }
  delayed.length = kept;
}

export const isFetching = (followed: FollowedPartition): boolean =>
  followed.phase === "fetching" && !followed.isDelayed;

function enter(fetcher: Fetcher, followed: FollowedPartition, phase: FetchPhase): void {
  const wasFetching = isFetching(followed);
  followed.phase = phase;
  noteChange(fetcher, followed, wasFetching);
}

function noteChange(fetcher: Fetcher, followed: FollowedPartition, wasFetching: boolean): void {
  const fetches = isFetching(followed);
  if (fetches !== wasFetching) fetcher.fetchingCount += fetches ? 1 : -1;
  invariant(
    fetcher.fetchingCount >= 0 && fetcher.fetchingCount <= fetcher.followed.size,
    "a fetcher fetches for partitions that it follows",
  );
  const { topicPartition, fetchOffset, currentLeaderEpoch } = followed;
  const standing = fetches ? mix3(topicPartition, fetchOffset, currentLeaderEpoch) : 0;
  fetcher.standing = fetcher.standing ^ followed.standing ^ standing;
  followed.standing = standing;
  if (followed.isChanged) return;
  followed.isChanged = true;
  fetcher.changed.push(followed);
}

const newFollowed = (partition: Partition): FollowedPartition => ({
  topicPartition: partition.topicPartition,
  partition,
  phase: "gone",
  currentLeaderEpoch: -1,
  fetchOffset: 0,
  lastFetchedEpoch: -1,
  isDelayed: false,
  delayedUntilMs: 0,
  isChanged: false,
  told: null,
  askedInEpoch: -1,
  standing: 0,
});
