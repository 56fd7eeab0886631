/**
 * The timers of the replica manager. All but the fetchers' have one object, theirs is the leader; periodic ones arm
 * themselves again, deadlines are armed lazily (one timer for the earliest, none per request).
 */

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
