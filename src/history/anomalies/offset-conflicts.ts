/** `inconsistent-offsets` and `duplicate`: a log holds one record per offset, and each record at one offset. */
import { type Evidence, told, valueText } from "./evidence.ts";
import { addFinding } from "./findings.ts";

/** Of what one anomaly lists. */
const shown = 32;

export function checkInconsistentOffsets(evidence: Evidence): void {
  const { order, recording, findings } = evidence;
  const { keys, values: byRecord } = recording.records;
  for (const [number, { offsets, starts, records }] of order.logs.entries()) {
    for (let index = 0; index < offsets.length; index++) {
      const count = starts[index + 1]! - starts[index]!;
      if (count < 2) continue;
      const key = keys[number]!;
      const offset = offsets[index]!;
      const values = Array.from(
        records.subarray(starts[index]!, starts[index]! + Math.min(count, shown)),
        (record) => byRecord[record]!,
      );
      addFinding(
        findings,
        "inconsistent-offsets",
        { key, offset, index, values },
        { size: count, weight: count },
        () => {
          const list = `${values.slice(0, 4).map(valueText).join(", ")}${count > 4 ? ", …" : ""}`;
          return `clients saw ${count} different records at offset ${offset} of partition ${key}: ${list}`;
        },
      );
    }
  }
}

export function checkDuplicates(evidence: Evidence): void {
  const { order, recording, findings } = evidence;
  const { values, keyOf, keys } = recording.records;
  for (const [record, offsets] of [...order.duplicates].sort(([a], [b]) => a - b)) {
    const count = offsets.length;
    const key = keys[keyOf.data[record]!]!;
    const duplicate = { key, value: values[record]!, count, offsets: offsets.slice(0, shown) };
    addFinding(findings, "duplicate", duplicate, { size: count, weight: count }, () => {
      const list = `${offsets.slice(0, 6).join(", ")}${count > 6 ? ", …" : ""}`;
      return `${told(evidence, record)} is in the log ${count === 2 ? "twice" : `${count} times`}, at offsets ${list}`;
    });
  }
}
