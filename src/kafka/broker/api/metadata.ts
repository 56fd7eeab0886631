/**
 * Metadata (3).
 *
 * Brokers, topics and leaders as this broker's image has them, possibly behind the controller (K-26). An unknown topic is
 * created, if asked by name and allowed (auto.create.topics.enable), with the broker's defaults; until then the answer
 * is UNKNOWN_TOPIC_OR_PARTITION. KIP-4, KIP-516 (topic ids), KIP-590 (creation through the controller).
 */
import type { ConnectionId } from "../../../core/ids.ts";
import { mix4 } from "../../../core/mix.ts";
import { isLegalTopicName } from "../../controller/topic-name.ts";
import { Errors } from "../../errors.ts";
import type { MetadataPartition, MetadataRequest, MetadataResponse, MetadataTopic } from "../../messages/metadata.ts";
import {
  brokerIds,
  isUnfenced,
  type MetadataImage,
  partitionRegistration,
  rackOf,
  type TopicImage,
  topicByName,
} from "../../metadata/image.ts";
import type { PartitionRegistration } from "../../metadata/records.ts";
import { partitionOf } from "../../topic-partition.ts";
import { autoCreateTopic } from "../auto-create.ts";
import { Name } from "../names.ts";
import type { BrokerState } from "../state.ts";

export function handleMetadata(state: BrokerState, connection: ConnectionId, request: MetadataRequest): void {
  const { image } = state.loader;
  const names = request.topics ?? [...image.topicsByName.keys()].sort();
  const topics: MetadataTopic[] = [];
  for (const name of names) {
    const topic = topicByName(image, name);
    if (topic !== undefined) topics.push(describeTopic(image, topic));
    else topics.push(unknownTopic(state, name, request.allowAutoTopicCreation));
  }
  state.port.context.reply(connection, {
    kind: "MetadataResponse",
    name: mix4(Name.metadataResponse, request.name, state.brokerId, state.loader.publishedOffset),
    correlationId: request.correlationId,
    brokers: liveBrokers(image),
    // Any broker passes admin requests on; Kafka names a random live one (KIP-590).
    controllerId: state.brokerId,
    topics,
  });
}

function liveBrokers(image: MetadataImage): MetadataResponse["brokers"] {
  const brokers: MetadataResponse["brokers"][number][] = [];
  for (const nodeId of brokerIds(image)) {
    if (isUnfenced(image, nodeId)) brokers.push({ nodeId, rack: rackOf(image, nodeId) });
  }
  return brokers;
}

function describeTopic(image: MetadataImage, topic: TopicImage): MetadataTopic {
  const partitions: MetadataPartition[] = [];
  for (const tp of topic.partitions) {
    const registration = partitionRegistration(image, tp);
    if (registration !== undefined) partitions.push(describePartition(image, partitionOf(tp), registration));
  }
  return { name: topic.name, topicId: topic.topicId, errorCode: Errors.NONE, partitions };
}

/** A leader that is fenced is no leader to a client (KRaftMetadataCache.getPartitionMetadata). */
function describePartition(
  image: MetadataImage,
  partition: number,
  registration: PartitionRegistration,
): MetadataPartition {
  const { leader, leaderEpoch, replicas, isr } = registration;
  const isLed = leader >= 0 && isUnfenced(image, leader);
  return {
    partition,
    errorCode: isLed ? Errors.NONE : Errors.LEADER_NOT_AVAILABLE,
    leaderId: isLed ? leader : -1,
    leaderEpoch,
    replicas,
    isr,
    offlineReplicas: replicas.filter((id) => !isUnfenced(image, id)),
  };
}

function unknownTopic(state: BrokerState, name: string, mayCreate: boolean): MetadataTopic {
  if (!isLegalTopicName(name)) return { name, topicId: 0, errorCode: Errors.INVALID_TOPIC_EXCEPTION, partitions: [] };
  if (mayCreate && state.config.autoCreateTopicsEnable) autoCreateTopic(state, name);
  return { name, topicId: 0, errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION, partitions: [] };
}
