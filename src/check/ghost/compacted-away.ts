/**
 * What compaction took from a true leader's log, once and for all.
 *
 * A follower learns the start of an epoch from the first batch that compaction has left, so it may keep an uncommitted
 * record of an older epoch in the gap, also as a leader to come: a weakness of Kafka (4.x), not of this replica.
 */
import { nextOffset, type RecordBatch } from "../../kafka/records.ts";
import type { PartitionGhost, ReplicaGhost } from "./partition-ghost.ts";
import { addRun, cutRuns, epochAt, hole, setRun } from "./runs.ts";

/** Marks, in the runs of what is compacted away, the offsets that are. */
const gone = 1;

export const isCompactedAway = ({ compactedAway }: PartitionGhost, offset: number): boolean =>
  epochAt(compactedAway, offset) === gone;

/** Whole batches that went leave holes in the log. */
export function noteCompaction(
  replica: ReplicaGhost,
  before: readonly RecordBatch[],
  after: readonly RecordBatch[],
): void {
  const { partition, runs } = replica;
  let next = 0;
  for (const batch of before) {
    const end = nextOffset(batch);
    while (next < after.length && nextOffset(after[next]!) <= batch.baseOffset) next++;
    const isKept = next < after.length && after[next]!.baseOffset < end;
    if (isKept || end > replica.logEnd) continue;
    setRun(runs, batch.baseOffset, end, hole);
    if (partition.leader === replica) setRun(partition.compactedAway, batch.baseOffset, end, gone);
  }
}

/** From this offset to its end the log has nothing that compaction has left. */
export function isEmptied({ partition, runs, logEnd }: ReplicaGhost, from: number): boolean {
  let first = runs.epochs.length;
  while (first > 0 && (runs.epochs[first - 1] === hole || runs.starts[first - 1]! >= logEnd)) first--;
  return partition.compacted && first < runs.epochs.length && runs.starts[first]! <= from;
}

/** The holes of a log that has become the truth. */
export function noteHoles({ partition, runs, logStart, logEnd }: ReplicaGhost): void {
  if (!partition.compacted) return;
  for (let i = 0; i < runs.starts.length; i++) {
    if (runs.epochs[i] !== hole) continue;
    const start = Math.max(runs.starts[i]!, logStart, partition.base);
    const end = Math.min(runs.starts[i + 1] ?? logEnd, partition.exposedEnd);
    if (start < end) setRun(partition.compactedAway, start, end, gone);
  }
}

/** The history goes on anew from an offset. */
export function forgetCompactedFrom({ compactedAway }: PartitionGhost, offset: number): void {
  cutRuns(compactedAway, offset);
  addRun(compactedAway, hole, offset);
}
