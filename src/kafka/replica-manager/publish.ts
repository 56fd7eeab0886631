/**
 * Brings the replicas of this broker in line with the metadata image (ReplicaManager.applyDelta, KIP-631): replicas that
 * left first, then leaders and followers, in the order of their keys; then changed settings.
 */
import { invariant } from "../../core/invariant.ts";
import type { TopicConfig } from "../config/resolve-topic.ts";
import { deleteLog } from "../log/delete-log.ts";
import { openLog } from "../log/open-log.ts";
import { configsOf, partitionRegistration, topicNameOf } from "../metadata/image.ts";
import type { PartitionRegistration } from "../metadata/records.ts";
import { newPartition, type Partition } from "../replication/partition.ts";
import {
  applyRegistration,
  type RegistrationOutcome,
  setPartitionConfig,
  stopPartition,
} from "../replication/registration.ts";
import { type TopicId, type TopicPartition, topicIdOf } from "../topic-partition.ts";
import { noteAssignment } from "./directory-assignment.ts";
import { fetchFrom, stopFetching } from "./fetcher-manager.ts";
import { addHosted, type HostedPartition, newHosted, removeHosted } from "./hosted-partition.ts";
import { directoryForNewReplica, isAnyOffline } from "./log-directory.ts";
import type { ReplicaManager } from "./replica-manager.ts";

/** What the records of one answer touched. */
export interface MetadataChanges {
  readonly partitions: Set<TopicPartition>;
  readonly configuredTopics: Set<TopicId>;
}

/**
 * The whole image, at the first publication. Logs of topics that are gone, or that belong to other brokers now, are
 * deleted (KAFKA-14616): a re-created topic has another id, so it never meets them (KIP-516).
 */
export function publishAll(manager: ReplicaManager): void {
  manager.topicConfigs.clear();
  for (const hosted of [...manager.partitions.sorted]) {
    if (assignedTo(manager, hosted.topicPartition) === null) removeReplica(manager, hosted);
  }
  const assigned = [...manager.port.image().partitions.keys()].sort((a, b) => a - b);
  for (const tp of assigned) {
    const registration = assignedTo(manager, tp);
    if (registration !== null) publishReplica(manager, tp, registration, false);
  }
}

/** What the records of one answer changed, as one step. */
export function publishDelta(manager: ReplicaManager, changes: MetadataChanges): void {
  const changed = [...changes.partitions].sort((a, b) => a - b);
  for (const tp of changed) {
    const hosted = manager.partitions.byKey.get(tp);
    if (hosted !== undefined && assignedTo(manager, tp) === null) removeReplica(manager, hosted);
  }
  for (const tp of changed) {
    const registration = assignedTo(manager, tp);
    if (registration !== null) publishReplica(manager, tp, registration, true);
  }
  for (const topicId of [...changes.configuredTopics].sort((a, b) => a - b)) applyConfig(manager, topicId);
}

/** The registration of a partition that this broker should hold; null if it should not. */
function assignedTo(manager: ReplicaManager, tp: TopicPartition): PartitionRegistration | null {
  const registration = partitionRegistration(manager.port.image(), tp);
  return registration?.replicas.includes(manager.env.brokerId) === true ? registration : null;
}

function publishReplica(
  manager: ReplicaManager,
  tp: TopicPartition,
  registration: PartitionRegistration,
  isNew: boolean,
): void {
  const hosted = manager.partitions.byKey.get(tp) ?? createReplica(manager, tp, isNew);
  if (hosted.status === "offline" || hosted.log === null) return;
  if (hosted.partition === null) {
    const config = topicConfigOf(manager, topicIdOf(tp));
    hosted.partition = newPartition(tp, topicNameOf(manager.port.image(), tp), hosted.log, config);
    hosted.status = "online";
    setPartitionConfig(hosted.partition, config, manager.env);
  }
  const outcome = applyRegistration(hosted.partition, registration, manager.env);
  switch (outcome) {
    case "new-leader":
      stopFetching(manager, hosted);
      break;
    case "new-follower":
      if (registration.leader < 0 || isStoppedFollower(manager, registration)) stopFetching(manager, hosted);
      else fetchFrom(manager, hosted, registration.leader);
      break;
    case "follower":
      if (isStoppedFollower(manager, registration) && hosted.fetchedFrom >= 0) stopFetching(manager, hosted);
      break;
    case "leader":
    case "stale":
      break;
  }
  requireRole(manager, hosted, hosted.partition, registration, outcome);
  manager.env.hostedMoved(hosted);
}

/**
 * In its controlled shutdown a broker no longer follows where nobody leads or where it has left the ISR: what it would
 * still copy counts for nobody (ReplicaManager.applyLocalFollowersDelta). The log stays.
 */
const isStoppedFollower = (manager: ReplicaManager, { leader, isr }: PartitionRegistration): boolean =>
  manager.isInControlledShutdown && (leader < 0 || !isr.includes(manager.env.brokerId));

/** Set before the controller is asked, so that no answer of its comes too early (BrokerServer.shutdown). */
export function beginControlledShutdown(manager: ReplicaManager): void {
  invariant(!manager.isInControlledShutdown, "a controlled shutdown begins once");
  manager.isInControlledShutdown = true;
}

/** What a replica does follows from the registration that it took. */
function requireRole(
  manager: ReplicaManager,
  hosted: HostedPartition,
  partition: Partition,
  registration: PartitionRegistration,
  outcome: RegistrationOutcome,
): void {
  if (outcome === "stale") return;
  const leads = registration.leader === manager.env.brokerId;
  invariant((partition.role === "leader") === leads, "a replica leads if it is registered as the leader");
  invariant(!leads || hosted.fetchedFrom < 0, "a leader fetches from nobody");
  const isStopped = !leads && isStoppedFollower(manager, registration);
  invariant(
    outcome !== "new-follower" || hosted.fetchedFrom === (isStopped ? -1 : registration.leader),
    "a new follower fetches from its leader",
  );
}

/**
 * A replica that is new goes to the directory with the fewest. At the first publication nobody knows what is new: while
 * a directory is offline the log may lie there, and an empty one beside it would pass for it (KIP-112).
 */
function createReplica(manager: ReplicaManager, tp: TopicPartition, isNew: boolean): HostedPartition {
  const directory = directoryForNewReplica(manager.directories);
  const mayLieOffline = !isNew && isAnyOffline(manager.directories);
  if (directory === null || mayLieOffline) return add(manager, newHosted(tp, null, null));
  noteAssignment(manager.directories, tp, directory, manager.port.image().lastOffset, (index) =>
    manager.env.logDirFailed(index),
  );
  if (manager.directories.length > 1) manager.newReplicas.push(tp);
  const config = topicConfigOf(manager, topicIdOf(tp));
  return add(
    manager,
    newHosted(tp, directory, openLog(directory.disk, directory.index, tp, config, manager.env, true)),
  );
}

function add(manager: ReplicaManager, hosted: HostedPartition): HostedPartition {
  addHosted(manager.partitions, hosted);
  return hosted;
}

/** The topic was deleted, or the replica moved elsewhere: what waits is answered, the log goes. */
function removeReplica(manager: ReplicaManager, hosted: HostedPartition): void {
  if (hosted.fetchedFrom >= 0) stopFetching(manager, hosted);
  manager.env.hostedMoved(hosted);
  if (hosted.partition !== null) stopPartition(hosted.partition, manager.env);
  removeHosted(manager.partitions, hosted);
  invariant(hosted.fetchedFrom < 0, "nothing is fetched for a replica that is gone");
  invariant(hosted.partition?.role !== "leader", "a replica that is gone leads no more");
  if (hosted.log === null || hosted.directory?.offline !== false) return;
  const { disk, index } = hosted.directory;
  if (!deleteLog(hosted.log, disk, manager.env)) manager.env.logDirFailed(index);
}

/** The settings of a topic changed: logs, min.insync.replicas and the rest follow at once. */
function applyConfig(manager: ReplicaManager, topicId: TopicId): void {
  manager.topicConfigs.delete(topicId);
  const topic = manager.port.image().topicsById.get(topicId);
  if (topic === undefined) return;
  const config = topicConfigOf(manager, topicId);
  for (const tp of topic.partitions) {
    const hosted = manager.partitions.byKey.get(tp);
    if (hosted?.partition == null || hosted.status !== "online") continue;
    setPartitionConfig(hosted.partition, config, manager.env);
    manager.env.hostedMoved(hosted);
  }
}

/** One object for all partitions of a topic, resolved once. */
function topicConfigOf(manager: ReplicaManager, topicId: TopicId): TopicConfig {
  const known = manager.topicConfigs.get(topicId);
  if (known !== undefined) return known;
  const overrides = configsOf(manager.port.image(), topicId);
  const config =
    Object.keys(overrides).length === 0
      ? manager.port.options.topicDefaults
      : manager.port.options.topicConfigOf(overrides);
  manager.topicConfigs.set(topicId, config);
  return config;
}
