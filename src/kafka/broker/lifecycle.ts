/**
 * The life of a broker process as the controller sees it (Kafka's BrokerLifecycleManager; KIP-631, KIP-841, KIP-966).
 *
 *   NOT_RUNNING --logs recovered--> STARTING            registers, then replays the metadata log up to its registration
 *   STARTING --first image published--> RECOVERY        tells the controller that it wants to be unfenced (K-23)
 *   RECOVERY --heartbeat answered "not fenced"--> RUNNING
 *   RUNNING --operator--> PENDING_CONTROLLED_SHUTDOWN --controller agrees, or time-out--> SHUTTING_DOWN, cleanly
 *   NOT_RUNNING, STARTING, RECOVERY --operator--> SHUTTING_DOWN, at once: a server that has not started closes no log
 *                                               (BrokerServer.maybeChangeStatus)
 *   any --an error, STALE_BROKER_EPOCH as well--> unchanged: the same request again, later. A broker registers once.
 *
 * A restarted broker carries the epoch of its last clean stop; without it the controller takes its log for torn.
 */
import { invariant } from "../../core/invariant.ts";
import { mix, mix4 } from "../../core/mix.ts";
import { Channel } from "../channels.ts";
import { Errors } from "../errors.ts";
import { acceptAnswer, isInFlight, newExchange, nextCorrelationId, sendToController } from "../exchange.ts";
import type {
  BrokerHeartbeatRequest,
  BrokerHeartbeatResponse,
  BrokerRegistrationRequest,
  BrokerRegistrationResponse,
} from "../messages/controller.ts";
import { offlineReplicas } from "../replica-manager/directory-failure.ts";
import { offlineDirectoryIds, onlineDirectoryIds } from "../replica-manager/log-directory.ts";
import { beginControlledShutdown } from "../replica-manager/publish.ts";
import { Name } from "./names.ts";
import type { BrokerOptions } from "./options.ts";
import { halt, shutDown } from "./shutdown.ts";
import type { BrokerState, Lifecycle } from "./state.ts";
import { Timer } from "./timers.ts";

/** How long a broker waits for the controller's consent to stop (BrokerServer.shutdown: 5 minutes). */
const controlledShutdownTimeoutMs = 5 * 60_000;
/** The second heartbeat of a controlled shutdown comes sooner (BrokerLifecycleManager). */
const shutdownRetryMs = 50;
export function newLifecycle(options: BrokerOptions, incarnation: number, previousBrokerEpoch: number): Lifecycle {
  const { brokerConfig, rules } = options;
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
    attempt: null,
    failures: 0,
    exchange: newExchange(
      Channel.main,
      Timer.communicate,
      Timer.controllerTimeout,
      rules.controller.lifecycleAttemptMs(brokerConfig),
    ),
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
  if (lifecycle.attempt === null) communicate(state);
  else lifecycle.again = true;
}

/**
 * On the communicate timer: the next registration or heartbeat, or the same one again on another connection
 * (NodeToControllerRequestThread). An attempt whose time is up is given up, and the next one comes later.
 */
export function communicate(state: BrokerState): void {
  const { lifecycle, port } = state;
  if (isInFlight(lifecycle.exchange) || lifecycle.phase === "SHUTTING_DOWN") return;
  const nowMs = port.context.nowMs();
  if (lifecycle.attempt === null) {
    lifecycle.again = false;
    const request = lifecycle.isRegistered ? heartbeat(state) : registration(state);
    lifecycle.attempt = { request, startedMs: nowMs };
  } else if (nowMs - lifecycle.attempt.startedMs >= lifecycle.exchange.requestTimeoutMs) {
    communicateLater(state);
    return;
  }
  const { request } = lifecycle.attempt;
  invariant(request.kind === "BrokerRegistration" || lifecycle.isRegistered, "a broker registers before it reports");
  const { failures } = lifecycle.exchange;
  const name = failures === 0 ? request.name : mix(request.name, failures);
  sendToController(port, lifecycle.exchange, { ...request, name, correlationId: nextCorrelationId(port) });
}

/** After a failure: what became urgent meanwhile waits as well (BrokerLifecycleManager.scheduleNextCommunicationAfterFailure). */
function communicateLater(state: BrokerState): void {
  const { lifecycle, config, port } = state;
  invariant(!isInFlight(lifecycle.exchange), "what failed is not awaited");
  lifecycle.attempt = null;
  lifecycle.again = false;
  lifecycle.exchange.failures = 0;
  port.context.setTimer(Timer.communicate, port.options.rules.controller.lifecycleRetryMs(lifecycle.failures, config));
  lifecycle.failures++;
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
  if (lifecycle.phase !== "RUNNING") {
    halt(state, "stopped before it had started");
    return;
  }
  if (!config.controlledShutdownEnable) {
    shutDown(state);
    return;
  }
  invariant(lifecycle.isRegistered, "a broker that runs is registered");
  beginControlledShutdown(state.replicas);
  lifecycle.phase = "PENDING_CONTROLLED_SHUTDOWN";
  state.port.context.setTimer(Timer.shutdownTimeout, controlledShutdownTimeoutMs);
  communicateSoon(state);
}

/** True: this process is registered. DUPLICATE_BROKER_REGISTRATION: the session of the last process has not run out yet. */
export function onBrokerRegistrationResponse(state: BrokerState, response: BrokerRegistrationResponse): boolean {
  const { lifecycle } = state;
  if (!acceptAnswer(state.port, lifecycle.exchange, response.correlationId)) return false;
  if (response.errorCode !== Errors.NONE) {
    communicateLater(state);
    return false;
  }
  invariant(!lifecycle.isRegistered, "a broker registers once");
  invariant(response.brokerEpoch >= 0, "a registration has an epoch");
  lifecycle.attempt = null;
  lifecycle.failures = 0;
  lifecycle.isRegistered = true;
  lifecycle.brokerEpoch = response.brokerEpoch;
  state.port.context.cancelTimer(Timer.registrationTimeout);
  communicate(state);
  return true;
}

export function onBrokerHeartbeatResponse(state: BrokerState, response: BrokerHeartbeatResponse): void {
  const { lifecycle } = state;
  if (!acceptAnswer(state.port, lifecycle.exchange, response.correlationId)) return;
  if (response.errorCode !== Errors.NONE) {
    communicateLater(state);
    return;
  }
  lifecycle.attempt = null;
  lifecycle.failures = 0;
  onHeartbeatAccepted(state, response);
}

function onHeartbeatAccepted(state: BrokerState, response: BrokerHeartbeatResponse): void {
  const { lifecycle } = state;
  invariant(lifecycle.isRegistered && lifecycle.phase !== "NOT_RUNNING", "a heartbeat is of a registered broker");
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
    name: mix4(Name.registration, options.brokerId, lifecycle.incarnationId, lifecycle.failures),
    correlationId: -1,
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
    name: mix(mix4(Name.heartbeat, options.brokerId, lifecycle.brokerEpoch, offset), lifecycle.failures),
    correlationId: -1,
    brokerId: options.brokerId,
    brokerEpoch: lifecycle.brokerEpoch,
    currentMetadataOffset: offset,
    wantFence: !lifecycle.readyToUnfence,
    wantShutDown: lifecycle.phase === "PENDING_CONTROLLED_SHUTDOWN",
    offlineLogDirs: offlineDirectoryIds(state.replicas.directories),
    offlineReplicas: offlineReplicas(state.replicas),
  };
}
