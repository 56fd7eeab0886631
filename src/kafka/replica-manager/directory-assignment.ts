/**
 * Which directory holds a replica, as this broker decided when it made it, noted durably in every directory that works.
 * Kafka has the controller keep it (KIP-858). Without the note a directory that failed, and comes back after its replica
 * was made anew elsewhere, would pass its old copy off as the replica.
 */
import type { TopicPartition } from "../topic-partition.ts";
import type { LogDirectory } from "./log-directory.ts";

const checkpoint = "replica-directories";

interface Assignment {
  readonly directoryId: number;
  /** Offset of the metadata under which it was made: the largest is the latest. */
  readonly metadataOffset: number;
}

export type Assignments = ReadonlyMap<TopicPartition, Assignment>;

/** `refused` is told of each directory whose disk does not take the note: one that misses it would mislead the next start. */
export function noteAssignment(
  directories: readonly LogDirectory[],
  tp: TopicPartition,
  directory: LogDirectory,
  metadataOffset: number,
  refused: (directoryIndex: number) => void,
): void {
  if (directories.length < 2) return;
  for (const one of directories) {
    if (one.offline) continue;
    const noted = new Map(notedIn(one)).set(tp, { directoryId: directory.id, metadataOffset });
    if (!one.disk.writeCheckpoint(checkpoint, noted, true)) refused(one.index);
  }
}

/** What the directories that can be read say together. */
export function readAssignments(directories: readonly LogDirectory[]): Assignments {
  const latest = new Map<TopicPartition, Assignment>();
  for (const directory of directories) {
    if (directory.offline) continue;
    for (const [tp, noted] of notedIn(directory)) {
      if (noted.metadataOffset >= (latest.get(tp)?.metadataOffset ?? -1)) latest.set(tp, noted);
    }
  }
  return latest;
}

/**
 * What to do with a copy found in a directory: it is the replica; or the replica lies in another directory, which may be
 * one of those that cannot be read now.
 */
export function judgeCopy(
  assignments: Assignments,
  directories: readonly LogDirectory[],
  directory: LogDirectory,
  tp: TopicPartition,
): "replica" | "stray" | "elsewhere-offline" {
  const assigned = assignments.get(tp)?.directoryId ?? directory.id;
  if (assigned === directory.id) return "replica";
  const isReadable = directories.some((one) => !one.offline && one.id === assigned);
  return isReadable || directories.every((one) => !one.offline) ? "stray" : "elsewhere-offline";
}

function notedIn(directory: LogDirectory): Assignments {
  const noted = directory.disk.readCheckpoint(checkpoint);
  return noted instanceof Map ? noted : new Map();
}
