/**
 * The checkpoints of the log directories (L-22), each on its own interval. A file is written anew only if an offset in it
 * would change: an idle cluster writes nothing.
 */
import type { Disk } from "../../core/disk.ts";
import {
  writeHighWatermarkCheckpoint,
  writeLogStartCheckpoint,
  writeRecoveryPointCheckpoint,
} from "../log/checkpoints.ts";
import type { PartitionLog } from "../log/partition-log.ts";
import type { Checkpointed, HostedPartition } from "./hosted-partition.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { ReplicaManager } from "./replica-manager.ts";

/** One kind of checkpoint: what it holds, and how it is written. */
interface Checkpoint {
  readonly field: keyof Checkpointed;
  offsetOf(log: PartitionLog): number;
  write(disk: Disk, logs: readonly PartitionLog[]): boolean;
}

export const highWatermarkCheckpoint: Checkpoint = {
  field: "highWatermark",
  offsetOf: (log) => log.highWatermark,
  write: writeHighWatermarkCheckpoint,
};
export const recoveryPointCheckpoint: Checkpoint = {
  field: "recoveryPoint",
  offsetOf: (log) => log.recoveryPoint,
  write: writeRecoveryPointCheckpoint,
};
export const logStartCheckpoint: Checkpoint = {
  field: "logStartOffset",
  offsetOf: (log) => log.logStartOffset,
  write: writeLogStartCheckpoint,
};

/** Writes one checkpoint of every directory that is online. */
export function checkpointAll(manager: ReplicaManager, checkpoint: Checkpoint): void {
  for (const directory of manager.directories) {
    if (!directory.offline) checkpointDirectory(manager, directory, checkpoint);
  }
}

export function checkpointDirectory(manager: ReplicaManager, directory: LogDirectory, checkpoint: Checkpoint): void {
  let changed = false;
  for (const hosted of manager.partitions.sorted) {
    if (hosted.directory === directory && hosted.log !== null)
      changed = note(hosted, hosted.log, checkpoint) || changed;
  }
  if (!changed) return;
  if (!checkpoint.write(directory.disk, logsIn(manager, directory))) manager.env.logDirFailed(directory.index);
}

function note(hosted: HostedPartition, log: PartitionLog, checkpoint: Checkpoint): boolean {
  const offset = checkpoint.offsetOf(log);
  if (hosted.checkpointed[checkpoint.field] === offset) return false;
  hosted.checkpointed[checkpoint.field] = offset;
  return true;
}

/** The logs of a directory, in the order of their keys. */
export function logsIn(manager: ReplicaManager, directory: LogDirectory): PartitionLog[] {
  const logs: PartitionLog[] = [];
  for (const hosted of manager.partitions.sorted) {
    if (hosted.directory === directory && hosted.log !== null) logs.push(hosted.log);
  }
  return logs;
}
