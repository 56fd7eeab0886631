/** What every check reads: the recording and the logs rebuilt from it, with the words in which operations are told. */
import { Role } from "../operation-kind.ts";
import type { Line, Value } from "./client-operation.ts";
import type { Findings } from "./findings.ts";
import type { Recording } from "./recording.ts";
import { keyNameOf } from "./records.ts";
import { recordAt, type VersionOrder } from "./version-order.ts";

export interface Evidence {
  readonly recording: Recording;
  readonly order: VersionOrder;
  readonly findings: Findings;
}

export const lineOf = ({ recording }: Evidence, row: number): Line => recording.rows.lines.data[row]!;

/** `record "a" of partition x`. */
export const told = ({ recording: { records } }: Evidence, record: number): string =>
  `record ${valueText(records.values[record]!)} of partition ${keyNameOf(records, record)}`;

export const valueText = (value: Value): string => JSON.stringify(value);

/** `process 3 (line 17)`. */
export const who = ({ recording: { rows } }: Evidence, row: number): string =>
  `process ${rows.processes.data[row]} (line ${rows.lines.data[row]})`;

const shown = 32;

/** The values between two places of a partition's log; the first few where there are many. */
export function between({ recording, order }: Evidence, key: number, after: number, before: number): readonly Value[] {
  const log = order.logs[key]!;
  const values: Value[] = [];
  for (let place = after + 1; place < before && values.length < shown; place++) {
    values.push(recording.records.values[recordAt(log, place)]!);
  }
  return values;
}

export const listText = (values: readonly Value[], count: number = values.length): string => {
  const few = values.slice(0, 3).map(valueText).join(", ");
  return count > 3 ? `${few}, … (${count} records)` : few;
};

export const isRecordStep = ({ rows }: Recording, row: number): boolean => (rows.roles.data[row]! & Role.records) !== 0;
