/**
 * Recovery after an unclean stop (L-25, LogLoader.recoverLog): every segment from the recovery point on is read; the
 * log ends before the first batch that is torn, corrupted or out of order, and later segments go.
 *
 *     [ 0..99 ][ 100..1xx ~torn~ ][ 200..230 ]     recovery point 100: 100..1xx is read, 200..230 is deleted
 *
 * A gap between two segments is no tear: compaction leaves some, and so does a follower whose leader has compacted.
 */
import { invariant } from "../../core/invariant.ts";
import { isBatchValid, nextOffset, noEpoch } from "../records.ts";
import { assignToCache } from "./leader-epoch-cache.ts";
import { epochCacheChanged, type PartitionLog, segmentIndexAt } from "./partition-log.ts";
import type { Segment } from "./segment.ts";

/** Cuts what is not whole, fills the epoch cache with epochs that it lacks, and counts the segments it read. */
export function recoverSegments(log: PartitionLog): void {
  const { segments } = log;
  let epochsMissing = false;
  for (let i = segmentIndexAt(log, log.recoveryPoint); i < segments.length; i++) {
    const segment = segments[i]!;
    log.recoveredSegments++;
    const valid = countValid(segment);
    if (noteEpochs(log, segment, valid)) epochsMissing = true;
    if (valid === segment.file.entries.length && !segment.file.torn) continue;
    segment.file.truncate(valid);
    dropSegmentsFrom(log, i + 1);
    break;
  }
  invariant(segments.length > 0, "recovery leaves a segment");
  invariant(log.recoveredSegments > 0, "recovery reads at least the segment of the recovery point");
  if (epochsMissing) epochCacheChanged(log);
}

/** How many leading batches are whole, in order, and of this segment. */
function countValid(segment: Segment): number {
  const { entries } = segment.file;
  let expected = segment.baseOffset;
  for (let i = 0; i < entries.length; i++) {
    const batch = entries[i]!;
    if (batch.baseOffset < expected || !isBatchValid(batch)) return i;
    expected = nextOffset(batch);
  }
  return entries.length;
}

function noteEpochs(log: PartitionLog, segment: Segment, valid: number): boolean {
  let added = false;
  for (let i = 0; i < valid; i++) {
    const batch = segment.file.entries[i]!;
    const latest = log.epochCache.epochs.at(-1) ?? noEpoch;
    if (
      batch.partitionLeaderEpoch > latest &&
      assignToCache(log.epochCache, batch.partitionLeaderEpoch, batch.baseOffset)
    )
      added = true;
  }
  return added;
}

function dropSegmentsFrom(log: PartitionLog, index: number): void {
  for (const segment of log.segments.splice(index)) log.disk.remove(segment.file.name);
}
