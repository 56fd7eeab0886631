/**
 * The timers of the replica manager: kind + 32 * object. All but the fetchers' have one object; periodic ones arm
 * themselves again, deadlines are armed lazily (one timer for the earliest, none per request).
 */
import type { NodeId } from "../../core/ids.ts";
import type { TimerKey } from "../../core/machine.ts";

/** Beside those of the broker (broker/timers.ts), from one row of numbers. */
export const ReplicaTimer = {
  alterPartitionRetry: 8,
  alterPartitionTimeout: 9,
  fetchTimeout: 14,
  fetchRetry: 15,
  isrCheck: 16,
  highWatermarkCheckpoint: 17,
  recoveryPointCheckpoint: 18,
  logStartCheckpoint: 19,
  retention: 20,
  cleaner: 21,
  flush: 22,
  producerExpiry: 23,
  produceDeadline: 24,
  fetchDeadline: 25,
  deleteRecordsDeadline: 26,
} as const;

const kinds = 32;

/** The timer of a kind for the fetcher of this leader. */
export const timerFor = (kind: number, leader: NodeId): TimerKey => kind + kinds * leader;
export const kindOf = (timer: TimerKey): number => timer % kinds;
export const objectOf = (timer: TimerKey): number => Math.floor(timer / kinds);
