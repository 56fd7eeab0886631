/** A clean stop: every log on the platter, checkpoints and markers written. */
import { writeCleanShutdown } from "../log/clean-shutdown.ts";
import { closeLog } from "../log/flush.ts";
import {
  checkpointDirectory,
  highWatermarkCheckpoint,
  logStartCheckpoint,
  logsIn,
  recoveryPointCheckpoint,
} from "./checkpoint-task.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { ReplicaManager } from "./replica-manager.ts";

/** The marker carries the broker epoch, by which the controller will know that nothing was lost (KIP-966). */
export function closeLogs(manager: ReplicaManager): void {
  for (const directory of manager.directories) if (!directory.offline) closeDirectory(manager, directory);
}

function closeDirectory(manager: ReplicaManager, directory: LogDirectory): void {
  const logs = logsIn(manager, directory);
  for (const log of logs) closeLog(log, manager.env);
  checkpointDirectory(manager, directory, recoveryPointCheckpoint);
  checkpointDirectory(manager, directory, highWatermarkCheckpoint);
  checkpointDirectory(manager, directory, logStartCheckpoint);
  // A disk that refused meanwhile holds a log that is not whole: no marker (LogManager.shutdown).
  const failed = manager.failedDirectories.includes(directory) || logs.some((log) => log.storageFailed);
  if (!failed) writeCleanShutdown(directory.disk, manager.port.brokerEpoch());
}
