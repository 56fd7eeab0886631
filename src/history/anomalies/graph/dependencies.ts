/**
 * Who depends on whom, as far as the records tell. wr: the writer of a record → every other operation that polled it.
 * ww (only if asked for): the writer of a record → the writer of the next one in the log.
 *
 * A record polled before anybody began to send it gives no edge: that is reported by its own name. Offsets with several
 * records, and the later places of a duplicate, give no ww edge: nobody knows their order.
 */
import { type Evidence, isRecordStep } from "../evidence.ts";
import { rowCount, startOf } from "../recording.ts";
import { recordAt } from "../version-order.ts";

/** Kinds of edges, as bits. */
export const Ww = 1;
export const Wr = 2;
export const Realtime = 4;

/** `a` and `b` tell why: wr: the record, and the entry of the reads; ww: the earlier and the later record. */
type VisitDependency = (from: number, to: number, kind: typeof Ww | typeof Wr, a: number, b: number) => void;

export function forEachDependency(evidence: Evidence, wwDeps: boolean, visit: VisitDependency): void {
  forEachRead(evidence, visit);
  if (wwDeps) forEachOverwrite(evidence, visit);
}

function forEachRead({ recording }: Evidence, visit: VisitDependency): void {
  const { reads, rows, records } = recording;
  for (let row = 0; row < rowCount(recording); row++) {
    if (!isRecordStep(recording, row)) continue;
    const line = rows.lines.data[row]!;
    for (let i = startOf(reads, row); i < reads.ends.data[row]!; i++) {
      const record = reads.records.data[i]!;
      const writer = records.writers.data[record]!;
      if (writer < 0 || writer === row || rows.invokedLines.data[writer]! > line) continue;
      visit(writer, row, Wr, record, i);
    }
  }
}

function forEachOverwrite({ order, recording }: Evidence, visit: VisitDependency): void {
  const writers = recording.records.writers.data;
  for (const log of order.logs) {
    let before = -1;
    for (let place = 0; place < log.offsets.length; place++) {
      const record = recordAt(log, place);
      if (log.starts[place + 1]! - log.starts[place]! > 1 || order.first[record] !== place || writers[record]! < 0)
        continue;
      if (before >= 0 && writers[before] !== writers[record])
        visit(writers[before]!, writers[record]!, Ww, before, record);
      before = record;
    }
  }
}
