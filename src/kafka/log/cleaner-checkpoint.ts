/** How far compaction has cleaned a log: the end of the clean part, on disk with fsync (L-22, L-50). */
import type { Disk } from "../../core/disk.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { cleanerCheckpoint } from "./log-files.ts";
import type { PartitionLog } from "./partition-log.ts";

export function writeCleanerCheckpoint(log: PartitionLog): void {
  const name = cleanerCheckpoint(log.topicPartition);
  if (!log.disk.writeCheckpoint(name, log.firstDirtyOffset, true)) log.storageFailed = true;
}

/** 0 when nothing was ever cleaned. */
export function readCleanerCheckpoint(disk: Disk, tp: TopicPartition): number {
  const value = disk.readCheckpoint(cleanerCheckpoint(tp));
  return typeof value === "number" ? value : 0;
}
