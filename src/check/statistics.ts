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
import { chunkOf, completed, forEachRecord, Known, placeOf, type RecordState } from "../history/record-table.ts";
import type { Ghost } from "./ghost/ghost.ts";

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

/** Fates that are known at the end only. Called after the final checks, which mark what the final logs lack as lost. */
export function countFates(ghost: Ghost): void {
  const { counts } = ghost;
  forEachRecord(ghost.records, (record) => countFate(ghost, record));
  counts.ackedSurvived = counts.ackedRecords - counts.lostAcked;
  for (const client of ghost.clients.values()) if (client.up) counts.undecided += client.pending;
}

function countFate({ counts, clients }: Ghost, { flags, client, order }: RecordState): void {
  const survived = (flags & Known.visible) !== 0 ? 1 : 0;
  if ((flags & Known.ok) !== 0 && (flags & Known.lost) !== 0) counts.lostAcked++;
  if ((flags & Known.failed) !== 0) counts.reportedFailedSurvived += survived;
  if ((flags & Known.unsure) !== 0) counts.ambiguousSurvived += survived;
  if ((flags & Known.invoked) === 0 || (flags & completed) !== 0) return;
  const sender = clients.get(client);
  if (sender === undefined || (sender.up && order >= sender.lives.at(-1)!)) return;
  counts.neverReported++;
  counts.neverReportedSurvived += survived;
}

/** Notes that the log that rules does not have a record. True if it had been acknowledged and was not known as lost. */
export function markLost(ghost: Ghost, record: number): boolean {
  const chunk = chunkOf(ghost.records, record);
  const i = placeOf(record);
  const flags = chunk.flags[i]!;
  chunk.flags[i] = (flags | Known.lost) & ~Known.visible;
  return (flags & Known.ok) !== 0 && (flags & Known.lost) === 0;
}
