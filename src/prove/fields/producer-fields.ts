/** A producer process, field by field. No time passes in a model, so times, back-offs and what counts failures say nothing. */

import type { Deque } from "../../client/deque.ts";
import { at } from "../../client/deque.ts";
import type { ClientMetadata, PartitionMetadata, TopicMetadata } from "../../client/metadata/client-metadata.ts";
import type { MetadataUpdater } from "../../client/metadata/metadata-updater.ts";
import type { InFlight, NetworkClient, NodeLink } from "../../client/network/network-client.ts";
import type { PartitionQueue, PartitionSequences, ProducerBatch } from "../../client/producer/partition-queue.ts";
import type { ProducerSession } from "../../client/producer/producer-session.ts";
import type {
  Application,
  DrainScratch,
  ProducerCall,
  ProducerState,
  ProducerTopic,
} from "../../client/producer/producer-state.ts";
import type { RecordAccumulator } from "../../client/producer/record-accumulator.ts";
import type { StickyPartitioner } from "../../client/producer/sticky-partitioner.ts";
import { linkKey } from "../../core/channels.ts";
import { byNode, list, mapOf, nullable, record, shared, union } from "../../explorer/compound.ts";
import { allUntold, derived, type Field, frozen, node, nodeSet, plain, untold } from "../../explorer/shape.ts";
import type { KafkaRecord } from "../../kafka/records.ts";

const partitionMetadata: Field<PartitionMetadata> = shared(() => ({
  ...allUntold("topicPartition", "partition"),
  leaderId: node,
  leaderEpoch: plain,
}));

const topic: Field<TopicMetadata> = shared(() => ({
  ...allUntold("name", "topicId"),
  partitions: list(partitionMetadata),
  isKnown: plain,
}));

const metadata: Field<ClientMetadata> = record<ClientMetadata>({
  bootstrap: nodeSet,
  nodes: nodeSet,
  topics: mapOf<string, TopicMetadata>(topic),
});

const updater: Field<MetadataUpdater> = record<MetadataUpdater>({
  ...allUntold(
    "config",
    "topics",
    "channel",
    "attempts",
    "fruitless",
    "allowedAtMs",
    "lastSuccessMs",
    "attemptsSinceMs",
    "version",
  ),
  isWanted: plain,
  isInFlight: plain,
  wasConnected: plain,
});

/** A deque by what it holds, from its head. */
const deque = <Item>(item: Field<Item>): Field<Deque<Item>> => {
  const itemsOf = (value: Deque<Item>): Item[] => Array.from({ length: value.length }, (_, i) => at(value, i)!);
  const items = list(item);
  return {
    write: (value, key) => items.write(itemsOf(value), key),
    copy: (value, copier) => {
      const ring: (Item | undefined)[] = [...items.copy(itemsOf(value), copier)];
      while (ring.length < value.ring.length) ring.push(undefined);
      return { ring, head: 0, length: value.length };
    },
  };
};

const records: Field<KafkaRecord[]> = {
  write: (value, key) => {
    key.text += `r${value.map((one) => one.id).join("+")},`;
  },
  copy: (value) => [...value],
};

const batch: Field<ProducerBatch> = shared(() => ({
  queue,
  ...allUntold(
    "topicPartition",
    "createdMs",
    "rawBytes",
    "bufferBytes",
    "attempts",
    "sends",
    "isPart",
    "lastAttemptMs",
    "retryAtMs",
    "leaderEpoch",
    "attemptsWhenLeaderLastChanged",
    "wire",
    "place",
    "sharesBufferOf",
  ),
  records,
  isClosed: plain,
  isDone: plain,
  isReleased: plain,
  isInFlight: plain,
  mayHaveArrived: plain,
  producerId: plain,
  producerEpoch: plain,
  baseSequence: plain,
  sequenceHasBeenReset: plain,
}));

const sequences: Field<PartitionSequences> = record<PartitionSequences>({
  producerId: plain,
  producerEpoch: plain,
  nextSequence: plain,
  lastAckedSequence: plain,
  lastAckedOffset: plain,
  tracked: list(batch),
  unresolvedNext: plain,
  asksForBump: plain,
  hadInFlightAtBump: plain,
});

const queue: Field<PartitionQueue> = shared(() => ({
  ...allUntold("partition", "place"),
  metadata: partitionMetadata,
  batches: deque(batch),
  inFlight: list(batch),
  sequences,
  isMuted: plain,
  wasUsed: plain,
}));

const call: Field<ProducerCall> = union<ProducerCall>({
  produce: record<Extract<ProducerCall, { kind: "produce" }>>({ kind: untold(), batches: list(batch) }),
  metadata: record<Extract<ProducerCall, { kind: "metadata" }>>({ kind: untold() }),
  "init-producer-id": record<Extract<ProducerCall, { kind: "init-producer-id" }>>({ kind: untold() }),
  handshake: record<Extract<ProducerCall, { kind: "handshake" }>>({ kind: untold() }),
});

type Link = NodeLink<ProducerCall>;

/** Answers come in the order of the requests: the correlation ids say nothing. */
const link: Field<Link> = shared<Link>(() => ({
  node,
  channel: plain,
  inFlight: list(record<InFlight<ProducerCall>>({ correlationId: untold(), deadlineMs: untold(), call })),
  ...allUntold("failures", "readyAtMs"),
  isConnected: plain,
}));

const links: Field<Link[]> = byNode<Link>(link, (one) => one.node);

const network: Field<NetworkClient<ProducerCall>> = {
  write: (value, key) => links.write(value.links, key),
  copy: (value, copier) => {
    const copied = links.copy(value.links, copier);
    const linkByKey: (Link | undefined)[] = [];
    for (const one of copied) linkByKey[linkKey(one.node, one.channel)] = one;
    return { ...value, links: copied, linkByKey };
  },
};

const accumulator: Field<RecordAccumulator> = record<RecordAccumulator>({
  ...allUntold("config", "compressionRatio", "availableBytes", "freedInFlight", "incomplete", "nextExpiryMs"),
  queues: list(queue),
  waiting: list(queue),
  isExhausted: plain,
});

const session: Field<ProducerSession> = record<ProducerSession>({
  ...allUntold("isEnabled", "initFailures", "initAllowedAtMs"),
  producerId: plain,
  producerEpoch: plain,
  isInitializing: plain,
  isBumpRequired: plain,
  unresolved: list(queue),
});

const application: Field<Application> = record<Application>({
  ...allUntold("source", "draft", "blockedUntilMs"),
  nextIndex: plain,
  probes: plain,
  probed: plain,
  isBlocked: plain,
});

/** Empty between two runs of the sender; the partition served last matters with several only. */
const drain: Field<DrainScratch> = {
  write: () => {},
  copy: () => ({ queues: [], counts: [], isReady: [], nodes: [], nodeCount: 0, lastPlace: [] }),
};

const producerTopic: Field<ProducerTopic> = record<ProducerTopic>({
  name: untold(),
  metadata: nullable(topic),
  queues: list(queue),
  sticky: derived(frozen<StickyPartitioner>(() => "")),
});

export const producerState: Field<ProducerState> = record<ProducerState>({
  ...allUntold("self", "options", "config", "rules", "wakeAtMs"),
  application,
  network,
  metadata,
  updater,
  accumulator,
  session,
  topics: list(producerTopic),
  isSenderDue: plain,
  drain,
});
