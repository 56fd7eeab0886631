/** Rolling: the active segment is closed and a new one opened at the log end (L-13, L-14). */

import { invariant } from "../../core/invariant.ts";
import { forgetDeleted } from "./deleted-segments.ts";
import { flushInBackground } from "./flush.ts";
import { segmentFileName } from "./log-files.ts";
import { type LogEnv, type PartitionLog, requireOrder } from "./partition-log.ts";
import { takeSnapshot } from "./producer-snapshot.ts";
import { openSegment, type Segment } from "./segment.ts";

/**
 * Who: any append, retention. Changes: a new active segment at the log end; a producer snapshot there; what is not
 * flushed below it is asked to be, which will raise the recovery point (onFlushed). An empty active segment stays.
 *
 * Kafka gives a follower's new segment the base offset of the batch that caused the roll; ours starts at the log end,
 * so that a segment always begins where the one before it ended: recovery can tell a torn tail by the gap.
 */
export function rollSegment(log: PartitionLog, env: LogEnv): void {
  const rolled = log.active;
  if (rolled.file.entries.length === 0) return;
  addSegment(log, log.logEndOffset, env);
  requireOrder(log);
  takeSnapshot(log, log.logEndOffset, false);
  flushInBackground(log);
  env.observer.segmentRolled(env.brokerId, log.topicPartition, log.active.baseOffset);
}

/** Opens the next active segment. A deleted file of that name that still waits goes first. */
export function addSegment(log: PartitionLog, baseOffset: number, env: LogEnv): Segment {
  const last = log.segments[log.segments.length - 1];
  invariant(last === undefined || last.baseOffset < baseOffset, "segments are in the order of their base offsets");
  forgetDeleted(log, segmentFileName(log.topicPartition, baseOffset));
  const segment = openSegment(log.disk, log.topicPartition, baseOffset, env.wallClockMs(), env.brokerId);
  invariant(segment.file.entries.length === 0, "a new segment is empty");
  log.segments.push(segment);
  log.active = segment;
  return segment;
}
