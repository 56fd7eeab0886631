/**
 * The operations that could be part of a cycle: in a good history few, in one without concurrency none.
 *
 * Operations are put in a sequence that realtime never goes against: by their completion, or by their invocation if
 * nothing ever comes after them in realtime (`info`) and they read nothing. A cycle must go back somewhere, so it lies
 * within a stretch of the sequence that is covered by dependencies that go back; everything else is left out unread.
 */
import { type Evidence, isRecordStep } from "../evidence.ts";
import { Info, rowCount, startOf } from "../recording.ts";
import { forEachDependency } from "./dependencies.ts";

/** Rows in the sequence's order. */
export function suspects(evidence: Evidence, wwDeps: boolean): Int32Array {
  const { recording } = evidence;
  const sequence = sequenceOf(evidence);
  const reach = new Int32Array(recording.lastLine + 1);
  forEachDependency(evidence, wwDeps, (from, to) => {
    const target = sequence[to]!;
    if (sequence[from]! > target && sequence[from]! > reach[target]!) reach[target] = sequence[from]!;
  });
  const rowAt = new Int32Array(recording.lastLine + 1).fill(-1);
  for (let row = 0; row < sequence.length; row++) if (isRecordStep(recording, row)) rowAt[sequence[row]!] = row;
  let count = 0;
  let end = 0;
  for (let line = 0; line < rowAt.length; line++) {
    if (reach[line]! > end) end = reach[line]!;
    if (line <= end && rowAt[line]! >= 0) rowAt[count++] = rowAt[line]!;
  }
  return rowAt.slice(0, count);
}

function sequenceOf({ recording }: Evidence): Int32Array {
  const { rows, reads } = recording;
  const sequence = new Int32Array(rowCount(recording));
  for (let row = 0; row < sequence.length; row++) {
    const early = rows.outcomes.data[row] === Info && startOf(reads, row) === reads.ends.data[row];
    sequence[row] = (early ? rows.invokedLines : rows.lines).data[row]!;
  }
  return sequence;
}
