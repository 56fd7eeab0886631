/**
 * Start: the directories are read, the clean-shutdown markers taken away before any log is touched (L-24), the logs
 * opened. What recovery scans takes virtual time: all directories at once, in each num.recovery.threads.per.data.dir logs
 * at once, but one log never faster than one thread (LogManager.loadLogs).
 */
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import { finishLoading, readAndRemoveCleanShutdown } from "../log/clean-shutdown.ts";
import { deleteFiles } from "../log/delete-log.ts";
import { listLogs } from "../log/log-files.ts";
import { openLog } from "../log/open-log.ts";
import type { Rules } from "../rules/rules.ts";
import { type Assignments, judgeCopy, readAssignments } from "./directory-assignment.ts";
import { addHosted, newHosted } from "./hosted-partition.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { ReplicaManager } from "./replica-manager.ts";

/** Time to scan one segment after an unclean stop, and to open one after a clean stop: constants of this model. */
const scanMsPerSegment: Millis = 20;
const openMsPerSegment: Millis = 1;

interface CleanStop {
  /** By directory: whether it was closed cleanly. */
  readonly clean: readonly boolean[];
  /** -1 unless every directory is there and names the same epoch (LogManager.readBrokerEpochFromCleanShutdownFiles). */
  readonly previousBrokerEpoch: number;
}

export function takeCleanShutdownMarkers(directories: readonly LogDirectory[], rules: Rules): CleanStop {
  const clean: boolean[] = [];
  let previousBrokerEpoch = -1;
  let agreed = true;
  for (const directory of directories) {
    const marker = directory.offline ? null : readAndRemoveCleanShutdown(directory.disk, rules);
    invariant(clean.length === directory.index, "directories stand by their index");
    clean.push(marker !== null);
    const epoch = marker?.brokerEpoch ?? -1;
    if (epoch < 0 || (previousBrokerEpoch >= 0 && epoch !== previousBrokerEpoch)) agreed = false;
    else previousBrokerEpoch = epoch;
  }
  return { clean, previousBrokerEpoch: agreed ? previousBrokerEpoch : -1 };
}

/** Opens every log found. Returns how long that takes. */
export function openLogs(manager: ReplicaManager, stop: CleanStop): Millis {
  invariant(stop.clean.length === manager.directories.length, "each directory was left cleanly, or was not");
  invariant(manager.partitions.sorted.length === 0, "logs are opened once in the life of a process");
  let longestMs = 0;
  const assignments = readAssignments(manager.directories);
  for (const directory of manager.directories) {
    if (directory.offline) continue;
    const work = openLogsIn(manager, directory, assignments, stop.clean[directory.index] === true);
    const threads = Math.max(1, manager.env.config.numRecoveryThreadsPerDataDir);
    longestMs = Math.max(longestMs, work.longestLogMs, Math.ceil(work.allLogsMs / threads));
  }
  return longestMs;
}

/** How long one thread takes. */
interface Work {
  readonly allLogsMs: Millis;
  readonly longestLogMs: Millis;
}

function openLogsIn(manager: ReplicaManager, directory: LogDirectory, assignments: Assignments, clean: boolean): Work {
  let allLogsMs = 0;
  let longestLogMs = 0;
  for (const tp of listLogs(directory.disk)) {
    if (manager.partitions.byKey.has(tp)) continue;
    const copy = judgeCopy(assignments, manager.directories, directory, tp);
    if (copy === "stray" && !deleteFiles(directory.disk, tp)) manager.env.logDirFailed(directory.index);
    if (copy === "elsewhere-offline") addHosted(manager.partitions, newHosted(tp, null, null));
    if (copy !== "replica") continue;
    const log = openLog(directory.disk, directory.index, tp, manager.port.options.topicDefaults, manager.env, clean);
    addHosted(manager.partitions, newHosted(tp, directory, log));
    invariant(log.topicPartition === tp && log.diskIndex === directory.index, "a log is opened where it was found");
    if (log.storageFailed) manager.env.logDirFailed(directory.index);
    const logMs = log.segments.length * openMsPerSegment + log.recoveredSegments * scanMsPerSegment;
    allLogsMs += logMs;
    longestLogMs = Math.max(longestLogMs, logMs);
  }
  return { allLogsMs, longestLogMs };
}

/** Every log is loaded. */
export function finishRecovery(manager: ReplicaManager): void {
  for (const { partition } of manager.partitions.sorted)
    invariant(partition === null, "no replica has a role before all logs are loaded");
  for (const directory of manager.directories) if (!directory.offline) finishLoading(directory.disk);
}
