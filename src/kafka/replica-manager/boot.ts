/** A replica manager begins: its directories are read and the clean-shutdown markers taken; then its logs are opened. */
import type { Millis } from "../../core/time.ts";
import { newFetchSessionCache } from "../replication/fetch-session.ts";
import { newAlterPartitionManager } from "./alter-partition-manager.ts";
import { newDeadlineList } from "./deadline-list.ts";
import { newManagerEnv } from "./env.ts";
import { newPartitionTable } from "./hosted-partition.ts";
import { type LogDirectory, openDirectories } from "./log-directory.ts";
import type { ReplicaPort } from "./port.ts";
import { openLogs, takeCleanShutdownMarkers } from "./recovery.ts";
import type { ReplicaManager } from "./replica-manager.ts";
import { ReplicaTimer } from "./timers.ts";

interface BootedReplicas {
  readonly manager: ReplicaManager;
  /** Of the last clean stop; -1: the last stop was not clean. */
  readonly previousBrokerEpoch: number;
  /** How long it takes to open the logs. */
  readonly recoveryMs: Millis;
}

export function bootReplicas(port: ReplicaPort): BootedReplicas {
  const directories = openDirectories(port.options.brokerId, port.context);
  const stop = takeCleanShutdownMarkers(directories, port.options.rules);
  const manager = newReplicaManager(port, directories);
  return { manager, previousBrokerEpoch: stop.previousBrokerEpoch, recoveryMs: openLogs(manager, stop) };
}

/** Without any replica. */
function newReplicaManager(port: ReplicaPort, directories: readonly LogDirectory[]): ReplicaManager {
  const manager: ReplicaManager = {
    port,
    env: newManagerEnv(port, () => manager),
    directories,
    partitions: newPartitionTable(),
    topicConfigs: new Map(),
    fetchers: { byLeader: new Map(), touched: [] },
    sessions: newFetchSessionCache(port.options.brokerConfig.maxIncrementalFetchSessionCacheSlots),
    alterPartitions: newAlterPartitionManager(),
    delayedProduces: newDeadlineList(ReplicaTimer.produceDeadline),
    delayedFetches: newDeadlineList(ReplicaTimer.fetchDeadline),
    parkedFetches: new Map(),
    delayedDeletes: newDeadlineList(ReplicaTimer.deleteRecordsDeadline),
    moved: [],
    failedDirectories: [],
    isInControlledShutdown: false,
    newReplicas: [],
  };
  return manager;
}
