/** Producer state from the log itself: the newest snapshot that fits, then the batches after it (L-25, L-72, L-81). */
import { noProducerId } from "../records.ts";
import type { Rules } from "../rules/rules.ts";
import { type PartitionLog, segmentIndexAt } from "./partition-log.ts";
import { dropStraySnapshots, loadSnapshot, newestSnapshotAt, takeSnapshot } from "./producer-snapshot.ts";
import { noteProducerBatch } from "./producer-state.ts";
import { batchIndexAt } from "./segment.ts";

/** A snapshot at the log end, before which others go, and what it kept of each producer: one batch (L-71, V-33, P-07). */
export function snapshotAndReload(log: PartitionLog, rules: Rules): void {
  takeSnapshot(log, log.logEndOffset, true);
  dropStraySnapshots(log);
  rebuildProducers(log, rules);
}

/** A reload narrows the window of producers that are silent since the snapshot (L-71, P-07). */
export function rebuildProducers(log: PartitionLog, rules: Rules): void {
  log.producers.clear();
  const snapshot = newestSnapshotAt(log, log.logEndOffset);
  if (snapshot !== null) loadSnapshot(log.producers, snapshot);
  const from = snapshot === null ? log.logStartOffset : snapshot.offset;
  for (let i = segmentIndexAt(log, from); i < log.segments.length; i++) {
    const segment = log.segments[i]!;
    const { entries } = segment.file;
    for (let j = batchIndexAt(segment, from); j < entries.length; j++) {
      const batch = entries[j]!;
      if (batch.producerId !== noProducerId) noteProducerBatch(log.producers, batch, rules.log.dedupWindow);
    }
  }
}
