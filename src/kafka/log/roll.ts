/** Rolling: the active segment is closed and a new one opened at the log end (L-13, L-14). */

import { invariant } from "../../core/invariant.ts";
import { forgetDeleted } from "./deleted-segments.ts";
import { flushInBackground } from "./flush.ts";
import { segmentFileName } from "./log-files.ts";
import { type LogEnv, type PartitionLog, requireOrder } from "./partition-log.ts";
import { takeSnapshot } from "./producer-snapshot.ts";
import { openSegment, type Segment } from "./segment.ts";

/**
 * Who: any append, retention. Changes: a new active segment at `baseOffset`, the log end or, of a follower whose leader has
 * compacted, the base offset of the batch that comes next (UnifiedLog.maybeRoll); a producer snapshot there; what is not
 * flushed below it is asked to be, which will raise the recovery point (onFlushed). An empty active segment stays.
 */
export function rollSegment(log: PartitionLog, baseOffset: number, env: LogEnv): void {
  const rolled = log.active;
  if (rolled.file.entries.length === 0) return;
  requireOrder(log);
  invariant(baseOffset >= log.logEndOffset, "a segment begins at or above the log end");
  addSegment(log, baseOffset, env);
  takeSnapshot(log, baseOffset, false);
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
