/**
 * The replicas of a broker as one machine (kafka.server.ReplicaManager, with the LogManager below it): hosted partitions,
 * their fetchers and ISR proposals, requests that wait, fetch sessions, log directories. It is lost with the process and
 * rebuilt from the disks and the metadata. `ReplicaPort` is its only door.
 *
 *   bootReplicas --logs recovered--> publishAll, once, then publishDelta, requests, answers, timers, disconnects
 *
 * Whoever calls it ends each step with `settleStep`.
 */
import type { NodeId } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import type { TopicConfig } from "../config/resolve-topic.ts";
import type { Exchange } from "../exchange.ts";
import type { AlterPartition } from "../messages/controller.ts";
import type { ReplicaEnv } from "../replication/env.ts";
import type { ReplicaTable } from "../replication/fetch-context.ts";
import type { FetchSessionCache } from "../replication/fetch-session.ts";
import type { Fetcher } from "../replication/fetcher.ts";
import type { WaitingFetch } from "../replication/partition.ts";
import type { TopicId, TopicPartition } from "../topic-partition.ts";
import type { DeadlineList } from "./deadline-list.ts";
import type { DelayedDeleteRecords, DelayedFetch, DelayedProduce } from "./delayed-operations.ts";
import type { HostedPartition, PartitionTable } from "./hosted-partition.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { ReplicaPort } from "./port.ts";

export interface ReplicaManager {
  readonly port: ReplicaPort;
  /** Of the process; in a search, of the step. */
  env: ManagerEnv;
  readonly directories: readonly LogDirectory[];
  readonly partitions: PartitionTable;
  /** Settings by topic, resolved from the image; forgotten when they change. */
  readonly topicConfigs: Map<TopicId, TopicConfig>;
  readonly fetchers: FetcherManager;
  readonly sessions: FetchSessionCache;
  readonly alterPartitions: AlterPartitionManager;
  readonly delayedProduces: DeadlineList<DelayedProduce>;
  readonly delayedFetches: DeadlineList<DelayedFetch>;
  /** The waiting operation of each parked fetch. */
  readonly parkedFetches: Map<WaitingFetch, DelayedFetch>;
  readonly delayedDeletes: DeadlineList<DelayedDeleteRecords>;
  /** Partitions whose waiters must be looked at before the step ends. */
  readonly moved: HostedPartition[];
  /** Directories that failed in this step: their replicas go offline before it ends. */
  readonly failedDirectories: LogDirectory[];
  /** The broker was told to stop, and asks the controller to take its leaderships over. */
  isInControlledShutdown: boolean;
  /** Replicas that got a directory, of several, and of which the controller has not been told. */
  readonly newReplicas: TopicPartition[];
}

/** What the logs and replicas see of their broker. */
export interface ManagerEnv extends ReplicaEnv, ReplicaTable {
  /** The waiters of this partition are looked at before the step ends. */
  hostedMoved(hosted: HostedPartition): void;
}

export interface FetcherManager {
  readonly byLeader: Map<NodeId, HostedFetcher>;
  /** Fetchers that may have something to ask when this step ends. */
  readonly touched: HostedFetcher[];
}

export interface HostedFetcher {
  readonly fetcher: Fetcher;
  isTouched: boolean;
  correlationId: number;
  sentAtMs: Millis;
  /** The time-out timer is armed once and looks at `sentAtMs` when it fires, so that requests need none of their own. */
  timeoutArmed: boolean;
  retryArmedForMs: Millis;
}

export interface AlterPartitionManager {
  /** Partitions with a proposal that no request in flight carries. */
  readonly proposed: Set<TopicPartition>;
  /** What the request in flight carries: it ties the answer to the proposal. */
  inFlight: readonly AlterPartition[];
  /** A proposal was made in this step. */
  due: boolean;
  readonly exchange: Exchange;
}
