/**
 * Where a follower cuts its log (R-31, R-36; AbstractFetcherThread.getOffsetTruncationState).
 *
 *   leader    0 0 0 2 2 |        asked about epoch 1: "epoch 0 ends at 3"
 *   follower  0 0 1 1 1 |        own epoch 0 ends at 2: cut at min(2, 3) = 2
 *
 *   leader    0 1 1 4 |          asked about epoch 3: "epoch 1 ends at 3"
 *   follower  0 0 3 3 |          epoch 1 unknown here, the largest one below is 0, ending at 2: cut at 2, ask again
 */
import { invariant } from "../../core/invariant.ts";
import { endOffsetForEpoch } from "../log/partition-log.ts";
import { truncateFullyAndStartAt, truncateTo } from "../log/truncation.ts";
import { failIfRefused, partitionMoved, type ReplicaEnv } from "./env.ts";
import type { Partition } from "./partition.ts";

/** The leader's largest epoch not above ours ends at `endOffset` there. True: matched; false: ask again, from a smaller epoch. */
export function truncateByEpoch(partition: Partition, epoch: number, endOffset: number, env: ReplicaEnv): boolean {
  const { log } = partition;
  const own = epoch < 0 ? null : endOffsetForEpoch(log, epoch, env.rules);
  if (own === null || own.endOffset < 0) cut(partition, endOffset, env);
  else if (own.epoch === epoch) cut(partition, Math.min(own.endOffset, endOffset), env);
  else {
    cut(partition, own.endOffset, env);
    // What is kept beyond that is not asked about again.
    return log.logEndOffset > own.endOffset;
  }
  return true;
}

/** The only choice before KIP-101 (defect R-01), and without epochs on either side. */
export function truncateToHighWatermark(partition: Partition, env: ReplicaEnv): void {
  cut(partition, partition.log.highWatermark, env);
}

/**
 * After OFFSET_OUT_OF_RANGE: behind the leader's start, all records here are too old; beyond its end, which only an
 * unclean election can bring about, the surplus goes.
 */
export function continueWithinLeader(
  partition: Partition,
  leaderLogStartOffset: number,
  leaderLogEndOffset: number,
  env: ReplicaEnv,
): void {
  const { log } = partition;
  if (leaderLogEndOffset < log.logEndOffset) cut(partition, leaderLogEndOffset, env);
  else if (leaderLogStartOffset > log.logEndOffset) {
    truncateFullyAndStartAt(log, leaderLogStartOffset, partition.leaderEpoch, env);
    failIfRefused(partition, env);
    partitionMoved(partition, env);
  }
}

function cut(partition: Partition, divergesAt: number, env: ReplicaEnv): void {
  const { log } = partition;
  const before = log.logEndOffset;
  const offset = env.rules.replication.truncationOffset(divergesAt, log.highWatermark);
  truncateTo(log, Math.min(offset, before), partition.leaderEpoch, env);
  invariant(log.logEndOffset <= before, "a truncated log is not longer than before");
  invariant(log.highWatermark <= log.logEndOffset, "a cut takes the high watermark along");
  failIfRefused(partition, env);
  if (log.logEndOffset < before) partitionMoved(partition, env);
}
