/**
 * The clean-shutdown marker of a log directory: says that the last process flushed everything before it ended, and in
 * which broker epoch it ran (L-24, L-27, KIP-966).
 *
 *   written (controlled stop) --next boot, before loading--> gone        a crash while loading then counts as unclean
 */
import type { Disk } from "../../core/disk.ts";
import { invariant } from "../../core/invariant.ts";
import type { Rules } from "../rules/rules.ts";

const markerFile = ".kafka_cleanshutdown";

interface CleanShutdown {
  /** Of the process that stopped; -1 if it never got one. */
  readonly brokerEpoch: number;
}

/**
 * After all logs are closed and the checkpoints written. A disk that refuses is left without a marker, and recovered at the
 * next start: Kafka logs the error and stops all the same (LogManager.shutdown).
 */
export function writeCleanShutdown(disk: Disk, brokerEpoch: number): void {
  invariant(disk.readCheckpoint(markerFile) === undefined, "the marker of the last stop is gone before the next one");
  disk.writeCheckpoint(markerFile, brokerEpoch, true);
}

/** At the start of loading: null after an unclean stop. */
export function readAndRemoveCleanShutdown(disk: Disk, rules: Rules): CleanShutdown | null {
  const value = disk.readCheckpoint(markerFile);
  if (rules.log.removesCleanMarker === "at-start") disk.removeCheckpoint(markerFile);
  invariant(value === undefined || typeof value === "number", "a marker names a broker epoch");
  return value === undefined ? null : { brokerEpoch: value };
}

/** When every log of the directory is loaded: whatever the rule, the marker is gone now. */
export const finishLoading = (disk: Disk): void => disk.removeCheckpoint(markerFile);
