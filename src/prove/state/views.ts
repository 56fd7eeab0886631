/** What the search and its checks read of interned values, taken out once for each. */

import type { MetadataImage } from "../../kafka/metadata/image.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { RecordBatch } from "../../kafka/records.ts";
import type { Partition } from "../../kafka/replication/partition.ts";
import { isBackingOff } from "../machines/fetching.ts";
import type { LeaderView } from "../machines/producer.ts";
import { brokerView, type Replica } from "../machines/replica.ts";
import { modelPartition } from "../settings.ts";

export interface ReplicaView {
  readonly self: number;
  readonly isUp: boolean;
  readonly isLeader: boolean;
  /** -1 without a role. */
  readonly leaderEpoch: number;
  readonly highWatermark: number;
  /** By offset; also of a broker that is down. Equal numbers, equal records of equal epochs. */
  readonly records: readonly number[];
  /** Some fetcher waits for the end of its back-off. */
  readonly isBackingOff: boolean;
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

export function viewOfReplica(replica: Replica): ReplicaView {
  const { partition, self } = replica;
  const isLeader = partition?.role === "leader";
  return {
    self,
    isUp: partition !== null,
    isLeader,
    leaderEpoch: partition?.leaderEpoch ?? -1,
    highWatermark: partition?.log.highWatermark ?? -1,
    records: recordsOf(replica),
    isBackingOff: [...replica.fetchers.values()].some(isBackingOff),
    isProducing: replica.waiting !== null,
    leader: partition === null || partition.role === "none" ? null : leaderIn(partition),
    mayAppend: partition !== null && isLeader && partition.isr.length >= partition.effectiveMinIsr,
    knowsItself: partition !== null && brokerView(replica, self)?.brokerEpoch === replica.brokerEpoch,
    isWiped: partition === null && replica.disk.byName.size === 0,
    maximalIsr: partition?.maximalIsr ?? [],
  };
}

export interface ImageView {
  readonly registration: PartitionRegistration;
  /** By broker id. */
  readonly isFenced: readonly boolean[];
  readonly brokerEpochs: readonly number[];
}

export function viewOfImage(image: MetadataImage): ImageView {
  const isFenced: boolean[] = [];
  const brokerEpochs: number[] = [];
  for (const { brokerId, fenced, brokerEpoch } of image.brokers.values()) {
    isFenced[brokerId] = fenced;
    brokerEpochs[brokerId] = brokerEpoch;
  }
  return { registration: image.partitions.get(modelPartition)!, isFenced, brokerEpochs };
}
