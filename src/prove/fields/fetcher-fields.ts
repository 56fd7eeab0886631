/** A follower's fetchers, field by field. */
import { list, mapOf, nullable, record, shared } from "../../explorer/compound.ts";
import { allUntold, type Field, frozen, node, plain, untold, word } from "../../explorer/shape.ts";
import type { Fetcher, FetcherRequest, FetchPhase, FollowedPartition } from "../../kafka/replication/fetcher.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import { fetchPartition } from "./message-fields.ts";
import { partition } from "./partition-fields.ts";
import { sessionId } from "./session-id.ts";

const followed: Field<FollowedPartition> = shared(() => ({
  ...allUntold("topicPartition", "delayedUntilMs", "standing"),
  partition,
  phase: word<FetchPhase>(),
  currentLeaderEpoch: plain,
  fetchOffset: plain,
  lastFetchedEpoch: plain,
  isDelayed: plain,
  isChanged: plain,
  told: nullable(fetchPartition),
  askedInEpoch: plain,
}));

/** The answer is told apart by the kind of the request alone; what was asked stands in `told` and `askedInEpoch`. */
const inFlight: Field<FetcherRequest> = frozen((request) => request.kind);

export const fetcher: Field<Fetcher> = record<Fetcher>({
  leaderId: node,
  followed: mapOf<TopicPartition, FollowedPartition>(followed),
  inFlight: nullable(inFlight),
  sessionId,
  sessionEpoch: plain,
  changed: list(followed),
  asking: list(followed),
  delayed: list(followed),
  fetchingCount: plain,
  standing: untold(),
});
