/**
 * One broker of a model, as far as one partition goes: its disk, its replica, its fetchers, its ISR proposals, and what it
 * knows of the metadata. The small machine of which the broker is made, without clients, timers and other partitions.
 *
 *   down --booted--> up (no role) --metadata--> leader, follower, by the transitions of Partition --crash--> down
 */
import { nodeMap, nullable, record } from "../../explorer/compound.ts";
import { type Field, frozen, node, plain } from "../../explorer/shape.ts";
import type { ProduceRequest } from "../../kafka/messages/produce.ts";
import type { RecordBatch } from "../../kafka/records.ts";
import type { Fetcher } from "../../kafka/replication/fetcher.ts";
import type { Partition } from "../../kafka/replication/partition.ts";
import type { ProduceResult } from "../../kafka/replication/produce.ts";
import { fetcher } from "../fields/fetcher-fields.ts";
import { disk } from "../fields/log-fields.ts";
import { partition } from "../fields/partition-fields.ts";
import { ModelDisk } from "./disk.ts";
import { type BrokerView, brokerViews } from "./metadata-version.ts";

export interface Replica {
  readonly self: number;
  disk: ModelDisk<RecordBatch>;
  /** null: the process is down. */
  partition: Partition | null;
  /** Of this process; -1 when down. */
  brokerEpoch: number;
  /** As far as the metadata was applied; empty before. */
  brokers: readonly BrokerView[];
  readonly fetchers: Map<number, Fetcher>;
  /** The leader whose fetcher has the partition; -1: none. */
  fetchedFrom: number;
  /** A request with the pending ISR is on its way to the controller. */
  isProposing: boolean;
  /** An ISR was proposed, or must be proposed again, that no request carries. */
  hasProposal: boolean;
  /** The producer's request that waits for the high watermark (DelayedProduce). */
  waiting: WaitingProduce | null;
}

export interface WaitingProduce {
  readonly request: ProduceRequest;
  readonly result: ProduceResult;
}

export const replicaField: Field<Replica> = record<Replica>({
  self: node,
  disk,
  partition: nullable(partition),
  brokerEpoch: plain,
  brokers: brokerViews as Field<readonly BrokerView[]>,
  fetchers: nodeMap<Fetcher>(fetcher),
  fetchedFrom: node,
  isProposing: plain,
  hasProposal: plain,
  waiting: nullable(frozen<WaitingProduce>(({ result }) => `${result.baseOffset}..${result.lastOffset}`)),
});

/** A broker that never ran. */
export const newReplica = (self: number): Replica => ({
  self,
  disk: new ModelDisk(),
  partition: null,
  brokerEpoch: -1,
  brokers: [],
  fetchers: new Map(),
  fetchedFrom: -1,
  isProposing: false,
  hasProposal: false,
  waiting: null,
});

export const brokerView = (replica: Replica, brokerId: number): BrokerView | undefined =>
  replica.brokers.find((broker) => broker.brokerId === brokerId);
