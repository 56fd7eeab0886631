/** Which timer leads where. */
import { invariant } from "../../core/invariant.ts";
import type { TimerKey } from "../../core/machine.ts";
import { timerKind, timerObject } from "../../core/timer.ts";
import { sendProposals } from "./alter-partition-manager.ts";
import { expireDeletes } from "./delayed-delete-records.ts";
import { expireFetches } from "./delayed-fetch.ts";
import { expireProduces } from "./delayed-produce.ts";
import { onControllerTimeout } from "./disconnect.ts";
import { onFetchRetry, onFetchTimeout } from "./fetcher-manager.ts";
import { sendForwarded } from "./forwarding.ts";
import { communicate, onRecovered } from "./lifecycle.ts";
import { startMetadata } from "./metadata-loader.ts";
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
import { requestBlock } from "./producer-ids.ts";
import { halt, shutDown } from "./shutdown.ts";
import type { BrokerState } from "./state.ts";
import { Timer } from "./timers.ts";

export function onTimer(state: BrokerState, timer: TimerKey): void {
  switch (timerKind(timer)) {
    case Timer.fetchDeadline:
      expireFetches(state);
      return;
    case Timer.produceDeadline:
      expireProduces(state);
      return;
    case Timer.deleteRecordsDeadline:
      expireDeletes(state);
      return;
    case Timer.fetchTimeout:
      onFetchTimeout(state, timerObject(timer));
      return;
    case Timer.fetchRetry:
      onFetchRetry(state, timerObject(timer));
      return;
    default:
      if (!onControllerTimer(state, timer)) onPeriodicTimer(state, timer);
  }
}

/** The broker's dealings with the controller. False: another timer. */
function onControllerTimer(state: BrokerState, timer: TimerKey): boolean {
  switch (timer) {
    case Timer.recovered:
      onRecovered(state);
      return true;
    case Timer.communicate:
      communicate(state);
      return true;
    case Timer.controllerTimeout:
      onControllerTimeout(state, state.lifecycle.exchange);
      return true;
    case Timer.registrationTimeout:
      halt(state, "not registered within initial.broker.registration.timeout.ms");
      return true;
    case Timer.shutdownTimeout:
      shutDown(state);
      return true;
    case Timer.metadataRetry:
      startMetadata(state);
      return true;
    case Timer.metadataTimeout:
      onControllerTimeout(state, state.loader.exchange);
      return true;
    case Timer.alterPartitionRetry:
      sendProposals(state);
      return true;
    case Timer.alterPartitionTimeout:
      onControllerTimeout(state, state.alterPartitions.exchange);
      return true;
    case Timer.producerIdsRetry:
      requestBlock(state);
      return true;
    case Timer.producerIdsTimeout:
      onControllerTimeout(state, state.producerIds.exchange);
      return true;
    case Timer.forwardingRetry:
      sendForwarded(state);
      return true;
    case Timer.forwardingTimeout:
      onControllerTimeout(state, state.forwarding.exchange);
      return true;
    default:
      return false;
  }
}

function onPeriodicTimer(state: BrokerState, timer: TimerKey): void {
  switch (timer) {
    case Timer.isrCheck:
      onIsrCheck(state);
      return;
    case Timer.highWatermarkCheckpoint:
      onHighWatermarkCheckpoint(state);
      return;
    case Timer.recoveryPointCheckpoint:
      onRecoveryPointCheckpoint(state);
      return;
    case Timer.logStartCheckpoint:
      onLogStartCheckpoint(state);
      return;
    case Timer.retention:
      onRetention(state);
      return;
    case Timer.cleaner:
      onCleaner(state);
      return;
    case Timer.flush:
      onFlush(state);
      return;
    case Timer.producerExpiry:
      onProducerExpiry(state);
      return;
    default:
      invariant(false, "the broker set no such timer");
      return;
  }
}
