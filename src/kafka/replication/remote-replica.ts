/**
 * What a leader knows of one follower (org.apache.kafka.server.replica.ReplicaState, kafka.cluster.Replica).
 *
 *   unknown --fetch without divergence--> known; only fetches of the leader's own epoch move it (KIP-320)
 *   known --new leader epoch, led before--> known, times reset
 *   known --leadership taken anew--> unknown
 */
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import type { ReplicationRules } from "../rules/replication-rules.ts";

export interface RemoteReplica {
  readonly brokerId: number;
  /** Everything below is on the follower, as far as its fetches prove; -1 before the first one. */
  logEndOffset: number;
  logStartOffset: number;
  /** The leader's log end when the follower fetched last. */
  lastFetchLeaderLogEndOffset: number;
  lastFetchTimeMs: Millis;
  lastCaughtUpTimeMs: Millis;
  /** Carried by its latest fetch: -1 unknown to the follower itself, `neverFetched` before the first one (KIP-903). */
  brokerEpoch: number;
  /** Member of the committed ISR, of the maximal one, of the one proposed (or else committed): kept by isr-state.ts. */
  inIsr: boolean;
  inMaximalIsr: boolean;
  inProposedIsr: boolean;
  /** Its newest fetches, where they are not recorded one by one; null: all are. */
  unrecorded: UnrecordedFetches | null;
}

/** Fetches that found nothing new: how often and when matters only to who asks for the times above. */
export interface UnrecordedFetches {
  /** Brings the times up to date. */
  record(): void;
}

export const neverFetched = -2;
/** A time before all others. */
export const never = Number.MIN_SAFE_INTEGER;

export function newRemoteReplica(brokerId: number): RemoteReplica {
  return {
    brokerId,
    logEndOffset: -1,
    logStartOffset: -1,
    lastFetchLeaderLogEndOffset: -1,
    lastFetchTimeMs: never,
    lastCaughtUpTimeMs: never,
    brokerEpoch: neverFetched,
    inIsr: false,
    inMaximalIsr: false,
    inProposedIsr: false,
    unrecorded: null,
  };
}

/** at the start of a leader epoch ISR members count as caught up now; what a new leader knows of others is void. */
export function resetRemoteReplica(
  remote: RemoteReplica,
  nowMs: Millis,
  leaderLogEndOffset: number,
  keepLogEnd: boolean,
): void {
  remote.lastCaughtUpTimeMs = remote.inIsr ? nowMs : never;
  if (keepLogEnd) {
    remote.lastFetchLeaderLogEndOffset = leaderLogEndOffset;
    remote.lastFetchTimeMs = remote.inIsr ? nowMs : never;
    return;
  }
  remote.logEndOffset = -1;
  remote.logStartOffset = -1;
  remote.lastFetchLeaderLogEndOffset = -1;
  remote.lastFetchTimeMs = never;
  remote.brokerEpoch = neverFetched;
}

/** caught up at this fetch, or at the previous one if it now has what the leader had then. */
export function recordFetch(
  remote: RemoteReplica,
  fetchOffset: number,
  followerLogStartOffset: number,
  leaderLogEndOffset: number,
  nowMs: Millis,
  brokerEpoch: number,
): void {
  if (fetchOffset >= leaderLogEndOffset) {
    if (nowMs > remote.lastCaughtUpTimeMs) remote.lastCaughtUpTimeMs = nowMs;
  } else if (fetchOffset >= remote.lastFetchLeaderLogEndOffset && remote.lastFetchTimeMs > remote.lastCaughtUpTimeMs) {
    remote.lastCaughtUpTimeMs = remote.lastFetchTimeMs;
  }
  remote.logEndOffset = fetchOffset;
  remote.logStartOffset = followerLogStartOffset;
  if (leaderLogEndOffset > remote.lastFetchLeaderLogEndOffset) remote.lastFetchLeaderLogEndOffset = leaderLogEndOffset;
  remote.lastFetchTimeMs = nowMs;
  remote.brokerEpoch = brokerEpoch;
  invariant(remote.lastCaughtUpTimeMs <= nowMs, "no follower is caught up in the future");
  invariant(fetchOffset >= 0, "a follower asks from an offset");
}

/** R-12, seen from its good side: at the leader's log end, or there not longer ago than replica.lag.time.max.ms. */
export const isCaughtUp = (
  remote: RemoteReplica,
  leaderLogEndOffset: number,
  nowMs: Millis,
  maxLagMs: Millis,
  rules: ReplicationRules,
): boolean =>
  rules.isCaughtUp({
    logEndOffset: remote.logEndOffset,
    leaderLogEndOffset,
    sinceCaughtUpMs: nowMs - remote.lastCaughtUpTimeMs,
    maxLagMs,
  });
