/** A broker process begins: directories, clean-shutdown markers, logs; then, when recovery is done, the controller. */
import type { NodeId } from "../../core/ids.ts";
import { newControlPlane } from "../control-plane.ts";
import { newFetchSessionCache } from "../replication/fetch-session.ts";
import { newAlterPartitionManager } from "./alter-partition-manager.ts";
import type { BrokerContext } from "./context.ts";
import { newDeadlineList } from "./deadline-list.ts";
import { newBrokerEnv } from "./env.ts";
import { newFetcherManager } from "./fetcher-manager.ts";
import { newForwarding } from "./forwarding.ts";
import { newPartitionTable } from "./hosted-partition.ts";
import { newLifecycle, onRecovered } from "./lifecycle.ts";
import { areAllOffline, openDirectories } from "./log-directory.ts";
import { newMetadataLoader } from "./metadata-loader.ts";
import type { BrokerOptions } from "./options.ts";
import { newProducerIds } from "./producer-ids.ts";
import { openLogs, takeCleanShutdownMarkers } from "./recovery.ts";
import { settleStep } from "./settle.ts";
import { halt } from "./shutdown.ts";
import type { BrokerState } from "./state.ts";
import { Timer } from "./timers.ts";

export function bootBroker(self: NodeId, options: BrokerOptions, context: BrokerContext): BrokerState {
  const directories = openDirectories(self, context);
  const stop = takeCleanShutdownMarkers(directories, options.rules);
  const state: BrokerState = {
    brokerId: self,
    options,
    config: options.brokerConfig,
    context,
    env: newBrokerEnv(options, context.observer, () => state),
    controlPlane: newControlPlane(options.voters),
    lifecycle: newLifecycle(options, context.incarnation, stop.previousBrokerEpoch),
    loader: newMetadataLoader(),
    directories,
    partitions: newPartitionTable(),
    topicConfigs: new Map(),
    fetchers: newFetcherManager(),
    sessions: newFetchSessionCache(options.brokerConfig.maxIncrementalFetchSessionCacheSlots),
    alterPartitions: newAlterPartitionManager(),
    producerIds: newProducerIds(),
    forwarding: newForwarding(),
    topicsInCreation: new Set(),
    delayedProduces: newDeadlineList(Timer.produceDeadline),
    delayedFetches: newDeadlineList(Timer.fetchDeadline),
    parkedFetches: new Map(),
    delayedDeletes: newDeadlineList(Timer.deleteRecordsDeadline),
    moved: [],
    failedDirectories: [],
    correlationId: 0,
  };
  if (areAllOffline(directories)) {
    halt(state, "no log directory can be read");
    return state;
  }
  const recoveryMs = openLogs(state, stop);
  if (recoveryMs > 0) context.setTimer(Timer.recovered, recoveryMs);
  else onRecovered(state);
  settleStep(state);
  return state;
}
