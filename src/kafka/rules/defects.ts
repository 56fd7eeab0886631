/**
 * The planted defects, in the order of docs/defects.md: each answers one decision of today's rules otherwise, or forces an
 * unsafe setting. What was wrong, where it was found and what it costs stands in the table beside this file.
 */
import type { Defect } from "./defect.ts";
import rows from "./defects.json" with { type: "json" };
import { checkNothing } from "./leader-epoch-check.ts";
import type { Override } from "./rules.ts";

type Id = keyof typeof rows;

type Row = Pick<Defect, "title" | "source" | "masked" | "about"> & { readonly rank: number };

type Decision = Omit<Override, "name">;

/** Kafka's default was 4000, of clusters that took as many per second. */
const maxLagMessages = 4;

const decisions: Readonly<Partial<Record<Id, Decision>>> = {
  "R-01": { replication: { truncation: "high-watermark" } },
  "R-02": {
    replication: {
      truncation: "epoch-lookup",
      truncationOffset: (divergesAt, highWatermark) => Math.max(divergesAt, highWatermark),
    },
  },
  "R-03": { log: { epochLookupReply: ({ requestedEpoch, endOffset }) => ({ epoch: requestedEpoch, endOffset }) } },
  "R-04": { log: { recordsEpochOnBecomeLeader: false } },
  "R-06": { replication: { truncation: "epoch-lookup", checkLookupEpoch: checkNothing } },
  "R-07": {
    log: { followerChecksBatchEpoch: false },
    replication: { truncation: "epoch-lookup", checkFetchEpoch: checkNothing },
  },
  "R-08": { replication: { countsAcknowledgement: () => true } },
  "R-09": { replication: { mayJoinIsr: ({ logEndOffset, highWatermark }) => logEndOffset >= highWatermark } },
  "R-10": { replication: { truncation: "epoch-lookup", acceptsEpochResponse: () => true } },
  "R-11": { replication: { acceptsFetchResponse: (asked, now) => asked.fetchOffset === now.fetchOffset } },
  "R-13": { replication: { countsDivergedFetch: true } },
  "R-14": { replication: { divergesBeforeHighWatermark: false } },
  "R-15": { replication: { lastFetchedEpochAfterEmpty: () => -1 } },
  "R-18": { replication: { onOffsetOutOfRange: "reset-to-start" } },
  "R-20": { log: { followerChecksBatchEpoch: false } },
  "R-21": {
    log: { followerChecksBatchEpoch: false },
    replication: { truncation: "epoch-lookup", sessionLeaderEpoch: () => -1 },
  },
  "I-01": { replication: { holdsBackHighWatermark: (membership) => membership.inIsr && membership.inProposedIsr } },
  "I-02": { replication: { brokerEpochToSend: () => -1 }, controller: { alterPartitionChecksBrokerEpoch: false } },
  "I-03": { replication: { mayJoinWhile: () => true }, controller: { isrEligibility: () => true } },
  "I-06": {
    replication: { retriedProposal: (proposal) => ({ ...proposal, newIsr: [] }) },
    controller: { isrMustContainLeader: false },
  },
  "I-07": { replication: { mayAdvanceHighWatermark: () => true } },
  "I-14": {
    replication: {
      isCaughtUp: ({ logEndOffset, leaderLogEndOffset }) => leaderLogEndOffset - logEndOffset <= maxLagMessages,
    },
  },
  "E-03": { controller: { uncleanRestartRemovesFromIsr: false } },
  "E-04": { log: { removesCleanMarker: "at-end" } },
  "E-08": { controller: { refusesDuplicateRegistration: false, bounceBumpsLeaderEpoch: false } },
  "E-10": { controller: { preferredRequiresIsr: false } },
  "E-11": { log: { firstUncleanableOffset: ({ logEndOffset }) => logEndOffset } },
  "E-12": { replication: { consumerBound: (_highWatermark, logEndOffset) => logEndOffset } },
  "E-14": { controller: { checksTopicId: false } },
  "E-15": { replication: { lastFetchedEpochToSend: () => -1 } },
  "E-16": { controller: { mayElectLastKnownLeader: () => true } },
  "K-07": { controller: { repliesAfterCommit: false } },
  "P-01": { log: { dedupWindow: 0 } },
  "P-03": { log: { followerTracksProducerState: false } },
  "P-04": { log: { validatesSequencesOnReplica: true } },
  "P-05": { producer: { renumbersOnBump: () => true } },
  "P-08": { producer: { resetSequenceOnBump: (hadInFlight) => hadInFlight } },
  "P-09": { producer: { requeueIndex: (queued) => queued.length } },
  "G-21": { consumer: { validatesPosition: () => false } },
};

const unsafe: Readonly<Partial<Record<Id, Pick<Defect, "settings" | "judgedAs">>>> = {
  "E-01": { settings: { topic: { "min.insync.replicas": "1" } }, judgedAs: { minInsyncReplicas: 2 } },
  "E-02": {
    settings: { topic: { "unclean.leader.election.enable": "true" } },
    judgedAs: { uncleanLeaderElectionEnable: false },
  },
  "P-11": { settings: { producer: { acks: "1" } }, judgedAs: { acks: -1 } },
};

export const plant = (id: string, row: Row, decision: Decision = {}): Defect => ({
  id,
  ...row,
  rank: row.rank as Defect["rank"],
  override: { name: id, ...decision },
});

export const defects: readonly Defect[] = Object.entries(rows).map(([name, row]) => {
  const id = name as Id;
  return { ...plant(id, row, decisions[id]), ...unsafe[id] };
});
