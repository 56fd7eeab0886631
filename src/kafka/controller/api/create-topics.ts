/**
 * CreateTopics (19), admin to any broker, which forwards.
 *
 * Each topic alone: its name (topic-name.ts), then a given assignment (INVALID_REPLICA_ASSIGNMENT; then neither count nor
 * factor may be given: INVALID_REQUEST) or a placement (INVALID_PARTITIONS, INVALID_REPLICATION_FACTOR when there are
 * fewer brokers than copies or none is unfenced) and its settings (INVALID_CONFIG). -1 means num.partitions and default.replication.factor. Named twice in
 * one request: INVALID_REQUEST. Topics get ids that are never used again. (KIP-464, KIP-516)
 */
import { invariant } from "../../../core/invariant.ts";
import { type ErrorCode, Errors } from "../../errors.ts";
import type { CreateTopicsRequest } from "../../messages/admin.ts";
import type { PartitionRegistration } from "../../metadata/records.ts";
import { maxPartitions, type TopicId, topicPartition } from "../../topic-partition.ts";
import { type AdminResult, adminDecision, namedTwice } from "../admin-answer.ts";
import type { PlacingCommand } from "../command.ts";
import { addFact, addPartition, addRecord, type ControllerDecision, type Draft } from "../decision.ts";
import { isValidAssignment, newPartition, placeReplicas, usableBrokers } from "../placement.ts";
import { refuseTopicName } from "../topic-name.ts";
import { addConfigs, merged, refuseConfigs } from "./incremental-alter-configs.ts";

type NewTopic = CreateTopicsRequest["topics"][number];
type Partitions = readonly PartitionRegistration[];

export function decideCreateTopics(
  draft: Draft,
  { request, starts }: PlacingCommand<"CreateTopics">,
): ControllerDecision {
  const twice = namedTwice(request.topics);
  const names = new Map<string, TopicId>();
  for (const topic of draft.image.topicsByName.values()) names.set(topic.name, topic.topicId);
  const results = request.topics.map((topic, index): AdminResult => {
    if (twice.has(topic.name)) return { errorCode: Errors.INVALID_REQUEST, topicId: 0 };
    const refused = refuseTopicName(topic.name, names);
    if (refused !== Errors.NONE) return { errorCode: refused, topicId: names.get(topic.name) ?? 0 };
    const illegal = refuseConfigs(topic.configs);
    if (illegal !== Errors.NONE) return { errorCode: illegal, topicId: 0 };
    const partitions = partitionsOf(draft, topic, starts[index] ?? 0);
    if (typeof partitions === "number") return { errorCode: partitions, topicId: 0 };
    const topicId = newTopicId(draft, topic.name, names);
    invariant(topicId > 0, "0 names no topic");
    names.set(topic.name, topicId);
    addTopic(draft, topic, topicId, partitions);
    return { errorCode: Errors.NONE, topicId };
  });
  return adminDecision(draft, request, results);
}

/** Above all ids in use, those of this request included. */
function newTopicId(draft: Draft, name: string, names: ReadonlyMap<string, TopicId>): TopicId {
  const former = draft.image.topicIdsByName.get(name);
  if (!draft.policy.rules.checksTopicId && former !== undefined) return former;
  return Math.max(draft.image.nextTopicId, ...[...names.values()].map((id) => id + 1));
}

/** The order of Kafka: the topic, its settings, its partitions. */
function addTopic(draft: Draft, { name, configs }: NewTopic, topicId: TopicId, partitions: Partitions): void {
  invariant(partitions.length > 0, "a topic has a partition");
  addRecord(draft, { type: "TopicRecord", name, topicId });
  addConfigs(draft, { name, topicId }, merged({}, configs));
  for (const [partition, registration] of partitions.entries()) addPartition(draft, topicId, partition, registration);
  addFact(
    draft,
    "topicCreated",
    name,
    partitions.map((_, partition) => topicPartition(topicId, partition)),
  );
}

function partitionsOf(draft: Draft, topic: NewTopic, start: number): Partitions | ErrorCode {
  if (topic.assignments !== null && topic.assignments.length > 0)
    return assignedPartitions(draft, topic, topic.assignments);
  if (topic.replicationFactor < -1 || topic.replicationFactor === 0) return Errors.INVALID_REPLICATION_FACTOR;
  if (topic.numPartitions < -1 || topic.numPartitions === 0) return Errors.INVALID_PARTITIONS;
  const { config } = draft.policy;
  const count = topic.numPartitions === -1 ? config.numPartitions : topic.numPartitions;
  const factor = topic.replicationFactor === -1 ? config.defaultReplicationFactor : topic.replicationFactor;
  return placedPartitions(draft, count, factor, start);
}

function assignedPartitions(
  draft: Draft,
  topic: NewTopic,
  assignments: readonly (readonly number[])[],
): Partitions | ErrorCode {
  if (topic.replicationFactor !== -1 || topic.numPartitions !== -1) return Errors.INVALID_REQUEST;
  if (assignments.length > maxPartitions) return Errors.INVALID_PARTITIONS;
  const factor = assignments[0]?.length ?? 0;
  const partitions: PartitionRegistration[] = [];
  for (const replicas of assignments) {
    const partition = isValidAssignment(draft.image, replicas, factor) ? newPartition(draft.image, replicas) : null;
    if (partition === null) return Errors.INVALID_REPLICA_ASSIGNMENT;
    partitions.push(partition);
  }
  return partitions;
}

/** `count` new partitions where the placer puts them. */
export function placedPartitions(draft: Draft, count: number, factor: number, start: number): Partitions | ErrorCode {
  if (count > maxPartitions) return Errors.INVALID_PARTITIONS;
  const placed = placeReplicas(usableBrokers(draft.image), count, factor, start);
  if (placed === null) return Errors.INVALID_REPLICATION_FACTOR;
  const partitions: PartitionRegistration[] = [];
  for (const replicas of placed) {
    const partition = newPartition(draft.image, replicas);
    if (partition === null) return Errors.INVALID_REPLICATION_FACTOR;
    partitions.push(partition);
  }
  return partitions;
}
