/** All that a producer process holds: lost with it. A new process is a new session with new records. */
import type { NodeId } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import type { ProducerRules } from "../../kafka/rules/producer-rules.ts";
import type { ClientMetadata, TopicMetadata } from "../metadata/client-metadata.ts";
import type { MetadataUpdater } from "../metadata/metadata-updater.ts";
import type { NetworkClient } from "../network/network-client.ts";
import type { ProducerConfig, ProducerOptions } from "../producer-config.ts";
import type { RecordDraft, RecordSource } from "../record-source.ts";
import type { PartitionQueue, ProducerBatch } from "./partition-queue.ts";
import type { ProducerSession } from "./producer-session.ts";
import type { RecordAccumulator } from "./record-accumulator.ts";
import type { StickyPartitioner } from "./sticky-partitioner.ts";

export interface ProducerState {
  readonly self: NodeId;
  readonly options: ProducerOptions;
  readonly config: ProducerConfig;
  readonly rules: ProducerRules;
  readonly application: Application;
  readonly network: NetworkClient<ProducerCall>;
  readonly metadata: ClientMetadata;
  readonly updater: MetadataUpdater;
  readonly accumulator: RecordAccumulator;
  readonly session: ProducerSession;
  /** In the order in which the application names them. */
  readonly topics: readonly ProducerTopic[];
  /** The sender must look before the step ends. */
  isSenderDue: boolean;
  /** When the wake timer goes off; infinity: not set. */
  wakeAtMs: Millis;
  readonly drain: DrainScratch;
}

/** A topic of the producer, and what waits for it. */
export interface ProducerTopic {
  readonly name: string;
  /** As the queues know it; null: never heard of. */
  metadata: TopicMetadata | null;
  /** By partition number; grows with the topic. */
  readonly queues: PartitionQueue[];
  readonly sticky: StickyPartitioner;
}

export interface Application {
  readonly source: RecordSource;
  /** The record at hand. */
  readonly draft: RecordDraft;
  nextIndex: number;
  /** Records beyond its plan that it was told to send, and how many of them it has sent. */
  probes: number;
  probed: number;
  isBlocked: boolean;
  blockedUntilMs: Millis;
}

/** Reused by every run of the sender; arrays by node id, except `nodes`. Only the first `count` entries mean something. */
export interface DrainScratch {
  /** Waiting queues that may send, by leader. */
  readonly queues: PartitionQueue[][];
  readonly counts: number[];
  readonly isReady: boolean[];
  readonly nodes: NodeId[];
  nodeCount: number;
  /** The place of the partition served last, so that none starves. */
  readonly lastPlace: number[];
}

/** What the producer remembers of a request. */
export type ProducerCall =
  | { readonly kind: "produce"; readonly batches: readonly ProducerBatch[] }
  | { readonly kind: "metadata" }
  | { readonly kind: "init-producer-id" }
  | { readonly kind: "handshake" };
