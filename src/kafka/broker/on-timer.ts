/** Which timer leads where. */
import { invariant } from "../../core/invariant.ts";
import type { TimerKey } from "../../core/machine.ts";
import { onCoordinatorTimer } from "../group/on-timer.ts";
import { onReplicaTimer } from "../replica-manager/on-timer.ts";
import { ReplicaTimer } from "../replica-manager/timers.ts";
import { onRecovered } from "./boot.ts";
import { onControllerTimeout } from "./disconnect.ts";
import { sendForwarded } from "./forwarding.ts";
import { communicate } from "./lifecycle.ts";
import { startMetadata } from "./metadata-loader.ts";
import { requestBlock } from "./producer-ids.ts";
import { halt, shutDown } from "./shutdown.ts";
import type { BrokerState } from "./state.ts";
import { Timer } from "./timers.ts";

export function onTimer(state: BrokerState, timer: TimerKey): void {
  if (onReplicaTimer(state.replicas, timer) || onCoordinatorTimer(state.groups, timer)) return;
  switch (timer) {
    case Timer.recovered:
      onRecovered(state);
      return;
    case Timer.communicate:
      communicate(state);
      return;
    case Timer.controllerTimeout:
      onControllerTimeout(state, state.lifecycle.exchange);
      return;
    case Timer.registrationTimeout:
      halt(state, "not registered within initial.broker.registration.timeout.ms");
      return;
    case Timer.shutdownTimeout:
      shutDown(state);
      return;
    case Timer.metadataRetry:
      startMetadata(state);
      return;
    case Timer.metadataTimeout:
      onControllerTimeout(state, state.loader.exchange);
      return;
    case ReplicaTimer.alterPartitionTimeout:
      onControllerTimeout(state, state.replicas.alterPartitions.exchange);
      return;
    case Timer.producerIdsRetry:
      requestBlock(state);
      return;
    case Timer.producerIdsTimeout:
      onControllerTimeout(state, state.producerIds.exchange);
      return;
    case Timer.forwardingRetry:
      sendForwarded(state);
      return;
    case Timer.forwardingTimeout:
      onControllerTimeout(state, state.forwarding.exchange);
      return;
    default:
      invariant(false, "the broker set no such timer");
  }
}
