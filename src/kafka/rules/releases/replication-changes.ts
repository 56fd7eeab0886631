/** What leaders and followers did otherwise in earlier releases, oldest change first. */
import type { ReleaseChange } from "./change.ts";

export const replicationChanges: readonly ReleaseChange[] = [
  {
    name: "epoch-lookup",
    before: "2.8",
    sentence: "A follower asks where the epoch of its last record ends before it fetches (OffsetsForLeaderEpoch).",
    source: "KAFKA-10554, AbstractFetcherThread",
    override: { replication: { truncation: "epoch-lookup" } },
  },
  {
    name: "no-max-timestamp",
    before: "3.0",
    sentence: "ListOffsets knows no offset of the largest timestamp: -3 is a time like any other.",
    source: "KIP-734",
    override: { replication: { knowsMaxTimestamp: false } },
  },
  {
    name: "fetch-without-broker-epoch",
    before: "3.5",
    sentence:
      "A fetch does not say which incarnation of a broker sends it, so the leader may let an earlier one into the ISR.",
    source: "KIP-903, KAFKA-14617",
    override: { replication: { brokerEpochToSend: () => -1 } },
  },
  {
    name: "high-watermark-below-min-isr",
    before: "3.7",
    sentence: "The high watermark moves also while fewer than min.insync.replicas are in sync.",
    source: "KAFKA-15583, Partition",
    override: { replication: { mayAdvanceHighWatermark: () => true } },
  },
  {
    name: "min-isr-above-replicas",
    before: "3.7",
    sentence: "A min.insync.replicas above the number of replicas refuses every send with acks=all.",
    source: "KAFKA-15583, Partition",
    override: { replication: { effectiveMinIsr: (minInsyncReplicas) => minInsyncReplicas } },
  },
  {
    name: "current-leader-unnamed",
    before: "3.7",
    sentence: "A broker that is not the leader does not say who is: clients must ask for metadata.",
    source: "KIP-951 (Produce 10, Fetch 16)",
    override: { replication: { namesCurrentLeader: false } },
  },
  {
    name: "offset-within-batch",
    before: "4.0",
    sentence: "A follower that asks from within a batch counts as having what lies before that offset.",
    source: "KAFKA-17803, LogSegment",
    override: { replication: { countsFromBatchStart: false } },
  },
  {
    name: "late-fetch-response",
    before: ["3.9.1", "4.0.1"],
    sentence: "A late fetch response counts by its offset alone, whatever the leader epoch in which it was asked for.",
    source: "KAFKA-18991, AbstractFetcherThread",
    isBug: true,
    override: { replication: { acceptsFetchResponse: (asked, now) => asked.fetchOffset === now.fetchOffset } },
  },
];
