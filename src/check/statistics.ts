/**
 * Numbers of one run. Counts and seconds add up over runs; names that end in Max keep the largest. Those that begin with
 * a capital are Kafka's own metrics, under the names that operators know.
 */
import { chunkOf, completed, forEachRecord, Known, placeOf } from "../history/record-table.ts";
import type { Ghost } from "./ghost/ghost.ts";

export interface Statistics {
  /** Sends that succeeded, whatever the acks. */
  readonly ackedRecords: number;
  /** Of those, gone from the log that rules at the end, though nothing deleted them. */
  readonly lostAcked: number;
  /** Records that became visible once more. */
  readonly duplicates: number;
  /** Records that became visible after a later one of the same producer session and partition. */
  readonly reorderings: number;
  /** Sum over partitions of the time without a leader that is up, has taken office and has min.insync.replicas. Cuts do not show in it. */
  readonly unavailableSeconds: number;
  /** Sends that ended in an error. */
  readonly reportedFailed: number;
  /** Of those, visible at the end. */
  readonly reportedFailedButSurvived: number;
  /** Sends whose error leaves the outcome open (`info`). */
  readonly ambiguous: number;
  /** Sends of which the application never heard, as its process died. */
  readonly neverReported: number;
  /** Records that became visible after their send had ended in an error. */
  readonly lateAppearance: number;
  /** Readers whose position was reset (auto.offset.reset), as after retention overtook them. */
  readonly readerResets: number;
  readonly recordsLagMax: number;
  readonly UnderReplicatedPartitionsMax: number;
  readonly UnderMinIsrPartitionCountMax: number;
  readonly OfflinePartitionsCountMax: number;
  readonly UncleanLeaderElections: number;
  readonly IsrShrinks: number;
  readonly IsrExpands: number;
  /** At the end: partitions that another than their preferred replica leads. */
  readonly PreferredReplicaImbalanceCountMax: number;
}

export type Counts = { -readonly [Name in keyof Statistics]: Statistics[Name] };

export const newCounts = (): Counts => ({
  ackedRecords: 0,
  lostAcked: 0,
  duplicates: 0,
  reorderings: 0,
  unavailableSeconds: 0,
  reportedFailed: 0,
  reportedFailedButSurvived: 0,
  ambiguous: 0,
  neverReported: 0,
  lateAppearance: 0,
  readerResets: 0,
  recordsLagMax: 0,
  UnderReplicatedPartitionsMax: 0,
  UnderMinIsrPartitionCountMax: 0,
  OfflinePartitionsCountMax: 0,
  UncleanLeaderElections: 0,
  IsrShrinks: 0,
  IsrExpands: 0,
  PreferredReplicaImbalanceCountMax: 0,
});

/** Fates that are known at the end only. Called after the final checks, which mark what the final logs lack as lost. */
export function countFates(ghost: Ghost): void {
  const { counts } = ghost;
  forEachRecord(ghost.records, ({ flags, client, order }) => {
    if ((flags & Known.ok) !== 0 && (flags & Known.lost) !== 0) counts.lostAcked++;
    if ((flags & (Known.failed | Known.unsure)) !== 0 && (flags & Known.visible) !== 0)
      counts.reportedFailedButSurvived++;
    if ((flags & Known.invoked) === 0 || (flags & completed) !== 0) return;
    const sender = ghost.clients.get(client);
    if (sender !== undefined && (!sender.up || order < sender.lives.at(-1)!)) counts.neverReported++;
  });
}

/** Notes that the log that rules does not have a record. True if it had been acknowledged and was not known as lost. */
export function markLost(ghost: Ghost, record: number): boolean {
  const chunk = chunkOf(ghost.records, record);
  const i = placeOf(record);
  const flags = chunk.flags[i]!;
  chunk.flags[i] = (flags | Known.lost) & ~Known.visible;
  return (flags & Known.ok) !== 0 && (flags & Known.lost) === 0;
}
