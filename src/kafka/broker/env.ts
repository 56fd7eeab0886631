/** What the logs and replicas of this broker see of it. One object for the life of the process. */

import { brokerEpochOf, isActive, isUnfenced, rackOf } from "../metadata/image.ts";
import type { KafkaObserver } from "../observer.ts";
import type { ReplicaEnv } from "../replication/env.ts";
import type { ReplicaTable } from "../replication/fetch-context.ts";
import { proposeIsr } from "./alter-partition-manager.ts";
import { type HostedPartition, onlinePartition } from "./hosted-partition.ts";
import type { BrokerOptions } from "./options.ts";
import { missingReplicaError } from "./replica-error.ts";
import type { BrokerState } from "./state.ts";

export interface BrokerEnv extends ReplicaEnv, ReplicaTable {
  /** The waiters of this partition are looked at before the step ends. */
  hostedMoved(hosted: HostedPartition): void;
}

/** `broker` is called late, as the state holds its environment. */
export function newBrokerEnv(options: BrokerOptions, observer: KafkaObserver, broker: () => BrokerState): BrokerEnv {
  return {
    brokerId: options.brokerId,
    config: options.brokerConfig,
    rules: options.rules,
    observer,
    nowMs: () => broker().context.nowMs(),
    wallClockMs: () => broker().context.wallClockMs(),
    brokerEpoch: () => broker().lifecycle.brokerEpoch,
    brokerEpochOf: (id) => brokerEpochOf(broker().loader.image, id),
    isActive: (id) => isActive(broker().loader.image, id),
    isUnfenced: (id) => isUnfenced(broker().loader.image, id),
    rackOf: (id) => rackOf(broker().loader.image, id),
    isrProposed: (partition) => proposeIsr(broker().alterPartitions, partition.topicPartition),
    partitionMoved(partition) {
      const hosted = broker().partitions.byKey.get(partition.topicPartition);
      if (hosted !== undefined) noteMoved(broker(), hosted);
    },
    logDirFailed: (disk) => noteFailure(broker(), disk),
    replicaOf: (tp) => onlinePartition(broker().partitions, tp),
    whyMissing: (tp) => missingReplicaError(broker(), tp),
    hostedMoved: (hosted) => noteMoved(broker(), hosted),
  };
}

function noteMoved(state: BrokerState, hosted: HostedPartition): void {
  if (hosted.moved) return;
  hosted.moved = true;
  state.moved.push(hosted);
}

function noteFailure(state: BrokerState, disk: number): void {
  const directory = state.directories[disk]!;
  if (!directory.offline && !state.failedDirectories.includes(directory)) state.failedDirectories.push(directory);
}
