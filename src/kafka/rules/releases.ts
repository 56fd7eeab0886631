/**
 * What Kafka's releases decided otherwise than today's, as rule sets: the rules of a release are today's with every change
 * taken back that came after it. A minor version stands for its last patch release. What differs by a default alone (acks,
 * linger, the constant back-off up to 3.6) stands in the key tables and travels as a setting.
 *
 * The control plane is today's for every release: what only ZooKeeper's controller did (ISR changes written to znodes,
 * LeaderAndIsr, UpdateMetadata) is not modelled, and rules of the quorum controller reach back to 3.3 alone, where KRaft
 * became fit for production (KIP-833).
 */
import { isAtLeast, type KafkaVersion } from "../config/version.ts";
import { completeWhenAddedAreInSync } from "./controller-rules.ts";
import { kafka4, type Override, overrideRules, type Rules } from "./rules.ts";

export interface ReleaseChange {
  /** Releases before this one decided as `override` says; */
  readonly before: KafkaVersion;
  /** but not those before this one. */
  readonly since?: KafkaVersion;
  /** How it was, in one sentence. */
  readonly sentence: string;
  readonly source: string;
  readonly override: Omit<Override, "name">;
}

export const releaseChanges: readonly ReleaseChange[] = [
  {
    before: "2.7",
    sentence: "After an epoch bump a producer goes on with the old sequence of partitions that had nothing in flight.",
    source: "KAFKA-12152 (2.7.1)",
    override: { producer: { resetSequenceOnBump: (hadInFlight) => hadInFlight } },
  },
  {
    before: "2.8",
    sentence: "A follower asks where the epoch of its last record ends before it fetches (OffsetsForLeaderEpoch).",
    source: "KAFKA-10554",
    override: { replication: { truncation: "epoch-lookup" } },
  },
  {
    before: "2.8",
    sentence: "The marker of a clean shutdown goes when the logs are loaded, not before.",
    source: "KAFKA-10471",
    override: { log: { removesCleanMarker: "at-end" } },
  },
  {
    before: "3.0",
    sentence: "ListOffsets knows no offset of the largest timestamp: -3 is a time like any other.",
    source: "KIP-734",
    override: { replication: { knowsMaxTimestamp: false } },
  },
  {
    before: "3.1",
    sentence: "Compaction does not stop at the high watermark.",
    source: "KAFKA-13194",
    override: { log: { firstUncleanableOffset: ({ logEndOffset }) => logEndOffset } },
  },
  {
    before: "3.5",
    sentence: "Fetches and ISR proposals do not say which incarnation of a broker is meant.",
    source: "KIP-903, KAFKA-14617",
    override: { replication: { brokerEpochToSend: () => -1 }, controller: { alterPartitionChecksBrokerEpoch: false } },
  },
  {
    before: "3.6",
    since: "3.3",
    sentence: "A smaller ISR makes a new leader epoch, so that clients and followers must learn of it first.",
    source: "KAFKA-15021",
    override: { controller: { isrShrinkBumpsLeaderEpoch: true } },
  },
  {
    before: "3.7",
    sentence: "A truncation writes the shortened epoch cache to disk before it goes on.",
    source: "KAFKA-15046",
    override: { log: { trimsEpochsInBackground: false } },
  },
  {
    before: "3.7",
    sentence: "The high watermark moves also while fewer than min.insync.replicas are in sync.",
    source: "KAFKA-15583",
    override: { replication: { mayAdvanceHighWatermark: () => true } },
  },
  {
    before: "3.7",
    sentence: "A min.insync.replicas above the number of replicas refuses every send with acks=all.",
    source: "KAFKA-15583",
    override: { replication: { effectiveMinIsr: (minInsyncReplicas) => minInsyncReplicas } },
  },
  {
    before: "3.8",
    since: "3.3",
    sentence: "A reassignment is complete when the added replicas are in sync, though others of the target may not be.",
    source: "KAFKA-15665",
    override: { controller: { reassignmentMayComplete: completeWhenAddedAreInSync } },
  },
  {
    before: "3.9",
    sentence: "A follower appends batches of a larger leader epoch than the one that it follows.",
    source: "KAFKA-18723 (3.9.1)",
    override: { log: { followerChecksBatchEpoch: false } },
  },
  {
    before: "4.0",
    sentence: "A late fetch response counts by its offset alone, whatever the leader epoch in which it was asked for.",
    source: "KAFKA-18991 (4.0.1)",
    override: {
      replication: {
        acceptsFetchResponse: (asked, now) => asked.fetchOffset === now.fetchOffset,
      },
    },
  },
];

/** What that release decides otherwise than today's Kafka, oldest change first. */
export const changesAfter = (version: KafkaVersion): readonly ReleaseChange[] =>
  releaseChanges.filter(
    ({ before, since }) => !isAtLeast(version, before) && (since === undefined || isAtLeast(version, since)),
  );

/** `kafka-2.8`, or `kafka-4` for a release that decides as today's. */
export const ruleSetOf = (version: KafkaVersion): string =>
  changesAfter(version).length === 0 ? kafka4.name : `kafka-${version}`;

export const rulesOfRelease = (version: KafkaVersion): Rules =>
  changesAfter(version).reduce(
    (rules, { override }) => overrideRules(rules, { ...override, name: ruleSetOf(version) }),
    kafka4,
  );
