/**
 * What a broker does again and again (ReplicaManager.startup, LogManager.startup). Each task arms its own timer anew and
 * looks first whether anything can be due, so that an idle cluster costs little.
 */
import { invariant } from "../../core/invariant.ts";
import type { TimerKey } from "../../core/machine.ts";
import type { Millis } from "../../core/time.ts";
import { cleanIfDue } from "../log/compaction.ts";
import { flushIfDue, onFlushed } from "../log/flush.ts";
import { topicPartitionOfFile } from "../log/log-files.ts";
import type { PartitionLog } from "../log/partition-log.ts";
import { expireProducers } from "../log/producer-expiry.ts";
import { deleteOldSegments } from "../log/retention.ts";
import { partitionMoved } from "../replication/env.ts";
import { onIsrCheckTimer } from "../replication/isr.ts";
import {
  checkpointAll,
  highWatermarkCheckpoint,
  logStartCheckpoint,
  recoveryPointCheckpoint,
} from "./checkpoint-task.ts";
import { onlinePartition } from "./hosted-partition.ts";
import type { ReplicaManager } from "./replica-manager.ts";
import { ReplicaTimer } from "./timers.ts";

/** Intervals from here on mean never, as Kafka's Long.MAX_VALUE. */
const neverMs: Millis = 0x7fffffff;

export function startPeriodicTasks(manager: ReplicaManager): void {
  const { config } = manager.env;
  arm(manager, ReplicaTimer.isrCheck, isrCheckMs(manager));
  arm(manager, ReplicaTimer.highWatermarkCheckpoint, config.replicaHighWatermarkCheckpointIntervalMs);
  arm(manager, ReplicaTimer.recoveryPointCheckpoint, config.logFlushOffsetCheckpointIntervalMs);
  arm(manager, ReplicaTimer.logStartCheckpoint, config.logFlushStartOffsetCheckpointIntervalMs);
  arm(manager, ReplicaTimer.retention, config.logRetentionCheckIntervalMs);
  arm(manager, ReplicaTimer.flush, config.logFlushSchedulerIntervalMs);
  arm(manager, ReplicaTimer.producerExpiry, config.producerIdExpirationCheckIntervalMs);
  if (config.logCleanerEnable) arm(manager, ReplicaTimer.cleaner, config.logCleanerBackoffMs);
}

function arm(manager: ReplicaManager, timer: TimerKey, intervalMs: Millis): void {
  if (intervalMs < neverMs) manager.port.context.setTimer(timer, Math.max(1, intervalMs));
}

/** Shrinks are looked for at half the lag time, so a stalled follower leaves after 1 to 1.5 times of it. */
const isrCheckMs = (manager: ReplicaManager): Millis =>
  Math.max(1, Math.floor(manager.env.config.replicaLagTimeMaxMs / 2));

export function onIsrCheck(manager: ReplicaManager): void {
  for (const hosted of manager.partitions.sorted) {
    if (hosted.partition === null || hosted.status !== "online") continue;
    invariant(hosted.partition.topicPartition === hosted.topicPartition, "a replica is of the partition it stands for");
    onIsrCheckTimer(hosted.partition, manager.env);
  }
  arm(manager, ReplicaTimer.isrCheck, isrCheckMs(manager));
}

export function onHighWatermarkCheckpoint(manager: ReplicaManager): void {
  checkpointAll(manager, highWatermarkCheckpoint);
  arm(manager, ReplicaTimer.highWatermarkCheckpoint, manager.env.config.replicaHighWatermarkCheckpointIntervalMs);
}

export function onRecoveryPointCheckpoint(manager: ReplicaManager): void {
  checkpointAll(manager, recoveryPointCheckpoint);
  arm(manager, ReplicaTimer.recoveryPointCheckpoint, manager.env.config.logFlushOffsetCheckpointIntervalMs);
}

export function onLogStartCheckpoint(manager: ReplicaManager): void {
  checkpointAll(manager, logStartCheckpoint);
  arm(manager, ReplicaTimer.logStartCheckpoint, manager.env.config.logFlushStartOffsetCheckpointIntervalMs);
}

/** Runs one task over the logs that are online, in the order of their keys; a log whose disk refused fails its directory. */
function overLogs(manager: ReplicaManager, task: (log: PartitionLog, manager: ReplicaManager) => void): void {
  const { sorted } = manager.partitions;
  const hosted = sorted.length;
  for (const { log, status, directory } of sorted) {
    if (log === null || status !== "online") continue;
    invariant(log.diskIndex === directory?.index, "a log lies in the directory of its replica");
    invariant(!log.storageFailed, "a log whose disk refused went offline with the step that wrote");
    task(log, manager);
    if (log.storageFailed) manager.env.logDirFailed(log.diskIndex);
  }
  invariant(sorted.length === hosted, "a periodic task adds no replica and removes none");
}

const clean = (log: PartitionLog, manager: ReplicaManager): unknown => cleanIfDue(log, manager.env);
const flush = (log: PartitionLog, manager: ReplicaManager): unknown => flushIfDue(log, manager.env);
const expire = (log: PartitionLog, manager: ReplicaManager): unknown =>
  expireProducers(log, manager.env, manager.env.config.producerIdExpirationMs);

/** A log start that moved is news to followers and to whoever waits for a DeleteRecords. */
function retain(log: PartitionLog, manager: ReplicaManager): void {
  const { logStartOffset } = log;
  deleteOldSegments(log, manager.env);
  invariant(log.logStartOffset >= logStartOffset, "retention moves a log start forward alone");
  if (log.logStartOffset === logStartOffset) return;
  const partition = onlinePartition(manager.partitions, log.topicPartition);
  if (partition !== null) partitionMoved(partition, manager.env);
}

export function onRetention(manager: ReplicaManager): void {
  overLogs(manager, retain);
  arm(manager, ReplicaTimer.retention, manager.env.config.logRetentionCheckIntervalMs);
}

export function onCleaner(manager: ReplicaManager): void {
  overLogs(manager, clean);
  arm(manager, ReplicaTimer.cleaner, manager.env.config.logCleanerBackoffMs);
}

export function onFlush(manager: ReplicaManager): void {
  overLogs(manager, flush);
  arm(manager, ReplicaTimer.flush, manager.env.config.logFlushSchedulerIntervalMs);
}

export function onProducerExpiry(manager: ReplicaManager): void {
  overLogs(manager, expire);
  arm(manager, ReplicaTimer.producerExpiry, manager.env.config.producerIdExpirationCheckIntervalMs);
}

/** A background flush is done: the log to which the file belongs learns it. */
export function onFlushedFile(manager: ReplicaManager, disk: number, file: string, count: number): void {
  const hosted = manager.partitions.byKey.get(topicPartitionOfFile(file));
  if (hosted === undefined || hosted.log === null || hosted.directory?.index !== disk) return;
  invariant(hosted.log.diskIndex === disk, "a log lies in the directory of its replica");
  onFlushed(hosted.log, file, count);
  if (hosted.log.storageFailed) manager.env.logDirFailed(disk);
}
