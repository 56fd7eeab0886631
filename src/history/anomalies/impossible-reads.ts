/**
 * Polls of records that nobody may see: of failed operations (`G1a`), of the polling transaction itself before it
 * committed (`precommitted-read`), of nobody at all (`phantom-message`), of the future (`read-before-send`).
 *
 * The last two have no name in Jepsen's checker: it crashes on the first and takes the second for a cycle, which
 * inferred write order then excuses.
 */
import { type Evidence, isRecordStep, lineOf, told, who } from "./evidence.ts";
import { addFinding } from "./findings.ts";
import { Ok, rowCount, startOf } from "./recording.ts";
import { Fate, has, keyNameOf } from "./records.ts";

export function checkImpossibleReads(evidence: Evidence): void {
  const { recording } = evidence;
  const sentBy = new Int32Array(recording.records.values.length).fill(-1);
  const reported = new Uint8Array(recording.records.values.length);
  for (let row = 0; row < rowCount(recording); row++) {
    if (!isRecordStep(recording, row)) continue;
    checkOwnReads(evidence, row, sentBy);
    checkUnsentReads(evidence, row, reported);
    if (recording.rows.outcomes.data[row] === Ok) checkAbortedReads(evidence, row);
  }
}

/** How much there is to read in an operation. */
const sizeOf = ({ recording: { sends, reads } }: Evidence, row: number): number =>
  sends.ends.data[row]! - startOf(sends, row) + reads.ends.data[row]! - startOf(reads, row);

/** At most one per operation. */
function checkOwnReads(evidence: Evidence, row: number, sentBy: Int32Array): void {
  const { recording, findings } = evidence;
  const { sends, reads, records } = recording;
  const firstSend = startOf(sends, row);
  if (firstSend === sends.ends.data[row]) return;
  for (let i = firstSend; i < sends.ends.data[row]!; i++) sentBy[sends.records.data[i]!] = row;
  for (let i = startOf(reads, row); i < reads.ends.data[row]!; i++) {
    const record = reads.records.data[i]!;
    if (sentBy[record] !== row) continue;
    const read = { op: lineOf(evidence, row), key: keyNameOf(records, record), value: records.values[record]! };
    addFinding(
      findings,
      "precommitted-read",
      read,
      { size: sizeOf(evidence, row) },
      () =>
        `${who(evidence, row)} polled ${told(evidence, record)} in the same transaction that sent it, before it was committed`,
    );
    return;
  }
}

/** Once per record, at its first reader. */
function checkUnsentReads(evidence: Evidence, row: number, reported: Uint8Array): void {
  const { recording, findings } = evidence;
  const { reads, records, rows } = recording;
  const line = rows.lines.data[row]!;
  for (let i = startOf(reads, row); i < reads.ends.data[row]!; i++) {
    const record = reads.records.data[i]!;
    const invoked = records.firstInvoked.data[record]!;
    if (invoked >= 0 && invoked < line) continue;
    if (reported[record] === 1) continue;
    reported[record] = 1;
    const read = { key: keyNameOf(records, record), value: records.values[record]!, reader: line };
    if (invoked < 0) {
      addFinding(
        findings,
        "phantom-message",
        read,
        { size: sizeOf(evidence, row) },
        () =>
          `${who(evidence, row)} polled ${told(evidence, record)} at offset ${reads.offsets.data[i]}, which nobody ever sent`,
      );
    } else {
      const writer = records.writers.data[record]!;
      addFinding(
        findings,
        "read-before-send",
        { ...read, writer: lineOf(evidence, writer) },
        { size: sizeOf(evidence, row) },
        () =>
          `${who(evidence, row)} polled ${told(evidence, record)} before anybody began to send it (line ${invoked})`,
      );
    }
  }
}

function checkAbortedReads(evidence: Evidence, row: number): void {
  const { recording, findings } = evidence;
  const { reads, records } = recording;
  for (let i = startOf(reads, row); i < reads.ends.data[row]!; i++) {
    const record = reads.records.data[i]!;
    if (!has(records, record, Fate.sentFail)) continue;
    const writer = records.failedWriters.get(record)!;
    const read = {
      key: keyNameOf(records, record),
      value: records.values[record]!,
      writer: lineOf(evidence, writer),
      reader: lineOf(evidence, row),
    };
    addFinding(
      findings,
      "G1a",
      read,
      { size: sizeOf(evidence, row) + sizeOf(evidence, writer) },
      () =>
        `${who(evidence, row)} polled ${told(evidence, record)}, whose send by ${who(evidence, writer)} had failed (aborted read)`,
    );
  }
}
