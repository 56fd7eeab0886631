/**
 * What a broker does again and again (ReplicaManager.startup, LogManager.startup). Each task arms its own timer anew and
 * looks first whether anything can be due, so that an idle cluster costs little.
 */
import type { TimerKey } from "../../core/machine.ts";
import type { Millis } from "../../core/time.ts";
import { writeHighWatermarkCheckpoint, writeLogStartCheckpoint, writeRecoveryPointCheckpoint } from "../log/checkpoints.ts";
import { cleanIfDue } from "../log/compaction.ts";
import { flushIfDue } from "../log/flush.ts";
import type { PartitionLog } from "../log/partition-log.ts";
import { expireProducers } from "../log/producer-expiry.ts";
import { deleteOldSegments } from "../log/retention.ts";
import { onIsrCheckTimer } from "../replication/isr.ts";
import type { HostedPartition } from "./hosted-partition.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { BrokerState } from "./state.ts";
import { Timer } from "./timers.ts";

/** Kafka waits so long before the first run of the log manager's tasks (log.initial.task.delay.ms). */
const longestTimerMs: Millis = 0x7fffffff;

export function startPeriodicTasks(state: BrokerState): void {
  const { config } = state;
  arm(state, Timer.isrCheck, isrCheckMs(state));
  arm(state, Timer.highWatermarkCheckpoint, config.replicaHighWatermarkCheckpointIntervalMs);
  arm(state, Timer.recoveryPointCheckpoint, config.logFlushOffsetCheckpointIntervalMs);
  arm(state, Timer.logStartCheckpoint, config.logFlushStartOffsetCheckpointIntervalMs);
  arm(state, Timer.retention, config.logRetentionCheckIntervalMs);
  arm(state, Timer.flush, config.logFlushSchedulerIntervalMs);
  arm(state, Timer.producerExpiry, config.producerIdExpirationCheckIntervalMs);
  if (config.logCleanerEnable) arm(state, Timer.cleaner, config.logCleanerBackoffMs);
}

/** An interval that Kafka writes as Long.MAX_VALUE means never. */
function arm(state: BrokerState, timer: TimerKey, intervalMs: Millis): void {
  if (intervalMs < longestTimerMs) state.context.setTimer(timer, Math.max(1, intervalMs));
}

/** Shrinks are looked for at half the lag time, so a stalled follower leaves after 1 to 1.5 times of it. */
const isrCheckMs = (state: BrokerState): Millis => Math.max(1, Math.floor(state.config.replicaLagTimeMaxMs / 2));

export function onIsrCheck(state: BrokerState): void {
  for (const hosted of state.partitions.sorted) {
    if (hosted.partition !== null) onIsrCheckTimer(hosted.partition, state.env);
  }
  arm(state, Timer.isrCheck, isrCheckMs(state));
}

export function onHighWatermarkCheckpoint(state: BrokerState): void {
  for (const directory of state.directories) checkpointHighWatermarks(state, directory);
  arm(state, Timer.highWatermarkCheckpoint, state.config.replicaHighWatermarkCheckpointIntervalMs);
}

/** Written only if one of the directory's high watermarks differs from the one written last. */
export function checkpointHighWatermarks(state: BrokerState, directory: LogDirectory): void {
  if (directory.offline) return;
  let changed = false;
  for (const hosted of state.partitions.sorted) {
    if (hosted.directory !== directory || hosted.log === null) continue;
    if (hosted.log.highWatermark === hosted.checkpointedHighWatermark) continue;
    hosted.checkpointedHighWatermark = hosted.log.highWatermark;
    changed = true;
  }
  if (changed) writeHighWatermarkCheckpoint(directory.disk, logsIn(state, directory));
}

export function onRecoveryPointCheckpoint(state: BrokerState): void {
  for (const directory of state.directories) {
    if (!directory.offline) writeRecoveryPointCheckpoint(directory.disk, logsIn(state, directory));
  }
  arm(state, Timer.recoveryPointCheckpoint, state.config.logFlushOffsetCheckpointIntervalMs);
}

export function onLogStartCheckpoint(state: BrokerState): void {
  for (const directory of state.directories) {
    if (!directory.offline) writeLogStartCheckpoint(directory.disk, logsIn(state, directory));
  }
  arm(state, Timer.logStartCheckpoint, state.config.logFlushStartOffsetCheckpointIntervalMs);
}

/** The logs of a directory, in the order of their keys. */
export const logsIn = (state: BrokerState, directory: LogDirectory): PartitionLog[] => {
  const logs: PartitionLog[] = [];
  for (const hosted of state.partitions.sorted) {
    if (hosted.directory === directory && hosted.log !== null) logs.push(hosted.log);
  }
  return logs;
};

export function onRetention(state: BrokerState): void {
  for (const hosted of state.partitions.sorted) {
    if (hosted.log === null || hosted.offline) continue;
    if (deleteOldSegments(hosted.log, state.env) > 0) state.env.hostedMoved(hosted);
    reportFailure(state, hosted);
  }
  arm(state, Timer.retention, state.config.logRetentionCheckIntervalMs);
}

export function onCleaner(state: BrokerState): void {
  for (const hosted of state.partitions.sorted) {
    if (hosted.log === null || hosted.offline || !hosted.log.config.cleanupPolicy.includes("compact")) continue;
    cleanIfDue(hosted.log, state.env);
    reportFailure(state, hosted);
  }
  arm(state, Timer.cleaner, state.config.logCleanerBackoffMs);
}

export function onFlush(state: BrokerState): void {
  for (const hosted of state.partitions.sorted) {
    if (hosted.log !== null && !hosted.offline) flushIfDue(hosted.log, state.env);
  }
  arm(state, Timer.flush, state.config.logFlushSchedulerIntervalMs);
}

export function onProducerExpiry(state: BrokerState): void {
  for (const hosted of state.partitions.sorted) {
    if (hosted.log !== null && !hosted.offline) expireProducers(hosted.log, state.env, state.config.producerIdExpirationMs);
  }
  arm(state, Timer.producerExpiry, state.config.producerIdExpirationCheckIntervalMs);
}

function reportFailure(state: BrokerState, hosted: HostedPartition): void {
  if (hosted.log?.storageFailed === true && hosted.directory !== null) state.env.logDirFailed(hosted.directory.index);
}
