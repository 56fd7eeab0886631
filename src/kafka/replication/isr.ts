/**
 * When a leader wants another ISR: a follower that reached it comes in, one that lags goes out. Only the
 * controller decides (alter-partition.ts).
 */
import { invariant } from "../../core/invariant.ts";
import { propose } from "./alter-partition.ts";
import type { ReplicaEnv } from "./env.ts";
import { isIsrEligible } from "./isr-eligibility.ts";
import { isLeader, type Partition, remoteReplicaOf } from "./partition.ts";
import { isCaughtUp, type RemoteReplica } from "./remote-replica.ts";

/** After a fetch of `remote`: proposes it for the ISR if it may enter. */
export function maybeExpandIsr(partition: Partition, remote: RemoteReplica, env: ReplicaEnv): void {
  if (remote.inIsr || partition.pending !== null) return;
  const { leaderEpochStartOffset, log } = partition;
  const { logEndOffset } = remote;
  const { highWatermark } = log;
  if (!env.rules.replication.mayJoinIsr({ logEndOffset, highWatermark, leaderEpochStartOffset })) return;
  if (!isIsrEligible(remote, env)) return;
  invariant(isLeader(partition), "a leader alone asks for another ISR");
  invariant(!partition.isr.includes(remote.brokerId), "who is to join the ISR is no member yet");
  propose(partition, "expand", [...partition.isr, remote.brokerId], env);
}

/** Every replica.lag.time.max.ms / 2: proposes the ISR without those that lag. The leader itself always stays. */
export function onIsrCheckTimer(partition: Partition, env: ReplicaEnv): void {
  if (!isLeader(partition) || partition.pending !== null) return;
  const { isr } = partition;
  let lagging = 0;
  for (let i = 0; i < isr.length; i++) if (isLagging(partition, isr[i]!, env)) lagging++;
  if (lagging === 0) return;
  const kept = isr.filter((brokerId) => !isLagging(partition, brokerId, env));
  invariant(kept.length + lagging === isr.length, "those who lag leave the ISR, and nobody else");
  invariant(kept.includes(env.brokerId) === isr.includes(env.brokerId), "a leader never lags behind itself");
  propose(partition, "shrink", kept, env);
}

/** A member that is no replica any more counts as lagging (R-51, KAFKA-9672). */
function isLagging(partition: Partition, brokerId: number, env: ReplicaEnv): boolean {
  if (brokerId === env.brokerId) return false;
  const remote = remoteReplicaOf(partition, brokerId);
  if (remote === null) return true;
  remote.unrecorded?.record();
  const { logEndOffset } = partition.log;
  return !isCaughtUp(remote, logEndOffset, env.nowMs(), env.config.replicaLagTimeMaxMs, env.rules.replication);
}
