/** Which timer leads where. */
import { invariant } from "../../core/invariant.ts";
import type { TimerKey } from "../../core/machine.ts";
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
import { kindOf, objectOf, Timer } from "./timers.ts";

export function onTimer(state: BrokerState, timer: TimerKey): void {
  switch (kindOf(timer)) {
    case Timer.fetchDeadline:
      return expireFetches(state);
    case Timer.produceDeadline:
      return expireProduces(state);
    case Timer.deleteRecordsDeadline:
      return expireDeletes(state);
    case Timer.fetchTimeout:
      return onFetchTimeout(state, objectOf(timer));
    case Timer.fetchRetry:
      return onFetchRetry(state, objectOf(timer));
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
      return onIsrCheck(state);
    case Timer.highWatermarkCheckpoint:
      return onHighWatermarkCheckpoint(state);
    case Timer.recoveryPointCheckpoint:
      return onRecoveryPointCheckpoint(state);
    case Timer.logStartCheckpoint:
      return onLogStartCheckpoint(state);
    case Timer.retention:
      return onRetention(state);
    case Timer.cleaner:
      return onCleaner(state);
    case Timer.flush:
      return onFlush(state);
    case Timer.producerExpiry:
      return onProducerExpiry(state);
    default:
      return invariant(false, "the broker set no such timer");
  }
}
