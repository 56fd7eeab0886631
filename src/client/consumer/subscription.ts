/**
 * What a consumer knows of one partition (SubscriptionState.TopicPartitionState, X-1 .. X-6).
 *
 *   initializing --the group has committed an offset--> as any position; it has not--> await-reset
 *   await-reset --ListOffsets answered--> await-validation, or fetching if an epoch is unknown
 *   fetching --metadata shows another leader or leader epoch--> await-validation
 *   await-validation --the log of the leader holds the position--> fetching
 *   await-validation --it ends before--> fetching at the end of the common part, or await-reset if there is none
 *   fetching --OFFSET_OUT_OF_RANGE of the leader--> await-reset
 *   any --the application seeks--> fetching, or await-reset (to the beginning or the end)
 * Every arrow counts `generation` up: an answer that was asked for in an older one is dropped (KAFKA-7703).
 */
import type { NodeId } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import type { RecordBatch } from "../../kafka/records.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { PartitionMetadata } from "../metadata/client-metadata.ts";
import { placeOf } from "../topic-order.ts";

type FetchState = "initializing" | "await-reset" | "await-validation" | "fetching";
export type PositionReason = "assign" | "seek" | "reset" | "truncation" | "committed";

export interface Subscription {
  readonly partition: number;
  /** Among all partitions of all topics of the consumer. */
  readonly place: number;
  /** Replaced when the topic is made anew. */
  metadata: PartitionMetadata;
  state: FetchState;
  generation: number;
  /** The next offset to be returned, and the epoch of the record before it; -1 unknown. */
  offset: number;
  offsetEpoch: number;
  /** The leader for which the position is valid, or is being validated. */
  leaderId: NodeId;
  leaderEpoch: number;
  /** While `await-reset`: a ListOffsets timestamp, and what to call the new position. */
  resetTo: number;
  resetReason: PositionReason;
  isLookupInFlight: boolean;
  lookupFailures: number;
  lookupAllowedAtMs: Millis;
  /** A replica that the leader recommends (KIP-392), for metadata.max.age.ms; -1 none. */
  preferredReadReplica: NodeId;
  preferredUntilMs: Millis;
  /** After an error that metadata may cure: not fetched before. */
  pausedUntilMs: Millis;
  /** Where it is fetched from. */
  target: FetchTarget | null;
  /** As the target's session last heard it; -1 never. */
  sentOffset: number;
  sentLeaderEpoch: number;
  isChanged: boolean;
  buffered: BufferedFetch | null;
}

export interface FetchTarget {
  readonly node: NodeId;
  /** Partitions that are fetched from here, in order. */
  readonly members: Subscription[];
  /** Those that the session must hear about. */
  readonly changed: Subscription[];
  forgotten: TopicPartition[];
  sessionId: number;
  /** 0: the next fetch is a full one. */
  sessionEpoch: number;
  isInFlight: boolean;
  /** Members with data that the application has not taken yet. */
  bufferedMembers: number;
  /** Over the positions that the session knows: what a fetch is about. */
  positionsHash: number;
  /** What the network client remembers of a fetch from here. */
  readonly call: { readonly kind: "fetch"; readonly node: NodeId };
}

/** Fetched, not yet returned by poll. */
export interface BufferedFetch {
  /** Of which it was fetched: that of a topic which has been made anew since may still be returned. */
  readonly topicPartition: TopicPartition;
  readonly batches: readonly RecordBatch[];
  readonly broker: NodeId;
  batchIndex: number;
  /** It continues the position only if it is equal to that. */
  nextOffset: number;
}

/** `topic`: its place among the consumer's topics. */
export const newSubscription = (metadata: PartitionMetadata, topic: number, resetTo: number): Subscription => ({
  partition: metadata.partition,
  place: placeOf(topic, metadata.partition),
  metadata,
  state: "await-reset",
  generation: 0,
  offset: -1,
  offsetEpoch: -1,
  leaderId: -1,
  leaderEpoch: -1,
  resetTo,
  resetReason: "assign",
  isLookupInFlight: false,
  lookupFailures: 0,
  lookupAllowedAtMs: 0,
  preferredReadReplica: -1,
  preferredUntilMs: 0,
  pausedUntilMs: 0,
  target: null,
  sentOffset: -1,
  sentLeaderEpoch: -1,
  isChanged: false,
  buffered: null,
});
