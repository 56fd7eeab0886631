/** All that a broker process holds in memory: lost with the process, rebuilt from the disks and the metadata log. */
import type { NodeId } from "../../core/ids.ts";
import type { BrokerConfig } from "../config/broker-config.ts";
import type { TopicConfig } from "../config/topic-config.ts";
import type { ControlPlane } from "../control-plane.ts";
import type { FetchContext } from "../replication/fetch-context.ts";
import type { FetchSessionCache } from "../replication/fetch-session.ts";
import type { TopicId } from "../topic-partition.ts";
import type { AlterPartitionManager } from "./alter-partition-manager.ts";
import type { BrokerContext } from "./context.ts";
import type { DeadlineList } from "./deadline-list.ts";
import type { DelayedDeleteRecords } from "./delayed-delete-records.ts";
import type { DelayedFetch } from "./delayed-fetch.ts";
import type { DelayedProduce } from "./delayed-produce.ts";
import type { BrokerEnv } from "./env.ts";
import type { FetcherManager } from "./fetcher-manager.ts";
import type { Forwarding } from "./forwarding.ts";
import type { HostedPartition, PartitionTable } from "./hosted-partition.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { MetadataLoader } from "./metadata-loader.ts";
import type { BrokerOptions } from "./options.ts";
import type { ProducerIds } from "./producer-ids.ts";

export interface BrokerState {
  readonly brokerId: NodeId;
  readonly options: BrokerOptions;
  readonly config: BrokerConfig;
  /** Of the step that runs; the host may give another one each time. */
  context: BrokerContext;
  readonly env: BrokerEnv;
  readonly controlPlane: ControlPlane;
  readonly lifecycle: Lifecycle;
  readonly loader: MetadataLoader;
  readonly directories: readonly LogDirectory[];
  readonly partitions: PartitionTable;
  /** Settings by topic, resolved from the image; forgotten when they change. */
  readonly topicConfigs: Map<TopicId, TopicConfig>;
  readonly fetchers: FetcherManager;
  readonly sessions: FetchSessionCache;
  readonly alterPartitions: AlterPartitionManager;
  readonly producerIds: ProducerIds;
  readonly forwarding: Forwarding;
  /** Topics whose automatic creation is under way. */
  readonly topicsInCreation: Set<string>;
  readonly delayedProduces: DeadlineList<DelayedProduce>;
  readonly delayedFetches: DeadlineList<DelayedFetch>;
  /** The waiting operation of each parked fetch. */
  readonly parkedFetches: Map<FetchContext, DelayedFetch>;
  readonly delayedDeletes: DeadlineList<DelayedDeleteRecords>;
  /** Partitions whose waiters must be looked at before the step ends. */
  readonly moved: HostedPartition[];
  /** Directories that failed in this step: their replicas go offline before it ends. */
  readonly failedDirectories: LogDirectory[];
  /** Of the last request that this broker sent to the controller. */
  correlationId: number;
}
