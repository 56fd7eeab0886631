/**
 * The metadata log of one controller machine on its own disk: batches of records, one batch per decision, so that a torn
 * tail never splits a decision. Offsets count records.
 *
 *   appended --flush--> committed. With one machine the flush alone commits; brokers and clients see committed records only.
 */
import type { Disk, DiskFile } from "../../core/disk.ts";
import type { MetadataRecord } from "../metadata/records.ts";

export type MetadataBatch = readonly MetadataRecord[];

export interface MetadataLog {
  readonly file: DiskFile<MetadataBatch>;
  /** Every record of the file, by offset. */
  readonly records: MetadataRecord[];
  /** The end offset after each batch that is not committed yet, in order. */
  readonly uncommittedEnds: number[];
  committedBatches: number;
  /** High watermark: the offset after the last committed record. */
  committedEnd: number;
}

const fileName = "__cluster_metadata-0";

/** Opens the log; what is found on the disk is made durable and so committed. */
export function openMetadataLog(disk: Disk): MetadataLog {
  const file = disk.open<MetadataBatch>(fileName);
  file.flush();
  const records: MetadataRecord[] = [];
  for (const batch of file.entries) for (const record of batch) records.push(record);
  return {
    file,
    records,
    uncommittedEnds: [],
    committedBatches: file.entries.length,
    committedEnd: records.length,
  };
}

/** False if the disk refused. */
export function appendBatch(log: MetadataLog, batch: MetadataBatch): boolean {
  if (!log.file.append(batch, bytesOf(batch))) return false;
  for (const record of batch) log.records.push(record);
  log.uncommittedEnds.push(log.records.length);
  return true;
}

/** The first `count` batches of the file are on the platter. */
export function onFlushed(log: MetadataLog, count: number): void {
  while (log.committedBatches < count && log.uncommittedEnds.length > 0) {
    log.committedEnd = log.uncommittedEnds.shift() ?? log.committedEnd;
    log.committedBatches += 1;
  }
}

/** Appends, and returns when the batch is durable. */
export function appendAndFlush(log: MetadataLog, batch: MetadataBatch): boolean {
  if (!appendBatch(log, batch)) return false;
  log.file.flush();
  onFlushed(log, log.file.flushedCount);
  return log.uncommittedEnds.length === 0;
}

/** A batch header as of the record batch format, and some fifty bytes per record. */
const bytesOf = (batch: MetadataBatch): number => 61 + 50 * batch.length;
