/** Deleting a replica's log: the topic was deleted, or the replica was reassigned away. */
import type { Disk } from "../../core/disk.ts";
import { invariant } from "../../core/invariant.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { forgetInCheckpoints } from "./checkpoints.ts";
import {
  cleanerCheckpoint,
  deletedSegments,
  leaderEpochCheckpoint,
  listSegments,
  producerSnapshots,
  segmentFileName,
} from "./log-files.ts";
import type { LogEnv, PartitionLog } from "./partition-log.ts";

/**
 * Removes every trace from the disk. Kafka renames the directory and removes it after file.delete.delay.ms; nothing in
 * the protocol sees the difference, and the partition may be created here anew at any time. False when the disk refused.
 */
export function deleteLog(log: PartitionLog, disk: Disk, env: LogEnv): boolean {
  invariant(log.disk === disk, "a log is deleted where it lies");
  const tp = log.topicPartition;
  const deleted = deleteFiles(disk, tp);
  log.deletedSegments.length = 0;
  env.observer.logDeleted(env.brokerId, tp);
  return deleted;
}

/** The same for a copy that was never opened. */
export function deleteFiles(disk: Disk, tp: TopicPartition): boolean {
  for (const baseOffset of listSegments(disk, tp)) disk.remove(segmentFileName(tp, baseOffset));
  invariant(listSegments(disk, tp).length === 0, "no segment of a deleted log is left");
  disk.removeCheckpoint(leaderEpochCheckpoint(tp));
  disk.removeCheckpoint(producerSnapshots(tp));
  disk.removeCheckpoint(cleanerCheckpoint(tp));
  disk.removeCheckpoint(deletedSegments(tp));
  for (const name of [leaderEpochCheckpoint(tp), producerSnapshots(tp), cleanerCheckpoint(tp), deletedSegments(tp)])
    invariant(disk.readCheckpoint(name) === undefined, "no checkpoint of a deleted log is left");
  return forgetInCheckpoints(disk, tp);
}
