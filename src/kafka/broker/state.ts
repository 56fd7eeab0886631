/** All that a broker process holds in memory: lost with the process, rebuilt from the disks and the metadata log. */
import type { ConnectionId, NodeId } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import type { BrokerConfig } from "../config/resolve-broker.ts";
import type { Exchange } from "../exchange.ts";
import type { GroupCoordinator } from "../group/coordinator.ts";
import type { AdminRequest } from "../messages/admin.ts";
import type { BrokerHeartbeatRequest, BrokerRegistrationRequest } from "../messages/controller.ts";
import type { MetadataImage } from "../metadata/image.ts";
import type { ReplicaPort } from "../replica-manager/port.ts";
import type { MetadataChanges } from "../replica-manager/publish.ts";
import type { ReplicaManager } from "../replica-manager/replica-manager.ts";
import type { BrokerOptions } from "./options.ts";

export interface BrokerState {
  readonly brokerId: NodeId;
  readonly options: BrokerOptions;
  readonly config: BrokerConfig;
  /** What the replicas need of this process; holds the context of the step that runs. */
  readonly port: ReplicaPort;
  readonly replicas: ReplicaManager;
  readonly lifecycle: Lifecycle;
  readonly loader: MetadataLoader;
  readonly producerIds: ProducerIds;
  readonly forwarding: Forwarding;
  readonly groups: GroupCoordinator;
  /** Topics whose automatic creation is under way. */
  readonly topicsInCreation: Set<string>;
}

type Phase = "NOT_RUNNING" | "STARTING" | "RECOVERY" | "RUNNING" | "PENDING_CONTROLLED_SHUTDOWN" | "SHUTTING_DOWN";

export interface Lifecycle {
  phase: Phase;
  /** Names this process: unique, as Kafka's random UUID. */
  readonly incarnationId: number;
  /** Of the last clean stop; -1: the last stop was not clean. */
  readonly previousBrokerEpoch: number;
  /** Offset of this process's registration record; -1: not registered. */
  brokerEpoch: number;
  isRegistered: boolean;
  readyToUnfence: boolean;
  isFenced: boolean;
  gotShutdownResponse: boolean;
  /** How many of the new replicas the heartbeat in flight names. */
  namedReplicas: number;
  /** Something changed during an attempt: the next one follows at once if this one succeeds. */
  again: boolean;
  /** What is asked of the controller now, also while its connection is made anew; null: nothing. */
  attempt: Attempt | null;
  /** Attempts in a row that failed. */
  failures: number;
  readonly exchange: Exchange;
}

/** A registration or heartbeat, sent again as it is until it is answered or its time is up. */
interface Attempt {
  readonly request: BrokerRegistrationRequest | BrokerHeartbeatRequest;
  readonly startedMs: Millis;
}

export interface MetadataLoader {
  image: MetadataImage;
  nextOffset: number;
  /** High watermark of the metadata log as last heard. */
  endOffset: number;
  published: boolean;
  /** Offset of the last record that reached the replicas; -1: none. */
  publishedOffset: number;
  readonly changes: MetadataChanges;
  readonly exchange: Exchange;
}

export interface ProducerIds {
  next: number;
  /** First id after the block. */
  end: number;
  /** From this id on the next block is asked for. */
  prefetchFrom: number;
  /** The block after this one, once it came; -1: not yet. */
  nextBlockStart: number;
  nextBlockLength: number;
  readonly exchange: Exchange;
}

export interface Forwarding {
  readonly queue: Forwarded[];
  readonly exchange: Exchange;
}

interface Forwarded {
  readonly request: AdminRequest;
  /** Where the answer goes; -1: the broker asked on its own account (automatic topic creation). */
  readonly connection: ConnectionId;
  readonly deadlineMs: Millis;
}
