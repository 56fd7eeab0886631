/** `inconsistent-offsets` and `duplicate`: a log holds one record per offset, and each record at one offset. */
import { type Evidence, told, valueText } from "./evidence.ts";
import { addFinding } from "./findings.ts";

export function checkInconsistentOffsets(evidence: Evidence): void {
  const { order, recording, findings } = evidence;
  const { keys, values: valueBy } = recording.records;
  for (const [key, log] of order.logs.entries()) {
    for (let index = 0; index < log.offsets.length; index++) {
      const records = log.records.subarray(log.starts[index], log.starts[index + 1]);
      if (records.length < 2) continue;
      const values = Array.from(records, (record) => valueBy[record]!);
      const offset = log.offsets[index]!;
      addFinding(
        findings,
        "inconsistent-offsets",
        { key: keys[key]!, offset, index, values },
        { size: values.length },
        () =>
          `offset ${offset} of partition ${keys[key]} holds ${values.length} different records for different clients: ${values.slice(0, 4).map(valueText).join(", ")}${values.length > 4 ? ", …" : ""}`,
      );
    }
  }
}

export function checkDuplicates(evidence: Evidence): void {
  const { order, recording, findings } = evidence;
  const { values, keyOf, keys } = recording.records;
  for (let record = 0; record < values.length; record++) {
    if (order.first[record] === order.last[record]) continue;
    const key = keyOf.data[record]!;
    const offsets = offsetsOf(evidence, record);
    const duplicate = { key: keys[key]!, value: values[record]!, count: offsets.length, offsets };
    addFinding(
      findings,
      "duplicate",
      duplicate,
      { size: offsets.length, weight: offsets.length },
      () =>
        `${told(evidence, record)} is in the log ${offsets.length} times, at offsets ${offsets.slice(0, 6).join(", ")}${offsets.length > 6 ? ", …" : ""}`,
    );
  }
}

function offsetsOf({ order, recording }: Evidence, record: number): readonly number[] {
  const log = order.logs[recording.records.keyOf.data[record]!]!;
  const offsets: number[] = [];
  for (let place = order.first[record]!; place <= order.last[record]!; place++) {
    if (log.records.subarray(log.starts[place], log.starts[place + 1]).includes(record))
      offsets.push(log.offsets[place]!);
  }
  return offsets;
}
