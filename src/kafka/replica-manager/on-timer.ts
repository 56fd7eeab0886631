/** Which timer of the replica manager leads where. */
import type { TimerKey } from "../../core/machine.ts";
import { timerKind, timerObject } from "../../core/timer.ts";
import { sendProposals } from "./alter-partition-manager.ts";
import { expireDeletes } from "./delayed-delete-records.ts";
import { expireFetches } from "./delayed-fetch.ts";
import { expireProduces } from "./delayed-produce.ts";
import { onFetchRetry, onFetchTimeout } from "./fetcher-manager.ts";
import {
  onCleaner,
  onFlush,
  onHighWatermarkCheckpoint,
  onIsrCheck,
  onLogStartCheckpoint,
  onProducerExpiry,
  onRecoveryPointCheckpoint,
  onRetention,
} from "./periodic.ts";
import type { ReplicaManager } from "./replica-manager.ts";
import { ReplicaTimer } from "./timers.ts";

type OnTimer = (manager: ReplicaManager, object: number) => void;

const byKind: Readonly<Record<number, OnTimer | undefined>> = {
  [ReplicaTimer.alterPartitionRetry]: sendProposals,
  [ReplicaTimer.fetchTimeout]: onFetchTimeout,
  [ReplicaTimer.fetchRetry]: onFetchRetry,
  [ReplicaTimer.isrCheck]: onIsrCheck,
  [ReplicaTimer.highWatermarkCheckpoint]: onHighWatermarkCheckpoint,
  [ReplicaTimer.recoveryPointCheckpoint]: onRecoveryPointCheckpoint,
  [ReplicaTimer.logStartCheckpoint]: onLogStartCheckpoint,
  [ReplicaTimer.retention]: onRetention,
  [ReplicaTimer.cleaner]: onCleaner,
  [ReplicaTimer.flush]: onFlush,
  [ReplicaTimer.producerExpiry]: onProducerExpiry,
  [ReplicaTimer.produceDeadline]: expireProduces,
  [ReplicaTimer.fetchDeadline]: expireFetches,
  [ReplicaTimer.deleteRecordsDeadline]: expireDeletes,
};

/** False: the timer is another's. A silent controller (`alterPartitionTimeout`) is the matter of whoever shares its connection. */
export function onReplicaTimer(manager: ReplicaManager, timer: TimerKey): boolean {
  const onTimer = byKind[timerKind(timer)];
  onTimer?.(manager, timerObject(timer));
  return onTimer !== undefined;
}
