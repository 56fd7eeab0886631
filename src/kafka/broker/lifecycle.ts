/**
 * The life of a broker process as the controller sees it (Kafka's BrokerLifecycleManager; KIP-631, KIP-841, KIP-966).
 *
 *   NOT_RUNNING --logs recovered--> STARTING            registers, then replays the metadata log up to its registration
 *   STARTING --first image published--> RECOVERY        tells the controller that it wants to be unfenced (K-23)
 *   RECOVERY --heartbeat answered "not fenced"--> RUNNING
 *   STARTING, RECOVERY, RUNNING --operator--> PENDING_CONTROLLED_SHUTDOWN --controller agrees, or time-out--> SHUTTING_DOWN
 *   any --STALE_BROKER_EPOCH, BROKER_ID_NOT_REGISTERED--> registers again, the phase stays
 *
 * A restarted broker carries the epoch of its last clean stop; without it the controller takes its log for torn.
 */
import { invariant } from "../../core/invariant.ts";
import { mix, mix4 } from "../../core/mix.ts";
import { Channel } from "../channels.ts";
import { Errors } from "../errors.ts";
import { acceptAnswer, isInFlight, newExchange, nextCorrelationId, retryLater, sendToController } from "../exchange.ts";
import type {
  BrokerHeartbeatRequest,
  BrokerHeartbeatResponse,
  BrokerRegistrationRequest,
  BrokerRegistrationResponse,
} from "../messages/controller.ts";
import { offlineReplicas } from "../replica-manager/directory-failure.ts";
import { offlineDirectoryIds, onlineDirectoryIds } from "../replica-manager/log-directory.ts";
import { Name } from "./names.ts";
import type { BrokerOptions } from "./options.ts";
import { halt, shutDown } from "./shutdown.ts";
import type { BrokerState, Lifecycle } from "./state.ts";
import { Timer } from "./timers.ts";

/** How long a broker waits for the controller's consent to stop (BrokerServer.shutdown: 5 minutes). */
const controlledShutdownTimeoutMs = 5 * 60_000;
/** The second heartbeat of a controlled shutdown comes sooner (BrokerLifecycleManager). */
const shutdownRetryMs = 50;
/** controller.socket.timeout.ms. */
const controllerSocketTimeoutMs = 30_000;

export function newLifecycle(options: BrokerOptions, incarnation: number, previousBrokerEpoch: number): Lifecycle {
  const requestTimeoutMs = Math.min(controllerSocketTimeoutMs, options.brokerConfig.brokerSessionTimeoutMs);
  return {
    phase: "NOT_RUNNING",
    incarnationId: options.brokerId * (1 << 20) + incarnation,
    previousBrokerEpoch,
    brokerEpoch: -1,
    isRegistered: false,
    readyToUnfence: false,
    isFenced: true,
    gotShutdownResponse: false,
    namedReplicas: 0,
    again: false,
    exchange: newExchange(Channel.main, Timer.communicate, Timer.controllerTimeout, requestTimeoutMs),
  };
}

/** The logs are open: register. */
export function startLifecycle(state: BrokerState): void {
  state.lifecycle.phase = "STARTING";
  state.port.context.setTimer(Timer.registrationTimeout, state.config.initialBrokerRegistrationTimeoutMs);
  communicate(state);
}

/** Sends the next registration or heartbeat now, or right after the answer that is awaited. */
export function communicateSoon(state: BrokerState): void {
  const { lifecycle } = state;
  if (lifecycle.phase === "NOT_RUNNING" || lifecycle.phase === "SHUTTING_DOWN") return;
  if (isInFlight(lifecycle.exchange)) lifecycle.again = true;
  else communicate(state);
}

/** On the communicate timer. */
export function communicate(state: BrokerState): void {
  const { lifecycle } = state;
  if (isInFlight(lifecycle.exchange) || lifecycle.phase === "SHUTTING_DOWN") return;
  lifecycle.again = false;
  sendToController(state.port, lifecycle.exchange, lifecycle.isRegistered ? heartbeat(state) : registration(state));
}

/** The first image reached the replicas: from here on only the fence keeps this broker from leading. */
export function onFirstImagePublished(state: BrokerState): void {
  const { lifecycle } = state;
  lifecycle.readyToUnfence = true;
  if (lifecycle.phase === "STARTING") lifecycle.phase = "RECOVERY";
  communicateSoon(state);
}

export function handleControlledShutdown(state: BrokerState): void {
  const { lifecycle, config } = state;
  if (lifecycle.phase === "SHUTTING_DOWN" || lifecycle.phase === "PENDING_CONTROLLED_SHUTDOWN") return;
  if (lifecycle.phase === "NOT_RUNNING") {
    // Not all logs are loaded: no clean stop is possible (LogManager.shutdown).
    halt(state, "stopped while the logs were loading");
    return;
  }
  if (!lifecycle.isRegistered || !config.controlledShutdownEnable) {
    shutDown(state);
    return;
  }
  lifecycle.phase = "PENDING_CONTROLLED_SHUTDOWN";
  state.port.context.setTimer(Timer.shutdownTimeout, controlledShutdownTimeoutMs);
  communicateSoon(state);
}

/** True: this process is registered. */
export function onBrokerRegistrationResponse(state: BrokerState, response: BrokerRegistrationResponse): boolean {
  const { lifecycle } = state;
  if (!acceptAnswer(state.port, lifecycle.exchange, response.correlationId)) return false;
  if (response.errorCode !== Errors.NONE || response.incarnationId !== lifecycle.incarnationId) {
    // DUPLICATE_BROKER_REGISTRATION: the session of the last process has not expired yet. All errors are retried.
    retryLater(state.port, lifecycle.exchange);
    return false;
  }
  invariant(response.brokerEpoch >= 0, "a registration has an epoch");
  invariant(response.brokerEpoch >= lifecycle.brokerEpoch, "broker epochs of one process do not go down");
  lifecycle.isRegistered = true;
  lifecycle.brokerEpoch = response.brokerEpoch;
  state.port.context.cancelTimer(Timer.registrationTimeout);
  communicate(state);
  return true;
}

export function onBrokerHeartbeatResponse(state: BrokerState, response: BrokerHeartbeatResponse): void {
  const { lifecycle } = state;
  if (!acceptAnswer(state.port, lifecycle.exchange, response.correlationId)) return;
  switch (response.errorCode) {
    case Errors.NONE:
      onHeartbeatAccepted(state, response);
      return;
    case Errors.STALE_BROKER_EPOCH:
    case Errors.BROKER_ID_NOT_REGISTERED:
      lifecycle.isRegistered = false;
      retryLater(state.port, lifecycle.exchange);
      return;
    default:
      retryLater(state.port, lifecycle.exchange);
  }
}

function onHeartbeatAccepted(state: BrokerState, response: BrokerHeartbeatResponse): void {
  const { lifecycle } = state;
  lifecycle.isFenced = response.isFenced;
  if (lifecycle.phase === "RECOVERY" && !response.isFenced) lifecycle.phase = "RUNNING";
  state.replicas.newReplicas.splice(0, lifecycle.namedReplicas);
  lifecycle.namedReplicas = 0;
  let nextMs = state.config.brokerHeartbeatIntervalMs;
  if (lifecycle.phase === "PENDING_CONTROLLED_SHUTDOWN") {
    if (response.shouldShutDown) {
      shutDown(state);
      return;
    }
    if (!lifecycle.gotShutdownResponse) nextMs = Math.min(nextMs, shutdownRetryMs);
    lifecycle.gotShutdownResponse = true;
  }
  if (lifecycle.again) communicate(state);
  else state.port.context.setTimer(Timer.communicate, nextMs);
}

function registration(state: BrokerState): BrokerRegistrationRequest {
  const { lifecycle, options } = state;
  return {
    kind: "BrokerRegistration",
    name: mix4(Name.registration, options.brokerId, lifecycle.incarnationId, lifecycle.exchange.failures),
    correlationId: nextCorrelationId(state.port),
    brokerId: options.brokerId,
    incarnationId: lifecycle.incarnationId,
    previousBrokerEpoch: lifecycle.previousBrokerEpoch,
    rack: options.rack,
    logDirs: onlineDirectoryIds(state.replicas.directories),
  };
}

function heartbeat(state: BrokerState): BrokerHeartbeatRequest {
  const { lifecycle, options } = state;
  const offset = state.loader.publishedOffset;
  const { newReplicas } = state.replicas;
  lifecycle.namedReplicas = newReplicas.length;
  return {
    ...(newReplicas.length > 0 ? { newReplicas: [...newReplicas] } : {}),
    kind: "BrokerHeartbeat",
    name: mix(mix4(Name.heartbeat, options.brokerId, lifecycle.brokerEpoch, offset), lifecycle.exchange.failures),
    correlationId: nextCorrelationId(state.port),
    brokerId: options.brokerId,
    brokerEpoch: lifecycle.brokerEpoch,
    currentMetadataOffset: offset,
    wantFence: !lifecycle.readyToUnfence,
    wantShutDown: lifecycle.phase === "PENDING_CONTROLLED_SHUTDOWN",
    offlineLogDirs: offlineDirectoryIds(state.replicas.directories),
    offlineReplicas: offlineReplicas(state.replicas),
  };
}
