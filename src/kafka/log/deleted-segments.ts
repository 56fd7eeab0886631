/**
 * Segments that left the log (L-43): Kafka renames their files at once and removes them after file.delete.delay.ms.
 *
 * The disk of this model renames nothing, so a checkpoint holds the names instead. It is not fsynced, as the rename is
 * not: after a power loss deleted segments may be back, and retention deletes them again.
 */

import type { Disk } from "../../core/disk.ts";
import { invariant } from "../../core/invariant.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { deletedSegments } from "./log-files.ts";
import type { LogEnv, PartitionLog } from "./partition-log.ts";
import type { Segment } from "./segment.ts";

/** The segment is out of the log; its file waits. */
export function deleteLater(log: PartitionLog, segment: Segment, env: LogEnv): void {
  invariant(segment !== log.active, "the active segment stays");
  invariant(segment.baseOffset < log.highWatermark, "no segment above the high watermark is deleted");
  log.deletedSegments.push({ file: segment.file.name, removeAtMs: env.nowMs() + log.config.fileDeleteDelayMs });
}

/**
 * Writes the names down, so that a restart does not take the files for segments. `durable` when a name left the list
 * because a new segment has it: that one must not be taken for the deleted one.
 */
export function writeDeleted(log: PartitionLog, durable: boolean): void {
  const names = log.deletedSegments.map((deleted) => deleted.file);
  const name = deletedSegments(log.topicPartition);
  if (names.length === 0) log.disk.removeCheckpoint(name);
  else if (!log.disk.writeCheckpoint(name, names, durable)) log.storageFailed = true;
}

/** Removes the files whose time has come. Returns how many. */
export function removeDeletedFiles(log: PartitionLog, env: LogEnv): number {
  const nowMs = env.nowMs();
  let removed = 0;
  while (removed < log.deletedSegments.length && log.deletedSegments[removed]!.removeAtMs <= nowMs) {
    log.disk.remove(log.deletedSegments[removed]!.file);
    removed++;
  }
  if (removed === 0) return 0;
  log.deletedSegments.splice(0, removed);
  writeDeleted(log, false);
  return removed;
}

/** A new segment needs the name of one that still waits. */
export function forgetDeleted(log: PartitionLog, file: string): void {
  const index = log.deletedSegments.findIndex((deleted) => deleted.file === file);
  if (index < 0) return;
  log.disk.remove(file);
  log.deletedSegments.splice(index, 1);
  writeDeleted(log, true);
}

/** At boot: what was deleted and is still there goes at once (LogLoader.removeTempFilesAndCollectSwapFiles). */
export function removeDeletedAtBoot(disk: Disk, tp: TopicPartition): void {
  const names = disk.readCheckpoint(deletedSegments(tp));
  if (!Array.isArray(names)) return;
  const present = new Set(disk.files());
  for (const name of names) if (typeof name === "string" && present.has(name)) disk.remove(name);
  disk.removeCheckpoint(deletedSegments(tp));
}
