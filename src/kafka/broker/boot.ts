/** A broker process begins: directories, clean-shutdown markers, logs; then, when recovery is done, the controller. */

import type { NodeId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { mix3 } from "../../core/mix.ts";
import type { KafkaContext } from "../context.ts";
import { newControlPlane } from "../control-plane.ts";
import { newGroupCoordinator } from "../group/group-coordinator.ts";
import { bootReplicas } from "../replica-manager/boot.ts";
import { areAllOffline } from "../replica-manager/log-directory.ts";
import type { ReplicaPort } from "../replica-manager/port.ts";
import { finishRecovery } from "../replica-manager/recovery.ts";
import { settleStep } from "../replica-manager/settle.ts";
import { newForwarding } from "./forwarding.ts";
import { communicateSoon, newLifecycle, startLifecycle } from "./lifecycle.ts";
import { newMetadataLoader, startMetadata } from "./metadata-loader.ts";
import type { BrokerOptions } from "./options.ts";
import { newProducerIds } from "./producer-ids.ts";
import { halt } from "./shutdown.ts";
import type { BrokerState } from "./state.ts";
import { Timer } from "./timers.ts";

export function bootBroker(self: NodeId, options: BrokerOptions, context: KafkaContext): BrokerState {
  const port = newPort(options, context, () => state);
  const { manager, previousBrokerEpoch, recoveryMs } = bootReplicas(port);
  invariant(manager.directories.length > 0, "a broker has a log directory, though it may have failed");
  invariant(recoveryMs >= 0, "logs are open when the process has begun, or later");
  const state: BrokerState = {
    brokerId: self,
    options,
    config: options.brokerConfig,
    port,
    replicas: manager,
    lifecycle: newLifecycle(options, context.incarnation, previousBrokerEpoch),
    loader: newMetadataLoader(),
    producerIds: newProducerIds(),
    forwarding: newForwarding(),
    groups: newGroupCoordinator(manager),
    topicsInCreation: new Set(),
  };
  if (areAllOffline(manager.directories)) {
    halt(state, "no log directory can be read");
    return state;
  }
  if (recoveryMs > 0) context.setTimer(Timer.recovered, recoveryMs);
  else onRecovered(state);
  settleStep(manager);
  return state;
}

/** Every log is loaded: register, and follow the metadata log. */
export function onRecovered(state: BrokerState): void {
  finishRecovery(state.replicas);
  startLifecycle(state);
  startMetadata(state);
}

/** `broker` is called late, as the broker holds its port. */
function newPort(options: BrokerOptions, context: KafkaContext, broker: () => BrokerState): ReplicaPort {
  return {
    options,
    context,
    correlationId: 0,
    controlPlane: newControlPlane(options.voters),
    brokerEpoch: () => broker().lifecycle.brokerEpoch,
    image: () => broker().loader.image,
    // The broker epochs of two processes differ.
    sessionId: (nth) => mix3(options.brokerId, broker().lifecycle.brokerEpoch, nth) & 0x7fffffff,
    lastSessionEpoch: 0x7fffffff,
    logDirsFailed(areAllOffline) {
      if (areAllOffline) halt(broker(), "all log directories failed");
      else communicateSoon(broker());
    },
  };
}
