/**
 * How a partition's log is laid out on a disk: `<topicPartition>/<baseOffset>.log` for each segment, and small
 * checkpoints `<topicPartition>/<what>` beside them (L-22).
 */
import type { Disk } from "../../core/disk.ts";
import type { TopicPartition } from "../topic-partition.ts";

export const segmentFileName = (tp: TopicPartition, baseOffset: number): string => `${tp}/${baseOffset}.log`;

export const leaderEpochCheckpoint = (tp: TopicPartition): string => `${tp}/leader-epoch-checkpoint`;
export const producerSnapshots = (tp: TopicPartition): string => `${tp}/producer-snapshots`;
export const cleanerCheckpoint = (tp: TopicPartition): string => `${tp}/cleaner-offset-checkpoint`;
/** Segments that left the log and wait for file.delete.delay.ms: stands for Kafka's `.deleted` suffix. */
export const deletedSegments = (tp: TopicPartition): string => `${tp}/deleted-segments`;

/** The partition to which a segment file belongs (a `flushed` input names the file). */
export const topicPartitionOfFile = (file: string): TopicPartition => Number(file.slice(0, file.indexOf("/")));

const baseOffsetOfFile = (file: string): number => Number(file.slice(file.indexOf("/") + 1, -".log".length));

/** The partitions that have a log on this disk, ascending. */
export function listLogs(disk: Disk): TopicPartition[] {
  const found = new Set<TopicPartition>();
  for (const file of disk.files()) if (file.endsWith(".log")) found.add(topicPartitionOfFile(file));
  return [...found].sort((a, b) => a - b);
}

/** Base offsets of the segment files of a partition, ascending. */
export function listSegments(disk: Disk, tp: TopicPartition): number[] {
  const prefix = `${tp}/`;
  const found: number[] = [];
  for (const file of disk.files()) {
    if (file.startsWith(prefix) && file.endsWith(".log")) found.push(baseOffsetOfFile(file));
  }
  return found.sort((a, b) => a - b);
}
