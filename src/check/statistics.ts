/**
 * Numbers of one run. Counts and seconds add up over runs; names that end in Max (or max) keep the largest. What each of
 * them counts, and in which unit, stands in statistic-cards.ts. Those that begin with a capital, and `records-lag-max`, are
 * Kafka's own metrics, under the names that operators know: `Max` the largest value of a gauge, `Count` that attribute of
 * a meter (`…PerSec`).
 *
 * Every send has one fate:
 *
 *   sentRecords = ackedRecords + reportedFailed + ambiguous + neverReported + undecided
 *   ackedRecords = ackedSurvived + lostAcked
 */
const none = {
  sentRecords: 0,
  ackedRecords: 0,
  ackedSurvived: 0,
  lostAcked: 0,
  reportedFailed: 0,
  reportedFailedSurvived: 0,
  ambiguous: 0,
  ambiguousSurvived: 0,
  neverReported: 0,
  neverReportedSurvived: 0,
  undecided: 0,
  lateAppearance: 0,
  duplicates: 0,
  reorderings: 0,
  unavailableSeconds: 0,
  writeStallSeconds: 0,
  writeStallSecondsMax: 0,
  readerResets: 0,
  "records-lag-max": 0,
  UnderReplicatedPartitionsMax: 0,
  UnderMinIsrPartitionCountMax: 0,
  AtMinIsrPartitionCountMax: 0,
  OfflinePartitionsCountMax: 0,
  UncleanLeaderElectionsPerSecCount: 0,
  ElectionFromEligibleLeaderReplicasPerSecCount: 0,
  IsrShrinksPerSecCount: 0,
  IsrExpandsPerSecCount: 0,
  PreferredReplicaImbalanceCountMax: 0,
};

export type StatisticName = keyof typeof none;

export type Counts = Record<StatisticName, number>;

export type Statistics = Readonly<Counts>;

export const newCounts = (): Counts => ({ ...none });
