/**
 * Brings the replicas of this broker in line with the metadata image (ReplicaManager.applyDelta, KIP-631): replicas that
 * left first, then leaders and followers, in the order of their keys; then changed settings.
 */
import type { TopicConfig } from "../config/topic-config.ts";
import { deleteLog } from "../log/delete-log.ts";
import { openLog } from "../log/open-log.ts";
import { configsOf, partitionRegistration, topicNameOf } from "../metadata/image.ts";
import type { PartitionRegistration } from "../metadata/records.ts";
import { newPartition } from "../replication/partition.ts";
import { applyRegistration, setPartitionConfig, stopPartition } from "../replication/registration.ts";
import { type TopicId, type TopicPartition, topicIdOf } from "../topic-partition.ts";
import { noteAssignment } from "./directory-assignment.ts";
import { fetchFrom, stopFetching } from "./fetcher-manager.ts";
import { addHosted, type HostedPartition, newHosted, removeHosted } from "./hosted-partition.ts";
import { directoryForNewReplica, isAnyOffline } from "./log-directory.ts";
import type { MetadataChanges } from "./metadata-loader.ts";
import type { BrokerState } from "./state.ts";

/**
 * The whole image, at the first publication. Logs of topics that are gone, or that belong to other brokers now, are
 * deleted (KAFKA-14616): a re-created topic has another id, so it never meets them (KIP-516).
 */
export function publishAll(state: BrokerState): void {
  state.topicConfigs.clear();
  for (const hosted of [...state.partitions.sorted]) {
    if (assignedTo(state, hosted.topicPartition) === null) removeReplica(state, hosted);
  }
  const assigned = [...state.loader.image.partitions.keys()].sort((a, b) => a - b);
  for (const tp of assigned) {
    const registration = assignedTo(state, tp);
    if (registration !== null) publishReplica(state, tp, registration, false);
  }
}

/** What the records of one answer changed, as one step. */
export function publishDelta(state: BrokerState, changes: MetadataChanges): void {
  const changed = [...changes.partitions].sort((a, b) => a - b);
  for (const tp of changed) {
    const hosted = state.partitions.byKey.get(tp);
    if (hosted !== undefined && assignedTo(state, tp) === null) removeReplica(state, hosted);
  }
  for (const tp of changed) {
    const registration = assignedTo(state, tp);
    if (registration !== null) publishReplica(state, tp, registration, true);
  }
  for (const topicId of [...changes.configuredTopics].sort((a, b) => a - b)) applyConfig(state, topicId);
}

/** The registration of a partition that this broker should hold; null if it should not. */
function assignedTo(state: BrokerState, tp: TopicPartition): PartitionRegistration | null {
  const registration = partitionRegistration(state.loader.image, tp);
  return registration?.replicas.includes(state.brokerId) === true ? registration : null;
}

function publishReplica(
  state: BrokerState,
  tp: TopicPartition,
  registration: PartitionRegistration,
  isNew: boolean,
): void {
  const hosted = state.partitions.byKey.get(tp) ?? createReplica(state, tp, isNew);
  if (hosted.status === "offline" || hosted.log === null) return;
  if (hosted.partition === null) {
    const config = topicConfigOf(state, topicIdOf(tp));
    hosted.partition = newPartition(tp, topicNameOf(state.loader.image, tp), hosted.log, config);
    hosted.status = "online";
    setPartitionConfig(hosted.partition, config, state.env);
  }
  const outcome = applyRegistration(hosted.partition, registration, state.env);
  switch (outcome) {
    case "new-leader":
      stopFetching(state, hosted);
      break;
    case "new-follower":
      if (registration.leader < 0) stopFetching(state, hosted);
      else fetchFrom(state, hosted, registration.leader);
      break;
    case "leader":
    case "follower":
    case "stale":
      break;
  }
  state.env.hostedMoved(hosted);
}

/**
 * A replica that is new goes to the directory with the fewest. At the first publication nobody knows what is new: while
 * a directory is offline the log may lie there, and an empty one beside it would pass for it (KIP-112).
 */
function createReplica(state: BrokerState, tp: TopicPartition, isNew: boolean): HostedPartition {
  const directory = directoryForNewReplica(state.directories);
  const mayLieOffline = !isNew && isAnyOffline(state.directories);
  if (directory === null || mayLieOffline) return add(state, newHosted(tp, null, null));
  noteAssignment(state.directories, tp, directory, state.loader.image.lastOffset);
  const config = topicConfigOf(state, topicIdOf(tp));
  return add(state, newHosted(tp, directory, openLog(directory.disk, directory.index, tp, config, state.env, true)));
}

function add(state: BrokerState, hosted: HostedPartition): HostedPartition {
  addHosted(state.partitions, hosted);
  return hosted;
}

/** The topic was deleted, or the replica moved elsewhere: what waits is answered, the log goes. */
function removeReplica(state: BrokerState, hosted: HostedPartition): void {
  if (hosted.fetchedFrom >= 0) stopFetching(state, hosted);
  state.env.hostedMoved(hosted);
  if (hosted.partition !== null) stopPartition(hosted.partition, state.env);
  removeHosted(state.partitions, hosted);
  if (hosted.log !== null && hosted.directory?.offline === false)
    deleteLog(hosted.log, hosted.directory.disk, state.env);
}

/** The settings of a topic changed: logs, min.insync.replicas and the rest follow at once. */
function applyConfig(state: BrokerState, topicId: TopicId): void {
  state.topicConfigs.delete(topicId);
  const topic = state.loader.image.topicsById.get(topicId);
  if (topic === undefined) return;
  const config = topicConfigOf(state, topicId);
  for (const tp of topic.partitions) {
    const hosted = state.partitions.byKey.get(tp);
    if (hosted?.partition == null || hosted.status !== "online") continue;
    setPartitionConfig(hosted.partition, config, state.env);
    state.env.hostedMoved(hosted);
  }
}

/** One object for all partitions of a topic, resolved once. */
function topicConfigOf(state: BrokerState, topicId: TopicId): TopicConfig {
  const known = state.topicConfigs.get(topicId);
  if (known !== undefined) return known;
  const overrides = configsOf(state.loader.image, topicId);
  const config =
    Object.keys(overrides).length === 0 ? state.options.topicDefaults : state.options.topicConfigOf(overrides);
  state.topicConfigs.set(topicId, config);
  return config;
}
