/**
 * The leader's high watermark (R-13, R-14, P-8; Partition.maybeIncrementLeaderHW): everything that every replica holds
 * which may be elected, or may be soon.
 *
 *   leader A   0 1 2 3 4 |      log end 5
 *   B in ISR   0 1 2 3 |        4        -> high watermark 3: the smallest end among A, B and C
 *   C joining  0 1 2 |          3           (C is not in the committed ISR, but its expansion is proposed)
 *   D lagging  0 |              1           (out of the ISR for long: does not count)
 */
import { invariant } from "../../core/invariant.ts";
import { setHighWatermark } from "../log/partition-log.ts";
import type { ReplicaEnv } from "./env.ts";
import { isIsrEligible } from "./isr-eligibility.ts";
import type { Partition } from "./partition.ts";
import { isCaughtUp, type RemoteReplica } from "./remote-replica.ts";

/** Raises the mark if it can be raised; never lowers it (L-31). The caller tells who waits (`partitionMoved`). */
export function maybeIncrementHighWatermark(partition: Partition, env: ReplicaEnv): boolean {
  const { log, remotes } = partition;
  const { logEndOffset, highWatermark } = log;
  if (logEndOffset <= highWatermark) return false;
  if (!env.rules.replication.mayAdvanceHighWatermark(partition.isr.length, partition.effectiveMinIsr)) return false;
  let candidate = logEndOffset;
  for (let i = 0; i < remotes.length; i++) {
    const remote = remotes[i]!;
    if (remote.logEndOffset < candidate && holdsBack(partition, remote, env)) candidate = remote.logEndOffset;
  }
  if (candidate <= highWatermark) return false;
  invariant(partition.role === "leader", "only a leader raises its own high watermark");
  setHighWatermark(log, candidate);
  invariant(
    log.highWatermark > highWatermark && log.highWatermark <= log.logEndOffset,
    "a raised high watermark lies above the old one and within the log",
  );
  env.observer.highWatermarkMoved(env.brokerId, partition.topicPartition, candidate, true, partition.leaderEpoch);
  return true;
}

function holdsBack(partition: Partition, remote: RemoteReplica, env: ReplicaEnv): boolean {
  const isJoining = !remote.inMaximalIsr && isAboutToJoin(partition, remote, env);
  return env.rules.replication.holdsBackHighWatermark(remote, isJoining);
}

/** KAFKA-15021: without waiting for it, a replica that keeps up would never be level with a mark that runs ahead of it. */
function isAboutToJoin(partition: Partition, remote: RemoteReplica, env: ReplicaEnv): boolean {
  const { logEndOffset } = partition.log;
  const rules = env.rules.replication;
  return (
    isCaughtUp(remote, logEndOffset, env.nowMs(), env.config.replicaLagTimeMaxMs, rules) && isIsrEligible(remote, env)
  );
}
