/** Stopping: cleanly, with everything on the platter and the marker written, or at once because no directory is left. */

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

import type { BrokerState } from "./state.ts";

/**
 * Closes the logs and ends the process. The marker carries the broker epoch, by which the controller will know that
 * nothing was lost (KIP-966).
 */
export function shutDown(state: BrokerState): void {
  if (state.lifecycle.phase === "SHUTTING_DOWN") return;
  state.lifecycle.phase = "SHUTTING_DOWN";
  for (const directory of state.directories) if (!directory.offline) closeDirectory(state, directory);
  state.context.exit("controlled shutdown");
}

function closeDirectory(state: BrokerState, directory: LogDirectory): void {
  const logs = logsIn(state, directory);
  for (const log of logs) closeLog(log, state.env);
  checkpointDirectory(state, directory, recoveryPointCheckpoint);
  checkpointDirectory(state, directory, highWatermarkCheckpoint);
  checkpointDirectory(state, directory, logStartCheckpoint);
  // A disk that refused meanwhile holds a log that is not whole: no marker (LogManager.shutdown).
  const failed = state.failedDirectories.includes(directory) || logs.some((log) => log.storageFailed);
  if (!failed) writeCleanShutdown(directory.disk, state.lifecycle.brokerEpoch);
}

/** Exit.halt(1): a broker without a directory is of no use. */
export function halt(state: BrokerState, reason: string): void {
  if (state.lifecycle.phase === "SHUTTING_DOWN") return;
  state.lifecycle.phase = "SHUTTING_DOWN";
  state.context.exit(reason);
}
