/**
 * The checkpoints of a log directory: one offset per partition, written with fsync, atomically replaced (L-22;
 * OffsetCheckpointFile). The broker writes them on its timers, and all of them before a clean stop.
 */
import type { Disk } from "../../core/disk.ts";
import { invariant } from "../../core/invariant.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { PartitionLog } from "./partition-log.ts";

const highWatermarkFile = "replication-offset-checkpoint";
const recoveryPointFile = "recovery-point-offset-checkpoint";
const logStartFile = "log-start-offset-checkpoint";

/** Two columns, ascending by partition. */
interface OffsetTable {
  readonly partitions: readonly TopicPartition[];
  readonly offsets: readonly number[];
}

/** Each of these writes the logs of this disk among those given; false when the disk refused. */
export const writeHighWatermarkCheckpoint = (disk: Disk, logs: Iterable<PartitionLog>): boolean =>
  writeTable(disk, highWatermarkFile, logs, highWatermarkOf);
export const writeRecoveryPointCheckpoint = (disk: Disk, logs: Iterable<PartitionLog>): boolean =>
  writeTable(disk, recoveryPointFile, logs, recoveryPointOf);
export const writeLogStartCheckpoint = (disk: Disk, logs: Iterable<PartitionLog>): boolean =>
  writeTable(disk, logStartFile, logs, logStartOf);

/** What the checkpoints say of one partition: 0 where they say nothing. */
export const checkpointedHighWatermark = (disk: Disk, tp: TopicPartition): number =>
  lookUp(disk, highWatermarkFile, tp);
export const checkpointedRecoveryPoint = (disk: Disk, tp: TopicPartition): number =>
  lookUp(disk, recoveryPointFile, tp);
export const checkpointedLogStart = (disk: Disk, tp: TopicPartition): number => lookUp(disk, logStartFile, tp);

/**
 * After a truncation below it (LogManager.truncateTo): new records at old offsets are not flushed, and a crash must not
 * find a checkpoint that says so.
 */
export function lowerRecoveryPointCheckpoint(log: PartitionLog): void {
  const table = readTable(log.disk, recoveryPointFile);
  const index = table === null ? -1 : indexOf(table, log.topicPartition);
  if (table === null || index < 0 || table.offsets[index]! <= log.recoveryPoint) return;
  const value = { partitions: table.partitions, offsets: table.offsets.with(index, log.recoveryPoint) };
  if (!log.disk.writeCheckpoint(recoveryPointFile, value, true)) log.storageFailed = true;
}

/** A deleted log must not lend its offsets to a later one of the same partition. False when the disk refused. */
export function forgetInCheckpoints(disk: Disk, tp: TopicPartition): boolean {
  let written = true;
  for (const file of [highWatermarkFile, recoveryPointFile, logStartFile]) {
    const table = readTable(disk, file);
    const index = table === null ? -1 : indexOf(table, tp);
    if (table === null || index < 0) continue;
    const partitions = table.partitions.filter((_, i) => i !== index);
    const offsets = table.offsets.filter((_, i) => i !== index);
    if (!disk.writeCheckpoint(file, { partitions, offsets }, true)) written = false;
  }
  return written;
}

const highWatermarkOf = (log: PartitionLog): number => log.highWatermark;
const recoveryPointOf = (log: PartitionLog): number => log.recoveryPoint;
const logStartOf = (log: PartitionLog): number => log.logStartOffset;

function writeTable(
  disk: Disk,
  file: string,
  logs: Iterable<PartitionLog>,
  offsetOf: (log: PartitionLog) => number,
): boolean {
  const here: PartitionLog[] = [];
  for (const log of logs) if (log.disk === disk && !log.storageFailed) here.push(log);
  here.sort((a, b) => a.topicPartition - b.topicPartition);
  for (let i = 0; i < here.length; i++) {
    const log = here[i]!;
    invariant(i === 0 || here[i - 1]!.topicPartition < log.topicPartition, "a checkpoint names each partition once");
    invariant(offsetOf(log) >= 0 && offsetOf(log) <= log.logEndOffset, "a checkpointed offset lies in its log");
  }
  const table = { partitions: here.map((log) => log.topicPartition), offsets: here.map(offsetOf) };
  return disk.writeCheckpoint(file, table, true);
}

function lookUp(disk: Disk, file: string, tp: TopicPartition): number {
  const table = readTable(disk, file);
  const index = table === null ? -1 : indexOf(table, tp);
  return table === null || index < 0 ? 0 : table.offsets[index]!;
}

function readTable(disk: Disk, file: string): OffsetTable | null {
  const value = disk.readCheckpoint(file);
  return isTable(value) ? value : null;
}

const isTable = (value: unknown): value is OffsetTable =>
  typeof value === "object" && value !== null && "partitions" in value && "offsets" in value;

function indexOf(table: OffsetTable, tp: TopicPartition): number {
  let low = 0;
  let high = table.partitions.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = table.partitions[middle]!;
    if (found === tp) return middle;
    if (found < tp) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
