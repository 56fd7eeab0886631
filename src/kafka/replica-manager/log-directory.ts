/**
 * The directories of log.dirs, one on each disk (KIP-112, KIP-858).
 *
 *   online --a write failed--> offline, until the process starts again (L-15, KAFKA-10778)
 *
 * A failed directory takes only its own replicas offline; when the last one fails the broker halts.
 */
import type { Disk } from "../../core/disk.ts";
import { mix3 } from "../../core/mix.ts";
import type { KafkaContext } from "../context.ts";

export interface LogDirectory {
  readonly index: number;
  readonly disk: Disk;
  /** directory.id of meta.properties; a wiped disk gets a new one. 0: the directory could not be read at boot. */
  readonly id: number;
  offline: boolean;
  /** How many replicas lie here, offline ones included. */
  replicas: number;
}

const metaProperties = "meta.properties";

/** Reads the ids of the directories, naming those of empty disks. */
export function openDirectories(brokerId: number, context: KafkaContext): LogDirectory[] {
  const directories: LogDirectory[] = [];
  for (let index = 0; index < context.disks.length; index++) {
    const disk = context.disks[index]!;
    const id = disk.healthy ? directoryId(disk, mix3(brokerId, context.incarnation, index)) : 0;
    directories.push({ index, disk, id, offline: id === 0, replicas: 0 });
  }
  return directories;
}

function directoryId(disk: Disk, newId: number): number {
  const known = disk.readCheckpoint(metaProperties);
  if (typeof known === "number") return known;
  // Not 0, which says "unknown".
  const id = newId === 0 ? 1 : newId;
  return disk.writeCheckpoint(metaProperties, id, true) ? id : 0;
}

/** Where a new replica goes: the directory with the fewest replicas, not the emptiest (LogManager.nextLogDirs). */
export function directoryForNewReplica(directories: readonly LogDirectory[]): LogDirectory | null {
  let fewest: LogDirectory | null = null;
  for (const directory of directories) {
    if (!directory.offline && (fewest === null || directory.replicas < fewest.replicas)) fewest = directory;
  }
  return fewest;
}

export const isAnyOffline = (directories: readonly LogDirectory[]): boolean => directories.some((one) => one.offline);

export const areAllOffline = (directories: readonly LogDirectory[]): boolean => directories.every((one) => one.offline);

export const onlineDirectoryIds = (directories: readonly LogDirectory[]): readonly number[] =>
  directories.filter((directory) => !directory.offline).map((directory) => directory.id);

/** Ids of the directories that failed; one that could not even be read at boot has none to tell. */
export const offlineDirectoryIds = (directories: readonly LogDirectory[]): readonly number[] =>
  directories.filter((directory) => directory.offline && directory.id !== 0).map((directory) => directory.id);
