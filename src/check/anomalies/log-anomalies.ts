/** Legal anomalies of logs, the committed history and the controller's view. */
import { type Anomaly, nobody } from "./anomaly.ts";

/** Who holds committed records. */
const copies = ["strong-isr", "weak-isr", "candidate-complete", "valid-high-watermark"];

/** Where other records than the committed ones may stand. */
const history = [
  ...copies,
  "log-matching",
  "one-value-per-offset",
  "committed-stable",
  "consistent-read",
  "acked-kept-somewhere",
  "acked-not-lost",
  "acked-offset-correct",
];

/** What is suspended while a loss is legal. */
const loss = [
  ...history,
  "truncation-safe",
  "reassignment-safe",
  "isr-incarnation",
  "no-duplicate",
  "producer-order",
  "send-contiguity",
];

export const followerHighWatermarkFalls: Anomaly = {
  number: 4,
  name: "follower-high-watermark-falls",
  sentence: "The high watermark of a follower may fall: it takes over that of its leader, which may be a new one.",
  evidence: "UnifiedLog.updateHighWatermark; ReplicaFetcherThread.processPartitionData.",
  excuses: ["high-watermark-monotone"],
};

export const compactionGap: Anomaly = {
  number: 8,
  name: "compaction-gap",
  sentence: "Compaction leaves gaps in the offsets, and each replica compacts at a time of its own.",
  evidence: "Cleaner.cleanSegments; each broker runs its own LogCleaner.",
  excuses: ["offset-epoch-order", "position-monotone", "logs-converge", "send-contiguity"],
};

export const emptyLogBeginsAnywhere: Anomaly = {
  number: 8,
  name: "empty-log-begins-anywhere",
  sentence: "An empty log may begin at any offset and in any leader epoch: what was deleted below orders nothing.",
  evidence: "UnifiedLog.truncateFullyAndStartAt; Partition.appendRecordsToFollowerOrFutureReplica.",
  excuses: ["offset-epoch-order"],
};

export const uncleanElection: Anomaly = {
  number: 12,
  name: "unclean-election",
  sentence: "After an unclean election, until its leader has taken office, committed records may be gone.",
  evidence: "unclean.leader.election.enable; ElectionType.UNCLEAN.",
  excuses: loss,
};

export const tornLastKnownLeader: Anomaly = {
  number: 12,
  name: "torn-last-known-leader",
  sentence: "A last known leader that was elected although its log was damaged may lack committed records.",
  evidence: "KIP-966; PartitionChangeBuilder.electAnyLeader.",
  excuses: loss,
};

export const tooManyDamagedReplicas: Anomaly = {
  number: 12,
  name: "too-many-damaged-replicas",
  sentence:
    "When more replicas that hold committed records lost power or a disk than the settings survive, committed records may be gone.",
  evidence: "KIP-966: min.insync.replicas - 1 with eligible leader replicas; none without (last replica standing).",
  excuses: loss,
};

export const endedHistory: Anomaly = {
  number: 12,
  name: "ended-history",
  sentence:
    "A replica, a reader or a producer that has not heard of a lossy election goes on with the history that the election ended.",
  evidence: "KIP-101, KIP-279, KIP-320: each learns of it with its next request to a leader of the new epoch.",
  excuses: [
    "log-matching",
    "one-value-per-offset",
    "consistent-read",
    "truncation-safe",
    "acked-not-lost",
    "acked-offset-correct",
    "no-duplicate",
    "producer-order",
    "send-contiguity",
  ],
};

export const epochStartCompactedAway: Anomaly = {
  number: 14,
  name: "epoch-start-compacted-away",
  sentence:
    "A follower learns the start of an epoch from the first batch that compaction has left, so an uncommitted record of an older epoch may stay in the gap, also when it leads.",
  evidence: "Real brokers of 4.1.2 and 4.3.1 do so: the follower is not told to truncate.",
  excuses: history,
};

export const recordsBelowLogStart: Anomaly = {
  number: 15,
  name: "records-below-log-start",
  sentence:
    "The oldest epoch of a leader begins where its log starts, so a replica may keep, and later show, records of an ended history below it.",
  evidence: "A real broker of 4.1.2 does so; LeaderEpochFileCache.truncateFromStart.",
  excuses: history,
};

export const oldHighWatermarkCheckpoint: Anomaly = {
  number: 18,
  name: "old-high-watermark-checkpoint",
  sentence:
    "A high watermark from before an unclean election, read again from its checkpoint, lets consumers read, and a leader acknowledge to a retry, what nobody has committed since.",
  evidence:
    "Real brokers of 4.1.2 and 4.4.0 let a consumer read it; Partition.checkEnoughReplicasReachOffset answers by the high watermark alone.",
  excuses: ["consistent-read", "acked-not-lost"],
};

export const logEndForgotten: Anomaly = {
  number: 19,
  name: "log-end-forgotten",
  sentence:
    "A log whose last offsets compaction has emptied ends after its last batch when it is opened again, below where it ended before.",
  evidence: "Real brokers of 4.1.2 and 4.4.0 do so, after a crash and after a clean stop (LogSegment.readNextOffset).",
  excuses: ["disk-model", ...loss],
};

export const snapshotAheadOfLog: Anomaly = {
  number: 19,
  name: "snapshot-ahead-of-log",
  sentence:
    "In a compacted log a producer's snapshot may be ahead of the batches: the one with its last sequence was torn off, the one before compacted away.",
  evidence: `${nobody}; Cleaner.shouldDiscardBatch, ProducerStateManager.truncateAndReload.`,
  excuses: ["producer-state-replayed"],
};

export const lossNotReported: Anomaly = {
  number: 21,
  name: "loss-not-reported",
  sentence: "A replica that lost records is a member of the ISR until the controller has processed its registration.",
  evidence: "ReplicationControlManager.handleBrokerUncleanShutdown runs with the registration (KIP-966).",
  excuses: copies,
};

export const fetchOfEarlierLife: Anomaly = {
  number: 21,
  name: "fetch-of-earlier-life",
  sentence:
    "A leader that has not heard of a member's new life may count a fetch of its former one: what it then commits rests on the others.",
  evidence: `${nobody}; Partition.updateFollowerFetchState, KIP-903.`,
  excuses: ["weak-isr"],
};

export const moveNotHeard: Anomaly = {
  number: 21,
  name: "move-not-heard",
  sentence: "A member that was moved away, and maybe back, may have deleted its copy before its leader hears of it.",
  evidence: `${nobody}; BrokerMetadataPublisher applies the log at each broker's own pace.`,
  excuses: ["weak-isr"],
};

export const joinsForEarlierProcess: Anomaly = {
  number: 21,
  name: "joins-for-earlier-process",
  sentence: "A process that the controller does not know to be gone may still join an ISR in name.",
  evidence: `${nobody}; ReplicationControlManager.validateAlterPartitionData compares broker epochs only.`,
  excuses: ["isr-incarnation", "unclean-exclusion"],
};

export const epochGivenBack: Anomaly = {
  number: 21,
  name: "epoch-given-back",
  sentence:
    "A process that registers again, also late and after its end, gets its broker epoch back and is not fenced.",
  evidence: "KAFKA-16952; ClusterControlManager.registerBroker.",
  excuses: ["valid-isr"],
};

export const changedMinInsyncReplicas: Anomaly = {
  number: 22,
  name: "changed-min-insync-replicas",
  sentence:
    "Until a leader has heard of a changed min.insync.replicas, it commits by the old one what eligible leader replicas by the new one may lack.",
  evidence: `${nobody}; the setting travels in the metadata log, the answer to an AlterPartition beside it.`,
  excuses: ["isr-superset", ...loss],
};

export const candidatesCleared: Anomaly = {
  number: 22,
  name: "candidates-cleared",
  sentence:
    "Any changed min.insync.replicas clears the eligible leader replicas and the last known leader, also of a partition that has nothing else: only an unclean election brings it back.",
  evidence:
    "Real controllers of 4.1.2, 4.3.1 and 4.4.0 clear them; ReplicationControlManager.removeTopicElrs does not look whether the ISR is empty.",
  excuses: ["recovery-quorum"],
};

export const emptiedAtCheckpointedStart: Anomaly = {
  number: 25,
  name: "emptied-at-checkpointed-start",
  sentence: "A log whose checkpointed start lies beyond its end is emptied, and begins at that start.",
  evidence: "LogLoader.deleteSegmentsIfLogStartGreaterThanLogEnd.",
  excuses: ["disk-model"],
};
