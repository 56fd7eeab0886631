/**
 * The metadata image: what the log of metadata records says so far. The controller's ledger state and every broker's view
 * are the same structure at different offsets (KIP-631), changed by `replay` alone.
 *
 *   RegisterBrokerRecord            absent | registered -> registered (a new incarnation replaces the old one)
 *   BrokerRegistrationChangeRecord  fenced <-> unfenced -> in controlled shutdown; only for the epoch it names
 *   UnregisterBrokerRecord          registered -> absent
 *   TopicRecord, PartitionRecord    absent -> present; RemoveTopicRecord: present -> absent, for ever (ids are not reused)
 *   PartitionChangeRecord           partition epoch + 1; leader epoch + 1 if `leader` is present
 *   ConfigRecord, ProducerIdsRecord the last one wins
 */
import { invariant } from "../../core/invariant.ts";
import type { ConfigEntries } from "../messages/admin.ts";
import { partitionOf, type TopicId, type TopicPartition, topicIdOf } from "../topic-partition.ts";
import type { MetadataRecord, PartitionChange, PartitionRegistration } from "./records.ts";

/** A broker as registered (org.apache.kafka.metadata.BrokerRegistration). Replaced, never changed. */
export interface BrokerRegistration {
  readonly brokerId: number;
  readonly incarnationId: number;
  readonly brokerEpoch: number;
  /** Offset of its last registration record; above `brokerEpoch` if the same incarnation registered again. */
  readonly registrationOffset: number;
  readonly rack: string;
  /** Directories that work. */
  readonly logDirs: readonly number[];
  /** Directories that failed since the registration. */
  readonly offlineLogDirs: readonly number[];
  /** Replicas that are offline with their directory. */
  readonly offlineReplicas: readonly TopicPartition[];
  readonly fenced: boolean;
  readonly inControlledShutdown: boolean;
}

export interface TopicImage {
  readonly name: string;
  readonly topicId: TopicId;
  /** By partition number. */
  readonly partitions: TopicPartition[];
}

export interface MetadataImage {
  readonly brokers: Map<number, BrokerRegistration>;
  readonly topicsByName: Map<string, TopicImage>;
  readonly topicsById: Map<TopicId, TopicImage>;
  readonly partitions: Map<TopicPartition, PartitionRegistration>;
  /** Overrides by topic; the object is replaced when one changes, so its identity tells a change. */
  readonly topicConfigs: Map<TopicId, ConfigEntries>;
  nextProducerId: number;
  /** The last id of every name that was ever a topic. */
  readonly topicIdsByName: Map<string, TopicId>;
  /** Above every topic id that was ever used. */
  nextTopicId: TopicId;
  /** Offset of the last record replayed; -1: none. */
  lastOffset: number;
}

export const emptyImage = (): MetadataImage => ({
  brokers: new Map(),
  topicsByName: new Map(),
  topicsById: new Map(),
  partitions: new Map(),
  topicConfigs: new Map(),
  nextProducerId: 0,
  topicIdsByName: new Map(),
  nextTopicId: 1,
  lastOffset: -1,
});

/** Applies the record at `offset`, in place. Total: a record about a thing that is unknown changes nothing. */
export function replay(image: MetadataImage, record: MetadataRecord, offset: number): void {
  invariant(offset >= image.lastOffset, "metadata is replayed in the order of its offsets");
  image.lastOffset = offset;
  switch (record.type) {
    case "RegisterBrokerRecord":
      registerBroker(image, record, offset);
      return;
    case "UnregisterBrokerRecord":
      if (image.brokers.get(record.brokerId)?.brokerEpoch === record.brokerEpoch) image.brokers.delete(record.brokerId);
      return;
    case "BrokerRegistrationChangeRecord":
      changeBroker(image, record);
      return;
    case "TopicRecord":
      addTopic(image, record.name, record.topicId);
      return;
    case "RemoveTopicRecord":
      removeTopic(image, record.topicId);
      return;
    case "PartitionRecord":
      addPartition(image, record.topicPartition, record.registration);
      return;
    case "PartitionChangeRecord": {
      const before = image.partitions.get(record.topicPartition);
      if (before !== undefined) image.partitions.set(record.topicPartition, changed(before, record.changes));
      return;
    }
    case "ConfigRecord":
      changeConfig(image, record.topicId, record.name, record.value);
      return;
    case "ProducerIdsRecord":
      invariant(record.nextProducerId > image.nextProducerId, "a block of producer ids is handed out once");
      image.nextProducerId = record.nextProducerId;
      return;
    case "NoOpRecord":
      return;
  }
}

/** The registration after a change record (org.apache.kafka.metadata.PartitionRegistration.merge). */
export function changed(before: PartitionRegistration, changes: PartitionChange): PartitionRegistration {
  const replicas = changes.replicas ?? before.replicas;
  const isr = changes.isr ?? before.isr;
  const leader = changes.leader ?? before.leader;
  invariant(
    isr.every((id) => replicas.includes(id)),
    "an ISR holds replicas only",
  );
  invariant(leader === -1 || replicas.includes(leader), "a leader is a replica");
  return {
    replicas,
    isr,
    eligibleLeaderReplicas: changes.eligibleLeaderReplicas ?? before.eligibleLeaderReplicas,
    lastKnownElr: changes.lastKnownElr ?? before.lastKnownElr,
    addingReplicas: changes.addingReplicas ?? before.addingReplicas,
    removingReplicas: changes.removingReplicas ?? before.removingReplicas,
    leader,
    leaderEpoch: changes.leader === undefined ? before.leaderEpoch : before.leaderEpoch + 1,
    partitionEpoch: before.partitionEpoch + 1,
    leaderRecoveryState: changes.leaderRecoveryState ?? before.leaderRecoveryState,
  };
}

type BrokerRegistered = Extract<MetadataRecord, { type: "RegisterBrokerRecord" }>;

function registerBroker(image: MetadataImage, record: BrokerRegistered, offset: number): void {
  invariant(record.brokerEpoch <= offset, "the epoch of a broker is the offset of a registration");
  invariant(record.brokerEpoch >= brokerEpochOf(image, record.brokerId), "the epoch of a broker never falls");
  image.brokers.set(record.brokerId, {
    brokerId: record.brokerId,
    incarnationId: record.incarnationId,
    brokerEpoch: record.brokerEpoch,
    registrationOffset: offset,
    rack: record.rack,
    logDirs: record.logDirs,
    offlineLogDirs: [],
    offlineReplicas: [],
    fenced: record.fenced,
    inControlledShutdown: record.inControlledShutdown,
  });
}

type BrokerChange = Extract<MetadataRecord, { type: "BrokerRegistrationChangeRecord" }>;

function changeBroker(image: MetadataImage, record: BrokerChange): void {
  const before = image.brokers.get(record.brokerId);
  if (before === undefined || before.brokerEpoch !== record.brokerEpoch) return;
  image.brokers.set(record.brokerId, {
    brokerId: before.brokerId,
    incarnationId: before.incarnationId,
    brokerEpoch: before.brokerEpoch,
    registrationOffset: before.registrationOffset,
    rack: before.rack,
    logDirs: record.logDirs ?? before.logDirs,
    offlineLogDirs: record.logDirs === undefined ? before.offlineLogDirs : failedDirs(before, record.logDirs),
    offlineReplicas: record.offlineReplicas ?? before.offlineReplicas,
    fenced: record.fenced ?? before.fenced,
    inControlledShutdown: record.inControlledShutdown ?? before.inControlledShutdown,
  });
}

const failedDirs = (before: BrokerRegistration, working: readonly number[]): readonly number[] =>
  [...before.offlineLogDirs, ...before.logDirs].filter((dir) => !working.includes(dir));

function addTopic(image: MetadataImage, name: string, topicId: TopicId): void {
  invariant(!image.topicsById.has(topicId) && !image.topicsByName.has(name), "a topic is added once");
  const topic: TopicImage = { name, topicId, partitions: [] };
  image.topicsByName.set(name, topic);
  image.topicsById.set(topicId, topic);
  image.topicIdsByName.set(name, topicId);
  image.nextTopicId = Math.max(image.nextTopicId, topicId + 1);
}

function removeTopic(image: MetadataImage, topicId: TopicId): void {
  const topic = image.topicsById.get(topicId);
  if (topic === undefined) return;
  for (const tp of topic.partitions) image.partitions.delete(tp);
  image.topicConfigs.delete(topicId);
  image.topicsById.delete(topicId);
  image.topicsByName.delete(topic.name);
}

function addPartition(image: MetadataImage, tp: TopicPartition, registration: PartitionRegistration): void {
  const topic = image.topicsById.get(topicIdOf(tp));
  if (topic === undefined) return;
  invariant(partitionOf(tp) === topic.partitions.length, "the partitions of a topic are counted without a gap");
  topic.partitions.push(tp);
  image.partitions.set(tp, registration);
}

function changeConfig(image: MetadataImage, topicId: TopicId, name: string, value: string | null): void {
  if (!image.topicsById.has(topicId)) return;
  const entries = Object.entries(configsOf(image, topicId)).filter(([key]) => key !== name);
  if (value !== null) entries.push([name, value]);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  image.topicConfigs.set(topicId, Object.fromEntries(entries));
}

const noConfigs: ConfigEntries = {};

/** The overrides of a topic; one shared empty object if there are none. */
export const configsOf = (image: MetadataImage, topicId: TopicId): ConfigEntries =>
  image.topicConfigs.get(topicId) ?? noConfigs;

export const topicByName = (image: MetadataImage, name: string): TopicImage | undefined => image.topicsByName.get(name);
export const topicById = (image: MetadataImage, topicId: TopicId): TopicImage | undefined =>
  image.topicsById.get(topicId);
export const topicNameOf = (image: MetadataImage, tp: TopicPartition): string =>
  image.topicsById.get(topicIdOf(tp))?.name ?? "";
export const partitionRegistration = (image: MetadataImage, tp: TopicPartition): PartitionRegistration | undefined =>
  image.partitions.get(tp);

/** The epoch of a registered broker; -1 if unknown. */
export const brokerEpochOf = (image: MetadataImage, brokerId: number): number =>
  image.brokers.get(brokerId)?.brokerEpoch ?? -1;

/** "" without a rack, also for an unknown broker. */
export const rackOf = (image: MetadataImage, brokerId: number): string => image.brokers.get(brokerId)?.rack ?? "";

/** Registered and not fenced. */
export function isUnfenced(image: MetadataImage, brokerId: number): boolean {
  const broker = image.brokers.get(brokerId);
  return broker !== undefined && !broker.fenced;
}

/** Registered, neither fenced nor in controlled shutdown: may lead and may join an ISR (KIP-841). */
export function isActive(image: MetadataImage, brokerId: number): boolean {
  const broker = image.brokers.get(brokerId);
  return broker !== undefined && !broker.fenced && !broker.inControlledShutdown;
}

/** Ids of the registered brokers, ascending. */
export const brokerIds = (image: MetadataImage): number[] => [...image.brokers.keys()].sort((a, b) => a - b);
