/**
 * What a client knows of the cluster, learnt from the possibly stale images of brokers (org.apache.kafka.clients.Metadata).
 *
 *   bootstrap --an answer--> known --no known node in reach: start over (KIP-899)--> bootstrap
 * A partition's leader changes only to one of the same or a newer leader epoch, unless the topic was made anew (P-26).
 */
import type { NodeId } from "../../core/ids.ts";
import { Errors, errorOf } from "../../kafka/errors.ts";
import type { MetadataPartition, MetadataResponse, MetadataTopic } from "../../kafka/messages/metadata.ts";
import type { CurrentLeader } from "../../kafka/messages/produce.ts";
import { type TopicId, type TopicPartition, topicPartition } from "../../kafka/topic-partition.ts";

export interface ClientMetadata {
  readonly bootstrap: readonly NodeId[];
  /** Whom the client may ask: the bootstrap list, then what the last answer named. */
  nodes: readonly NodeId[];
  readonly topics: Map<string, TopicMetadata>;
}

export interface TopicMetadata {
  readonly name: string;
  readonly topicId: TopicId;
  /** By partition number; grows. */
  readonly partitions: PartitionMetadata[];
  /** False while brokers say that they do not know it. */
  isKnown: boolean;
}

/** One object per partition for as long as its topic lives, so that others may keep it. */
export interface PartitionMetadata {
  readonly topicPartition: TopicPartition;
  readonly partition: number;
  /** -1: unknown or none. */
  leaderId: NodeId;
  leaderEpoch: number;
}

export const newClientMetadata = (bootstrap: readonly NodeId[]): ClientMetadata => ({
  bootstrap,
  nodes: bootstrap,
  topics: new Map(),
});

/** What an answer changed. `isIncomplete`: a topic or a leader was missing, so ask again. */
interface MetadataChange {
  readonly isNews: boolean;
  readonly isIncomplete: boolean;
}

export function applyMetadata(metadata: ClientMetadata, response: MetadataResponse): MetadataChange {
  let isNews = false;
  let isIncomplete = false;
  metadata.nodes = response.brokers.map((broker) => broker.nodeId).sort((a, b) => a - b);
  for (const answer of response.topics) {
    if (answer.errorCode !== Errors.NONE) {
      if (errorOf(answer.errorCode).refreshes) isIncomplete = true;
      forgetLeaders(metadata.topics.get(answer.name));
      continue;
    }
    const topic = topicOf(metadata, answer);
    if (topic.partitions.length < answer.partitions.length) isNews = true;
    for (const partition of answer.partitions) {
      if (applyPartition(topic, partition)) isNews = true;
      if (topic.partitions[partition.partition]!.leaderId === -1) isIncomplete = true;
    }
  }
  return { isNews, isIncomplete };
}

/** A topic made anew under an old name has another id, and its leader epochs start over. */
function topicOf(metadata: ClientMetadata, answer: MetadataTopic): TopicMetadata {
  const known = metadata.topics.get(answer.name);
  if (known !== undefined && known.topicId === answer.topicId) {
    known.isKnown = true;
    return known;
  }
  forgetLeaders(known);
  const topic: TopicMetadata = { name: answer.name, topicId: answer.topicId, partitions: [], isKnown: true };
  metadata.topics.set(answer.name, topic);
  return topic;
}

/** True if something is newer than what was known. */
function applyPartition(topic: TopicMetadata, answer: MetadataPartition): boolean {
  while (topic.partitions.length <= answer.partition) {
    const partition = topic.partitions.length;
    const tp = topicPartition(topic.topicId, partition);
    topic.partitions.push({ topicPartition: tp, partition, leaderId: -1, leaderEpoch: -1 });
  }
  const known = topic.partitions[answer.partition]!;
  if (answer.leaderEpoch < known.leaderEpoch) return false;
  const isNewer = answer.leaderEpoch > known.leaderEpoch;
  known.leaderEpoch = answer.leaderEpoch;
  known.leaderId = answer.leaderId;
  return isNewer;
}

/** A broker that is not the leader says who is (KIP-951); only a newer epoch counts. True: the leader changed. */
export function applyCurrentLeader(known: PartitionMetadata, hint: CurrentLeader | null): boolean {
  if (hint === null || hint.leaderId < 0 || hint.leaderEpoch <= known.leaderEpoch) return false;
  known.leaderId = hint.leaderId;
  known.leaderEpoch = hint.leaderEpoch;
  return true;
}

/** Back to the bootstrap list: the leaders are forgotten, their epochs are not (Metadata.rebootstrap). */
export function rebootstrap(metadata: ClientMetadata): void {
  metadata.nodes = metadata.bootstrap;
  for (const topic of metadata.topics.values()) forgetLeaders(topic);
}

function forgetLeaders(topic: TopicMetadata | undefined): void {
  if (topic === undefined) return;
  topic.isKnown = false;
  for (const partition of topic.partitions) partition.leaderId = -1;
}
