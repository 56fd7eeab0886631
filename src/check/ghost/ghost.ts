/**
 * The ghost: the state that checks keep beside the cluster. It survives every restart and wipe, and no machine sees it.
 *
 * It is brought up to date before any monitor hears of an observation; `partition` and `replica` are then those that
 * the observation is about, `before` what it replaced.
 */

import { nodeIdLimit } from "../../core/ids.ts";
import { newRecordTable, type RecordChunk, type RecordTable } from "../../history/record-table.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import { type TopicPartition, topicIdOf } from "../../kafka/topic-partition.ts";
import { type Excuses, newExcuses } from "../anomaly.ts";
import { allowsProgress, asRemembered, type Happened, keepsOrder, newHappened, type Writable } from "../guarantees.ts";
import { producerTermsOf, type TopicTerms, type TrialOptions } from "../options.ts";
import { type Counts, newCounts } from "../statistics.ts";
import { nothingTested, type Tested } from "../tested.ts";
import { newVerdicts, type Verdicts } from "../verdicts.ts";
import type { ClientConduct } from "./client-conduct.ts";
import type { Facts } from "./facts.ts";
import { type BrokerGhost, type ClientGhost, newBroker, newClient } from "./node-ghost.ts";
import { newPartition, type PartitionGhost, type ReplicaGhost, replicaAt, type TopicGhost } from "./partition-ghost.ts";
import { plannedTerms, termsMadeAnew, weakest } from "./topic-terms.ts";

export interface Ghost {
  readonly options: TrialOptions;
  /** As judged: the expectations where there are any. */
  readonly elr: boolean;
  /** The settings leave brokers the time to make progress once all is healed. */
  readonly allowsProgress: boolean;
  /** No leader forgets a producer that may still retry. */
  readonly remembersProducers: boolean;
  readonly verdicts: Verdicts;
  readonly excuses: Excuses;
  event: number;
  atMicros: number;
  /** By node: its steps since the last look at them. */
  readonly steps: Uint32Array;
  /** Virtual time at which the calm phase began; -1 before. */
  calmSince: number;
  /** All had come to rest, and what was sent since are probes. */
  probing: boolean;
  readonly topics: Map<number, TopicGhost>;
  /** Settings of topics by name, since their creation. */
  readonly given: Map<string, Map<string, string | null>>;
  /** Names of topics that were deleted. */
  readonly deletedNames: Set<string>;
  readonly partitions: Map<TopicPartition, PartitionGhost>;
  readonly partitionList: PartitionGhost[];
  /** By broker id. */
  readonly brokers: BrokerGhost[];
  readonly clients: Map<number, ClientGhost>;
  /** Of the running process of each client that is judged. */
  readonly conducts: Map<number, ClientConduct>;
  readonly records: RecordTable;
  partition: PartitionGhost;
  replica: ReplicaGhost;
  /** The record that a completed send is about. */
  readonly sent: { chunk: RecordChunk; place: number };
  readonly before: Before;
  readonly touchedReplicas: Touched<ReplicaGhost>;
  readonly touchedPartitions: Touched<PartitionGhost>;
  readonly happened: Writable<Happened>;
  readonly tested: Tested;
  readonly counts: Counts;
  readonly facts: Facts;
}

/** What an event touched: only `count` of the items. The array keeps its length, as an emptied one gives its memory back. */
interface Touched<Item> {
  readonly items: Item[];
  count: number;
}

/** Values that the observation at hand replaced. */
interface Before {
  highWatermark: number;
  logStart: number;
  logEnd: number;
  leaderEpoch: number;
  role: number;
  brokerEpoch: number;
  metadataOffset: number;
  registration: PartitionRegistration | null;
}

const nothingBefore = (): Before => ({
  highWatermark: 0,
  logStart: 0,
  logEnd: 0,
  leaderEpoch: -1,
  role: 0,
  brokerEpoch: -1,
  metadataOffset: -1,
  registration: null,
});

export function newGhost(options: TrialOptions, facts: Facts): Ghost {
  const nowhere = newPartition(-1, -1, newTopic(plannedTerms(options, ""), -1));
  const records = newRecordTable();
  const ghost: Ghost = {
    options,
    elr: options.expectations?.eligibleLeaderReplicasEnable ?? options.eligibleLeaderReplicasEnable,
    allowsProgress: allowsProgress(options.times),
    remembersProducers: options.producers.every((terms) => asRemembered(terms, options.times) === terms),
    verdicts: newVerdicts(options.onViolation),
    excuses: newExcuses(options.refusedAnomaly ?? null),
    event: 0,
    atMicros: 0,
    steps: new Uint32Array(nodeIdLimit),
    calmSince: -1,
    probing: false,
    topics: new Map(),
    given: new Map(),
    deletedNames: new Set(),
    partitions: new Map(),
    partitionList: [],
    brokers: [],
    clients: new Map(),
    conducts: new Map(),
    records,
    sent: { chunk: records.latest, place: 0 },
    partition: nowhere,
    replica: replicaAt(nowhere, 0),
    before: nothingBefore(),
    touchedReplicas: { items: [], count: 0 },
    touchedPartitions: { items: [], count: 0 },
    happened: newHappened(),
    tested: nothingTested(),
    counts: newCounts(),
    facts,
  };
  for (let broker = 0; broker <= options.brokers; broker++) ghost.brokers.push(newBroker(broker));
  for (const terms of options.producers) {
    const judged = asRemembered(producerTermsOf(options, terms), options.times);
    const { client, acks, enableIdempotence } = judged;
    ghost.clients.set(client, newClient(client, true, acks, enableIdempotence, keepsOrder(judged)));
  }
  return ghost;
}

/** Makes `partition` and `replica` those of an observation. */
export function enter(ghost: Ghost, tp: TopicPartition, broker: number): ReplicaGhost {
  const partition = enterPartition(ghost, tp);
  const replica = partition.replicas[broker] ?? replicaAt(partition, broker);
  ghost.replica = replica;
  return replica;
}

export function enterPartition(ghost: Ghost, tp: TopicPartition): PartitionGhost {
  if (ghost.partition.topicPartition === tp) return ghost.partition;
  const partition = ghost.partitions.get(tp) ?? addPartition(ghost, tp, "");
  ghost.partition = partition;
  return partition;
}

export function addPartition(ghost: Ghost, tp: TopicPartition, name: string): PartitionGhost {
  const topicId = topicIdOf(tp);
  let topic = ghost.topics.get(topicId);
  if (topic === undefined) {
    topic = newTopic(plannedTerms(ghost.options, name), ghost.event);
    ghost.topics.set(topicId, topic);
  } else if (topic.event < ghost.event) {
    topic.grown = true;
    ghost.happened.partitionsAdded = true;
  }
  const partition = newPartition(tp, ghost.partitionList.length, topic);
  topic.partitions.push(partition);
  ghost.partitions.set(tp, partition);
  ghost.partitionList.push(partition);
  return partition;
}

/**
 * A topic that is made anew under the id of the one before (KIP-516 forbids it, defect E-14): its history begins again, and whoever
 * still has the old logs has what nobody wrote.
 */
export function beginAnew(ghost: Ghost, { topicPartition: tp, topic }: PartitionGhost): PartitionGhost {
  const topicId = topicIdOf(tp);
  if (ghost.topics.get(topicId) === topic) ghost.topics.delete(topicId);
  ghost.partition = addPartition(ghost, tp, "");
  return ghost.partition;
}

/** The name may become known after the first partition. */
export function nameTopic(ghost: Ghost, topic: TopicGhost, name: string): void {
  if (topic.name === name) return;
  topic.name = name;
  topic.madeAnew = ghost.deletedNames.has(name);
  const terms = topic.madeAnew
    ? termsMadeAnew(ghost.options, name, ghost.given.get(name) ?? new Map())
    : plannedTerms(ghost.options, name);
  topic.terms = weakest(terms);
}

const newTopic = (terms: TopicTerms, event: number): TopicGhost => ({
  name: terms.name,
  terms: weakest(terms),
  partitions: [],
  event,
  grown: false,
  minIsrChangedAt: -1,
  madeAnew: false,
});

export function brokerAt(ghost: Ghost, broker: number): BrokerGhost {
  while (ghost.brokers.length <= broker) ghost.brokers.push(newBroker(ghost.brokers.length));
  return ghost.brokers[broker]!;
}

export function clientAt(ghost: Ghost, client: number): ClientGhost {
  const known = ghost.clients.get(client);
  if (known !== undefined) return known;
  const made = newClient(client, false, -1, false, false);
  ghost.clients.set(client, made);
  return made;
}

export function touchReplica(ghost: Ghost, replica: ReplicaGhost): void {
  if (replica.touchedAt === ghost.event) return;
  replica.touchedAt = ghost.event;
  const { touchedReplicas } = ghost;
  touchedReplicas.items[touchedReplicas.count++] = replica;
}

export function touchPartition(ghost: Ghost, partition: PartitionGhost): void {
  if (partition.touchedAt === ghost.event) return;
  partition.touchedAt = ghost.event;
  const { touchedPartitions } = ghost;
  touchedPartitions.items[touchedPartitions.count++] = partition;
}
