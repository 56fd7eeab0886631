/**
 * A Kafka broker as a machine: one process on one host with one or several log directories.
 *
 * Each input is one step, which runs to its end: the handler changes logs and replicas and notes what moved, then
 * `settleStep` answers what waited and sends what is due. Requests that arrive before the broker serves (it still
 * recovers or has not caught up with the metadata) end in a closed connection, as before the acceptors start.
 */
import type { ConnectionId, NodeId } from "../../core/ids.ts";
import { unreachable } from "../../core/invariant.ts";
import type { Input, Machine } from "../../core/machine.ts";
import { handlerOf } from "../api-table.ts";
import type { KafkaContext } from "../context.ts";
import { settleCoordinator } from "../coordinator/runtime.ts";
import { groupApis } from "../group/group-coordinator.ts";
import type { KafkaMessage } from "../messages/index.ts";
import type { KafkaObserver } from "../observer.ts";
import { onReplicaAnswer } from "../replica-manager/answers.ts";
import { replicaApis } from "../replica-manager/apis.ts";
import { onFlushedFile } from "../replica-manager/periodic.ts";
import { settleStep } from "../replica-manager/settle.ts";
import { brokerApis } from "./apis.ts";
import { bootBroker } from "./boot.ts";
import { onDisconnect } from "./disconnect.ts";
import { onForwardedResponse } from "./forwarding.ts";
import { handleControlledShutdown, onBrokerHeartbeatResponse, onBrokerRegistrationResponse } from "./lifecycle.ts";
import { onMetadataFetchResponse, tryPublishFirst } from "./metadata-loader.ts";
import { onTimer } from "./on-timer.ts";
import type { BrokerOptions } from "./options.ts";
import { onAllocateProducerIdsResponse } from "./producer-ids.ts";
import type { BrokerState } from "./state.ts";
import { timerName } from "./timers.ts";

export function brokerMachine(options: BrokerOptions): Machine<BrokerState, KafkaMessage, KafkaObserver> {
  return {
    boot: (self, context) => bootBroker(self, options, context),
    step,
    timerName,
  };
}

function step(state: BrokerState, input: Input<KafkaMessage>, context: KafkaContext): void {
  if (state.lifecycle.phase === "SHUTTING_DOWN") return;
  state.port.context = context;
  switch (input.kind) {
    case "message":
      onMessage(state, input.from, input.connection, input.body);
      break;
    case "timer":
      onTimer(state, input.timer);
      break;
    case "flushed":
      onFlushedFile(state.replicas, input.disk, input.file, input.count);
      break;
    case "disconnect":
      if (input.outgoing) onDisconnect(state, input.peer, input.channel);
      break;
    default:
      unreachable(input);
  }
  settle(state);
}

/** Coordinators answer what is committed, and may append; that may commit more. */
function settle(state: BrokerState): void {
  do {
    settleStep(state.replicas);
  } while (settleCoordinator(state.groups.runtime));
}

function onMessage(state: BrokerState, from: NodeId, connection: ConnectionId, body: KafkaMessage): void {
  if (onReplicaAnswer(state.replicas, from, body)) return;
  const serveReplicas = handlerOf(replicaApis, body);
  const serveGroups = serveReplicas === undefined ? handlerOf(groupApis, body) : undefined;
  const isOther = serveReplicas === undefined && serveGroups === undefined;
  const serve = isOther ? handlerOf(brokerApis, body) : undefined;
  if (isOther && serve === undefined) onAnswer(state, body);
  else if (!state.loader.published) state.port.context.closeIncoming(connection);
  else if (serveReplicas !== undefined) serveReplicas(state.replicas, connection, body);
  else if (serveGroups !== undefined) serveGroups(state.groups, connection, body);
  else serve?.(state, connection, body);
}

/** The controller's answers, and the operator. Nobody sends anything else to a broker. */
function onAnswer(state: BrokerState, body: KafkaMessage): void {
  switch (body.kind) {
    case "BrokerRegistrationResponse":
      if (onBrokerRegistrationResponse(state, body)) tryPublishFirst(state);
      return;
    case "BrokerHeartbeatResponse":
      onBrokerHeartbeatResponse(state, body);
      return;
    case "AllocateProducerIdsResponse":
      onAllocateProducerIdsResponse(state, body);
      return;
    case "MetadataFetchResponse":
      onMetadataFetchResponse(state, body);
      return;
    case "AdminResponse":
      onForwardedResponse(state, body);
      return;
    case "ControlledShutdown":
      handleControlledShutdown(state);
      return;
    default:
  }
}
