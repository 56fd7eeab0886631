/** Fetch requests by hand. */
import type { FetchPartition, FetchRequest } from "../../../src/kafka/messages/fetch.ts";
import { tp } from "../log/world.ts";

export const asking = (change: Partial<FetchPartition> = {}): FetchPartition => ({
  topicPartition: tp,
  currentLeaderEpoch: 1,
  fetchOffset: 0,
  lastFetchedEpoch: -1,
  logStartOffset: -1,
  partitionMaxBytes: 1_048_576,
  ...change,
});

/** A consumer's fetch without a session, unless `change` says otherwise. */
export const fetchOf = (partitions: readonly FetchPartition[], change: Partial<FetchRequest> = {}): FetchRequest => ({
  kind: "Fetch",
  name: 1,
  correlationId: 1,
  replicaId: -1,
  replicaEpoch: -1,
  isolationLevel: "read_uncommitted",
  maxWaitMs: 500,
  minBytes: 1,
  maxBytes: 10_485_760,
  sessionId: 0,
  sessionEpoch: -1,
  partitions,
  forgotten: [],
  rackId: "",
  ...change,
});
