/** A follower's fetchers, field by field. */
import { list, mapOf, nullable, record, shared } from "../../explorer/compound.ts";
import { type Field, frozen, node, plain, untold, word } from "../../explorer/shape.ts";
import type { FetchPartition } from "../../kafka/messages/fetch.ts";
import type { Fetcher, FetcherRequest, FetchPhase, FollowedPartition } from "../../kafka/replication/fetcher.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import { partition } from "./partition-fields.ts";

/** What a fetch says of one partition; its bounds are settings. */
export const fetchPartition: Field<FetchPartition> = record<FetchPartition>({
  topicPartition: untold(),
  currentLeaderEpoch: plain,
  fetchOffset: plain,
  lastFetchedEpoch: plain,
  logStartOffset: plain,
  partitionMaxBytes: untold(),
});

const followed: Field<FollowedPartition> = shared(() => ({
  topicPartition: untold(),
  partition,
  phase: word<FetchPhase>(),
  currentLeaderEpoch: plain,
  fetchOffset: plain,
  lastFetchedEpoch: plain,
  isDelayed: plain,
  delayedUntilMs: untold(),
  isChanged: plain,
  told: nullable(fetchPartition),
  askedInEpoch: plain,
  standing: untold(),
}));

/** The answer is told apart by the kind of the request alone; what was asked stands in `told` and `askedInEpoch`. */
const inFlight: Field<FetcherRequest> = frozen((request) => request.kind);

export const fetcher: Field<Fetcher> = record<Fetcher>({
  leaderId: node,
  followed: mapOf<TopicPartition, FollowedPartition>(followed),
  inFlight: nullable(inFlight),
  sessionId: plain,
  sessionEpoch: plain,
  changed: list(followed),
  asking: list(followed),
  delayed: list(followed),
  fetchingCount: plain,
  standing: untold(),
});
