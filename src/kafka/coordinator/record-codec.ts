/** How the records of a coordinator stand in their topic. */
import type { RecordValue } from "../records.ts";

/** A record as it stands in the log. A null value is a tombstone. */
export interface EncodedRecord {
  readonly key: string;
  readonly value: Exclude<RecordValue, string>;
  readonly sizeInBytes: number;
}

export interface RecordCodec<LedgerRecord> {
  encode(record: LedgerRecord): EncodedRecord;
  decode(key: string, value: RecordValue): LedgerRecord;
}
