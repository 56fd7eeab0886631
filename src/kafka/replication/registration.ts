/**
 * What the metadata log says of a partition, applied to this broker's replica of it (R-10, R-30; Partition.makeLeader,
 * makeFollower). The partition epoch orders registrations; the leader epoch says whether a role begins anew.
 */
import { invariant } from "../../core/invariant.ts";
import type { TopicConfig } from "../config/resolve-topic.ts";
import { assignEpoch, setConfig } from "../log/partition-log.ts";
import type { PartitionRegistration } from "../metadata/records.ts";
import { failIfRefused, partitionMoved, type ReplicaEnv } from "./env.ts";
import { maybeIncrementHighWatermark } from "./high-watermark.ts";
import { commitIsr, forgetIsr, marksChanged, requireMarks } from "./isr-state.ts";
import { type Partition, remoteReplicaOf } from "./partition.ts";
import { newRemoteReplica, type RemoteReplica, resetRemoteReplica } from "./remote-replica.ts";

/**
 * What a registration did. `new-leader`, `new-follower`: a new leader epoch or the first role, so fetching starts anew
 * (`removePartition` from the old fetcher; as a follower with a leader, `addPartition` to the leader's). `leader`,
 * `follower`: the same epoch with newer details. `stale`: older than what this replica knows, or it is offline.
 */
export type RegistrationOutcome = "stale" | "leader" | "follower" | "new-leader" | "new-follower";

export function applyRegistration(
  partition: Partition,
  registration: PartitionRegistration,
  env: ReplicaEnv,
): RegistrationOutcome {
  if (partition.role === "offline" || partition.role === "stopped") return "stale";
  if (registration.partitionEpoch < partition.partitionEpoch) return "stale";
  if (registration.leaderEpoch < partition.leaderEpoch) return "stale";
  const outcome =
    registration.leader === env.brokerId
      ? becomeLeader(partition, registration, env)
      : becomeFollower(partition, registration, env);
  invariant(
    partition.leaderEpoch === registration.leaderEpoch && partition.partitionEpoch === registration.partitionEpoch,
    "a registration that is taken sets both epochs",
  );
  invariant(
    partition.role === "leader" || (partition.remotes.length === 0 && partition.pending === null),
    "a follower keeps nothing of a leader",
  );
  requireMarks(partition);
  return outcome;
}

/** Only a broker that did not lead before forgets what it knew of the followers (Partition.makeLeader). */
function becomeLeader(partition: Partition, registration: PartitionRegistration, env: ReplicaEnv): RegistrationOutcome {
  const wasLeader = partition.role === "leader";
  const isNewEpoch = !wasLeader || registration.leaderEpoch > partition.leaderEpoch;
  const keepsFollowers =
    wasLeader && env.rules.replication.keepsFollowers(partition.leaderEpoch, registration.leaderEpoch);
  if (isNewEpoch) startLeaderEpoch(partition, registration.leaderEpoch, env);
  partition.role = "leader";
  partition.leader = env.brokerId;
  setReplicas(partition, registration.replicas, env);
  takeIsr(partition, registration, isNewEpoch, env);
  if (isNewEpoch) {
    const nowMs = env.nowMs();
    const { logEndOffset } = partition.log;
    for (const remote of partition.remotes) resetRemoteReplica(remote, nowMs, logEndOffset, keepsFollowers);
    env.observer.becameLeader(env.brokerId, partition.topicPartition, partition.leaderEpoch, logEndOffset);
    failIfRefused(partition, env);
  }
  maybeIncrementHighWatermark(partition, env);
  partitionMoved(partition, env);
  return isNewEpoch ? "new-leader" : "leader";
}

/** L-61: the epoch is written at once, so that a look-up for it, or for an older one, is answered right (KAFKA-7415). */
function startLeaderEpoch(partition: Partition, leaderEpoch: number, env: ReplicaEnv): void {
  const { log } = partition;
  partition.leaderEpoch = leaderEpoch;
  partition.leaderEpochStartOffset = log.logEndOffset;
  if (env.rules.log.recordsEpochOnBecomeLeader) assignEpoch(log, leaderEpoch, log.logEndOffset);
}

/**
 * An equal partition epoch says nothing new about the ISR, since the answer to AlterPartition may come before the
 * metadata; it must not clear a proposal that was made after it, or the high watermark would pass a replica that the
 * controller just let in. What it brings are the replicas, which the answer does not name.
 */
function takeIsr(
  partition: Partition,
  registration: PartitionRegistration,
  isNewEpoch: boolean,
  env: ReplicaEnv,
): void {
  const isNewer = registration.partitionEpoch > partition.partitionEpoch;
  partition.partitionEpoch = registration.partitionEpoch;
  if (isNewer || isNewEpoch) commitIsr(partition, registration.isr, env);
  else marksChanged(partition);
}

function setReplicas(partition: Partition, replicas: readonly number[], env: ReplicaEnv): void {
  const remotes: RemoteReplica[] = [];
  for (const brokerId of replicas) {
    if (brokerId === env.brokerId) continue;
    remotes.push(remoteReplicaOf(partition, brokerId) ?? newRemoteReplica(brokerId));
  }
  partition.remotes = remotes;
  partition.replicas = replicas;
  setEffectiveMinIsr(partition, env);
}

function setEffectiveMinIsr(partition: Partition, env: ReplicaEnv): void {
  const { effectiveMinIsr } = env.rules.replication;
  partition.effectiveMinIsr = effectiveMinIsr(
    partition.config.minInsyncReplicas,
    Math.max(partition.replicas.length, 1),
  );
}

/** a new epoch of the same leader begins anew as well. */
function becomeFollower(
  partition: Partition,
  registration: PartitionRegistration,
  env: ReplicaEnv,
): RegistrationOutcome {
  const isNewEpoch = partition.role !== "follower" || registration.leaderEpoch > partition.leaderEpoch;
  partition.role = "follower";
  partition.leader = registration.leader;
  partition.leaderEpoch = registration.leaderEpoch;
  partition.partitionEpoch = registration.partitionEpoch;
  partition.leaderEpochStartOffset = -1;
  partition.replicas = registration.replicas;
  setEffectiveMinIsr(partition, env);
  if (!isNewEpoch) return "follower";
  stopLeading(partition);
  env.observer.becameFollower(env.brokerId, partition.topicPartition, partition.leaderEpoch, partition.leader);
  partitionMoved(partition, env);
  return "new-follower";
}

function stopLeading(partition: Partition): void {
  partition.remotes = [];
  partition.leaderEpochStartOffset = -1;
  forgetIsr(partition);
}

/** The topic's settings changed; min.insync.replicas may let the high watermark go on. */
export function setPartitionConfig(partition: Partition, config: TopicConfig, env: ReplicaEnv): void {
  partition.config = config;
  setConfig(partition.log, config);
  setEffectiveMinIsr(partition, env);
  if (partition.role !== "leader") return;
  maybeIncrementHighWatermark(partition, env);
  partitionMoved(partition, env);
}

/** The log directory failed (KIP-112): every request is refused with KAFKA_STORAGE_ERROR until the process starts again. */
export function takeOffline(partition: Partition, env: ReplicaEnv): void {
  leaveRole(partition, "offline", env);
}

/** The topic was deleted, or the replica reassigned away: nothing refers to the partition any more. */
export function stopPartition(partition: Partition, env: ReplicaEnv): void {
  leaveRole(partition, "stopped", env);
}

/** Fetch sessions look for the replica anew, as it may come back as another one; who waits here is still found by `watchers`. */
function leaveRole(partition: Partition, role: "offline" | "stopped", env: ReplicaEnv): void {
  partition.role = role;
  stopLeading(partition);
  for (const watcher of partition.watchers) watcher.onLeft();
  env.partitionMoved(partition);
}
