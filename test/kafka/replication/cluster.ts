/**
 * One partition on a few brokers, wired by hand: tests play controller and network, message by message. Broker n has
 * node id n; registrations reach a broker when the test says so, in any order.
 */
import type { BrokerConfig } from "../../../src/kafka/config/resolve-broker.ts";
import type { TopicConfig } from "../../../src/kafka/config/resolve-topic.ts";
import { openLog } from "../../../src/kafka/log/open-log.ts";
import type { AlterPartition } from "../../../src/kafka/messages/controller.ts";
import type { FetchRequest, FetchResponse } from "../../../src/kafka/messages/fetch.ts";
import type { PartitionRegistration } from "../../../src/kafka/metadata/records.ts";
import type { KafkaObserver } from "../../../src/kafka/observer.ts";
import type { RecordBatch } from "../../../src/kafka/records.ts";
import type { ReplicaEnv } from "../../../src/kafka/replication/env.ts";
import { closeFetch, openFetch, type ReplicaTable, readFetch } from "../../../src/kafka/replication/fetch-context.ts";
import { type FetchSessionCache, newFetchSessionCache } from "../../../src/kafka/replication/fetch-session.ts";
import {
  addPartition,
  type Fetcher,
  type FetcherRequest,
  type FetcherResponse,
  newFetcher,
  removePartition,
} from "../../../src/kafka/replication/fetcher.ts";
import { nextRequest } from "../../../src/kafka/replication/fetcher-request.ts";
import { onFetcherDisconnect, onFetcherResponse } from "../../../src/kafka/replication/fetcher-response.ts";
import { endOffsetForLeaderEpoch, listOffset } from "../../../src/kafka/replication/offsets.ts";
import { newPartition, type Partition } from "../../../src/kafka/replication/partition.ts";
import { appendToLeader, type ProduceResult } from "../../../src/kafka/replication/produce.ts";
import { applyRegistration, type RegistrationOutcome } from "../../../src/kafka/replication/registration.ts";
import type { Override, Rules } from "../../../src/kafka/rules/rules.ts";
import { kafka4, overrideRules } from "../../../src/kafka/rules/rules.ts";
import { MemoryDisk } from "../log/memory-disk.ts";
import { batchesIn, batchOf, plainTopic, tp } from "../log/world.ts";
import { silentObserver } from "../silent-observer.ts";
import { plainBroker } from "./plain-broker.ts";

export interface ClusterShape {
  readonly brokers?: number;
  readonly override?: Override;
  readonly topic?: Partial<TopicConfig>;
  readonly broker?: Partial<BrokerConfig>;
  readonly heard?: Partial<KafkaObserver>;
}

export interface Cluster {
  readonly rules: Rules;
  readonly clock: { nowMs: number };
  readonly nodes: readonly Node[];
  /** What brokers believe of one another; the same for all. */
  readonly alive: {
    readonly active: Set<number>;
    readonly unfenced: Set<number>;
    readonly epochs: Map<number, number>;
  };
  readonly racks: Map<number, string>;
  correlationId: number;
}

export interface Node {
  readonly id: number;
  readonly disk: MemoryDisk;
  readonly env: ReplicaEnv;
  readonly table: ReplicaTable;
  partition: Partition;
  cache: FetchSessionCache;
  readonly fetchers: Map<number, Fetcher>;
  /** Counted: what the replica asked of its broker. */
  readonly asked: { proposals: number; moves: number; failedDirs: number };
}

export function newCluster(shape: ClusterShape = {}): Cluster {
  const count = shape.brokers ?? 3;
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  const cluster: Cluster = {
    rules: shape.override === undefined ? kafka4 : overrideRules(kafka4, shape.override),
    clock: { nowMs: 100_000 },
    nodes: [],
    alive: { active: new Set(ids), unfenced: new Set(ids), epochs: new Map(ids.map((id) => [id, 10 + id])) },
    racks: new Map(),
    correlationId: 0,
  };
  const nodes = ids.map((id) => newNode(cluster, id, shape));
  return Object.assign(cluster, { nodes });
}

function newNode(cluster: Cluster, id: number, shape: ClusterShape): Node {
  const asked = { proposals: 0, moves: 0, failedDirs: 0 };
  const config = { ...plainBroker, ...shape.broker };
  const env: ReplicaEnv = {
    brokerId: id,
    config,
    rules: cluster.rules,
    observer: silentObserver(shape.heard),
    nowMs: () => cluster.clock.nowMs,
    wallClockMs: () => 1_000_000_000_000 + cluster.clock.nowMs,
    brokerEpoch: () => cluster.alive.epochs.get(id) ?? -1,
    aliveBrokerEpoch: (other) => (cluster.alive.unfenced.has(other) ? (cluster.alive.epochs.get(other) ?? -1) : -1),
    isActive: (other) => cluster.alive.active.has(other),
    isUnfenced: (other) => cluster.alive.unfenced.has(other),
    rackOf: (other) => cluster.racks.get(other) ?? "",
    sessionId: (nth) => id * 1000 + nth,
    lastSessionEpoch: 0x7fffffff,
    isrProposed: () => {
      asked.proposals++;
    },
    partitionMoved: () => {
      asked.moves++;
    },
    logDirFailed: () => {
      asked.failedDirs++;
    },
  };
  const disk = new MemoryDisk();
  const topic = { ...plainTopic, ...shape.topic };
  const log = openLog(disk, 0, tp, topic, env, false);
  const node: Node = {
    id,
    disk,
    env,
    table: { replicaOf: (asked) => (asked === tp ? node.partition : null), whyMissing: () => 3, leaderOf: () => null },
    partition: newPartition(tp, "orders", log, topic),
    cache: newFetchSessionCache(10),
    fetchers: new Map(),
    asked,
  };
  return node;
}

export const nodeOf = (cluster: Cluster, id: number): Node => cluster.nodes[id - 1]!;
export const partitionOn = (cluster: Cluster, id: number): Partition => nodeOf(cluster, id).partition;

export interface RegistrationShape {
  readonly leader: number;
  readonly epoch: number;
  readonly isr?: readonly number[];
  readonly partitionEpoch?: number;
  readonly replicas?: readonly number[];
}

export function registrationOf(cluster: Cluster, shape: RegistrationShape): PartitionRegistration {
  const all = cluster.nodes.map((node) => node.id);
  return {
    replicas: shape.replicas ?? all,
    isr: shape.isr ?? all,
    eligibleLeaderReplicas: [],
    lastKnownElr: [],
    addingReplicas: [],
    removingReplicas: [],
    leader: shape.leader,
    leaderEpoch: shape.epoch,
    partitionEpoch: shape.partitionEpoch ?? shape.epoch * 10,
    leaderRecoveryState: "RECOVERED",
  };
}

/** Broker `id` applies what the controller decided, as its broker would. */
export function tell(cluster: Cluster, id: number, shape: RegistrationShape): RegistrationOutcome {
  const node = nodeOf(cluster, id);
  const outcome = applyRegistration(node.partition, registrationOf(cluster, shape), node.env);
  if (outcome !== "new-leader" && outcome !== "new-follower") return outcome;
  for (const [leader, fetcher] of node.fetchers) {
    if (leader !== shape.leader || outcome === "new-leader") removePartition(fetcher, tp);
  }
  if (outcome === "new-follower" && shape.leader > 0)
    addPartition(fetcherOf(node, shape.leader), node.partition, node.env);
  return outcome;
}

export const tellAll = (cluster: Cluster, shape: RegistrationShape): void => {
  for (const node of cluster.nodes) tell(cluster, node.id, shape);
};

export function fetcherOf(node: Node, leader: number): Fetcher {
  const known = node.fetchers.get(leader) ?? newFetcher(leader);
  node.fetchers.set(leader, known);
  return known;
}

/** The follower's next request to `leader`, in flight. */
export function request(cluster: Cluster, follower: number, leader: number): FetcherRequest | null {
  const node = nodeOf(cluster, follower);
  cluster.correlationId++;
  return nextRequest(fetcherOf(node, leader), cluster.correlationId, node.env);
}

/** What `leader` answers now; fetches do not wait. */
export function serve(cluster: Cluster, leader: number, asked: FetcherRequest): FetcherResponse {
  const node = nodeOf(cluster, leader);
  const { correlationId } = asked;
  switch (asked.kind) {
    case "Fetch":
      return serveFetch(cluster, leader, asked);
    case "OffsetForLeaderEpoch": {
      const partitions = asked.partitions.map((one) => endOffsetForLeaderEpoch(node.partition, one, node.env));
      return { kind: "OffsetForLeaderEpochResponse", name: 0, correlationId, partitions };
    }
    case "ListOffsets": {
      const partitions = asked.partitions.map((one) => listOffset(node.partition, one, asked, node.env));
      return { kind: "ListOffsetsResponse", name: 0, correlationId, partitions };
    }
  }
}

export function serveFetch(cluster: Cluster, leader: number, asked: FetchRequest): FetchResponse {
  const node = nodeOf(cluster, leader);
  const context = openFetch(node.cache, asked, node.env);
  readFetch(context, node.table, node.env);
  return closeFetch(context, node.env);
}

export function deliver(cluster: Cluster, follower: number, leader: number, response: FetcherResponse): void {
  const node = nodeOf(cluster, follower);
  onFetcherResponse(fetcherOf(node, leader), response, node.env);
}

/** One full exchange; false if the follower had nothing to ask. */
export function fetch(cluster: Cluster, follower: number, leader: number): boolean {
  const asked = request(cluster, follower, leader);
  if (asked === null) return false;
  deliver(cluster, follower, leader, serve(cluster, leader, asked));
  return true;
}

/** The request reaches the leader, the answer nobody. */
export function fetchUnanswered(cluster: Cluster, follower: number, leader: number): void {
  const asked = request(cluster, follower, leader);
  if (asked !== null) serve(cluster, leader, asked);
}

/** The connection dies, and the back-off passes. */
export function disconnect(cluster: Cluster, follower: number, leader: number): void {
  const node = nodeOf(cluster, follower);
  onFetcherDisconnect(fetcherOf(node, leader), node.env);
  cluster.clock.nowMs += node.env.config.replicaFetchBackoffMs;
}

export function write(cluster: Cluster, leader: number, batch: RecordBatch = batchOf(), acks = -1): ProduceResult {
  const node = nodeOf(cluster, leader);
  return appendToLeader(node.partition, batch, acks, node.env);
}

/** Ghost identities of the records on a broker, in order. */
export const idsOn = (cluster: Cluster, id: number): number[] =>
  batchesIn(partitionOn(cluster, id).log).flatMap((batch) => batch.records.map((record) => record.id));

export const highWatermarkOn = (cluster: Cluster, id: number): number => partitionOn(cluster, id).log.highWatermark;
export const logEndOn = (cluster: Cluster, id: number): number => partitionOn(cluster, id).log.logEndOffset;
export const isrOf = (proposal: AlterPartition | null): number[] => proposal?.newIsr.map((one) => one.brokerId) ?? [];
