/** What the search and its checks read of interned values, taken out once for each. */

import { brokerEpochOf, type MetadataImage } from "../../kafka/metadata/image.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { RecordBatch } from "../../kafka/records.ts";
import type { ReplicaManager } from "../../kafka/replica-manager/replica-manager.ts";
import type { Fetcher, FetchPhase } from "../../kafka/replication/fetcher.ts";
import type { Partition } from "../../kafka/replication/partition.ts";
import { type LeaderView, producerId } from "../machines/producer.ts";
import { partitionOf, type Replica } from "../machines/replica.ts";
import { modelPartition } from "../settings.ts";

export interface ReplicaView {
  readonly self: number;
  readonly isUp: boolean;
  /** It has applied metadata, so that it takes requests. */
  readonly isServing: boolean;
  readonly isLeader: boolean;
  /** -1 without a role. */
  readonly leaderEpoch: number;
  readonly highWatermark: number;
  /** By offset; also of a broker that is down. Equal numbers, equal records of equal epochs. */
  readonly records: readonly number[];
  /** Some fetcher waits for the end of its back-off. */
  readonly isBackingOff: boolean;
  /** The leaders to whom its fetchers have a request in flight. */
  readonly asks: readonly number[];
  /** Fetches wait here for data. */
  readonly holdsFetches: boolean;
  /** Its producer's request waits for the high watermark. */
  readonly isProducing: boolean;
  /** Who leads, in its own view; null: it knows nothing. */
  readonly leader: LeaderView | null;
  /** It may append with acks=all. */
  readonly mayAppend: boolean;
  /** It has applied the registration of its own process. */
  readonly knowsItself: boolean;
  /** Down, and its disk is lost: whatever it comes back as is another incarnation, which the controller will hear of. */
  readonly isWiped: boolean;
  /** The maximal ISR of a leader. */
  readonly maximalIsr: readonly number[];
}

const sessions = 16;
const identities = 4096;

/** Leader epoch, producer epoch and identity in one number. */
export const nameOf = (leaderEpoch: number, producerEpoch: number, id: number): number =>
  (leaderEpoch * sessions + producerEpoch + 1) * identities + id;

export const recordIn = (name: number): number => name % identities;
/** -1: of no idempotent producer. */
export const producerEpochIn = (name: number): number => (Math.floor(name / identities) % sessions) - 1;

const nameOfBatch = ({ partitionLeaderEpoch, producerEpoch, records }: RecordBatch): number =>
  nameOf(partitionLeaderEpoch, producerEpoch, records[0]!.id);

function recordsOf(replica: Replica): readonly number[] {
  const names: number[] = [];
  for (const file of replica.disk.byName.values()) names.push(...file.entries.map(nameOfBatch));
  return names;
}

const leaderIn = ({ leader: leaderId, leaderEpoch }: Partition): LeaderView => ({ leaderId, leaderEpoch });

const asks = new Set<FetchPhase>(["fetching", "truncating", "out-of-range"]);

/** It would ask again, but for its back-off. */
const isBackingOff = (fetcher: Fetcher): boolean =>
  fetcher.inFlight === null && fetcher.delayed.some((followed) => followed.isDelayed && asks.has(followed.phase));

/** Whose requests wait. */
function waitingOf({ delayedProduces }: ReplicaManager): readonly number[] {
  const connections: number[] = [];
  for (let one = delayedProduces.first; one !== null; one = one.later) connections.push(one.connection);
  return connections;
}

function hasWaitingFetch({ delayedFetches }: ReplicaManager): boolean {
  for (let one = delayedFetches.first; one !== null; one = one.later) if (!one.fetch.closed) return true;
  return false;
}

export function viewOfReplica(replica: Replica): ReplicaView {
  const { manager, self } = replica;
  const partition = partitionOf(replica);
  const isLeader = partition?.role === "leader";
  const fetchers = manager === null ? [] : [...manager.fetchers.byLeader.values()].map((one) => one.fetcher);
  const waiting = manager === null ? [] : waitingOf(manager);
  return {
    self,
    isUp: manager !== null,
    isServing: partition !== null,
    isLeader,
    leaderEpoch: partition?.leaderEpoch ?? -1,
    highWatermark: manager?.partitions.byKey.get(modelPartition)?.log?.highWatermark ?? -1,
    records: recordsOf(replica),
    isBackingOff: fetchers.some(isBackingOff),
    asks: fetchers.filter((one) => one.inFlight !== null).map((one) => one.leaderId),
    holdsFetches: manager !== null && hasWaitingFetch(manager),
    isProducing: waiting.includes(producerId),
    leader: partition === null || partition.role === "none" ? null : leaderIn(partition),
    mayAppend: partition !== null && isLeader && partition.isr.length >= partition.effectiveMinIsr,
    knowsItself: manager !== null && brokerEpochOf(manager.port.image(), self) === manager.port.brokerEpoch(),
    isWiped: manager === null && replica.disk.byName.size === 0,
    maximalIsr: partition?.maximalIsr ?? [],
  };
}

export interface ImageView {
  readonly registration: PartitionRegistration;
  /** By broker id. */
  readonly isFenced: readonly boolean[];
  readonly brokerStates: readonly { readonly fenced: boolean; readonly shuttingDown: boolean }[];
  readonly brokerEpochs: readonly number[];
}

export function viewOfImage(image: MetadataImage): ImageView {
  const isFenced: boolean[] = [];
  const brokerStates: { fenced: boolean; shuttingDown: boolean }[] = [];
  const brokerEpochs: number[] = [];
  for (const { brokerId, fenced, brokerEpoch, inControlledShutdown } of image.brokers.values()) {
    isFenced[brokerId] = fenced;
    brokerStates[brokerId] = { fenced, shuttingDown: inControlledShutdown };
    brokerEpochs[brokerId] = brokerEpoch;
  }
  return { registration: image.partitions.get(modelPartition)!, isFenced, brokerStates, brokerEpochs };
}
