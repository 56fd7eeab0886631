/**
 * What a broker does again and again (ReplicaManager.startup, LogManager.startup). Each task arms its own timer anew and
 * looks first whether anything can be due, so that an idle cluster costs little.
 */
import type { TimerKey } from "../../core/machine.ts";
import type { Millis } from "../../core/time.ts";
import { cleanIfDue } from "../log/compaction.ts";
import { flushIfDue } from "../log/flush.ts";
import type { PartitionLog } from "../log/partition-log.ts";
import { expireProducers } from "../log/producer-expiry.ts";
import { deleteOldSegments } from "../log/retention.ts";
import { onIsrCheckTimer } from "../replication/isr.ts";
import { partitionMoved } from "../replication/partition.ts";
import {
  checkpointAll,
  highWatermarkCheckpoint,
  logStartCheckpoint,
  recoveryPointCheckpoint,
} from "./checkpoint-task.ts";
import { onlinePartition } from "./hosted-partition.ts";
import type { BrokerState } from "./state.ts";
import { Timer } from "./timers.ts";

/** Intervals from here on mean never, as Kafka's Long.MAX_VALUE. */
const neverMs: Millis = 0x7fffffff;

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

function arm(state: BrokerState, timer: TimerKey, intervalMs: Millis): void {
  if (intervalMs < neverMs) state.context.setTimer(timer, Math.max(1, intervalMs));
}

/** Shrinks are looked for at half the lag time, so a stalled follower leaves after 1 to 1.5 times of it. */
const isrCheckMs = (state: BrokerState): Millis => Math.max(1, Math.floor(state.config.replicaLagTimeMaxMs / 2));

export function onIsrCheck(state: BrokerState): void {
  for (const hosted of state.partitions.sorted) {
    if (hosted.partition !== null && hosted.status === "online") onIsrCheckTimer(hosted.partition, state.env);
  }
  arm(state, Timer.isrCheck, isrCheckMs(state));
}

export function onHighWatermarkCheckpoint(state: BrokerState): void {
  checkpointAll(state, highWatermarkCheckpoint);
  arm(state, Timer.highWatermarkCheckpoint, state.config.replicaHighWatermarkCheckpointIntervalMs);
}

export function onRecoveryPointCheckpoint(state: BrokerState): void {
  checkpointAll(state, recoveryPointCheckpoint);
  arm(state, Timer.recoveryPointCheckpoint, state.config.logFlushOffsetCheckpointIntervalMs);
}

export function onLogStartCheckpoint(state: BrokerState): void {
  checkpointAll(state, logStartCheckpoint);
  arm(state, Timer.logStartCheckpoint, state.config.logFlushStartOffsetCheckpointIntervalMs);
}

/** Runs one task over the logs that are online, in the order of their keys; a log whose disk refused fails its directory. */
function overLogs(state: BrokerState, task: (log: PartitionLog, state: BrokerState) => void): void {
  for (const { log, status } of state.partitions.sorted) {
    if (log === null || status !== "online") continue;
    task(log, state);
    if (log.storageFailed) state.env.logDirFailed(log.diskIndex);
  }
}

const clean = (log: PartitionLog, state: BrokerState): unknown => cleanIfDue(log, state.env);
const flush = (log: PartitionLog, state: BrokerState): unknown => flushIfDue(log, state.env);
const expire = (log: PartitionLog, state: BrokerState): unknown =>
  expireProducers(log, state.env, state.config.producerIdExpirationMs);

/** A log start that moved is news to followers and to whoever waits for a DeleteRecords. */
function retain(log: PartitionLog, state: BrokerState): void {
  const { logStartOffset } = log;
  deleteOldSegments(log, state.env);
  if (log.logStartOffset === logStartOffset) return;
  const partition = onlinePartition(state.partitions, log.topicPartition);
  if (partition !== null) partitionMoved(partition, state.env);
}

export function onRetention(state: BrokerState): void {
  overLogs(state, retain);
  arm(state, Timer.retention, state.config.logRetentionCheckIntervalMs);
}

export function onCleaner(state: BrokerState): void {
  overLogs(state, clean);
  arm(state, Timer.cleaner, state.config.logCleanerBackoffMs);
}

export function onFlush(state: BrokerState): void {
  overLogs(state, flush);
  arm(state, Timer.flush, state.config.logFlushSchedulerIntervalMs);
}

export function onProducerExpiry(state: BrokerState): void {
  overLogs(state, expire);
  arm(state, Timer.producerExpiry, state.config.producerIdExpirationCheckIntervalMs);
}
