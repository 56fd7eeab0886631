/**
 * The admin client: does what the operator commands. Any broker takes a command and forwards it to the controller
 * (KIP-590); DeleteRecords goes to the leader. A command whose answer got lost is sent again, so that it may be done twice.
 */
import type { NodeId } from "../core/ids.ts";
import type { Machine } from "../core/machine.ts";
import { mix3, mix4 } from "../core/mix.ts";
import type { Millis } from "../core/time.ts";
import { Channel } from "../kafka/channels.ts";
import { type ErrorCode, Errors, errorOf } from "../kafka/errors.ts";
import type { KafkaMessage } from "../kafka/messages/index.ts";
import { type AdminCommand, operatorId } from "../kafka/messages/operator.ts";
import type { Rules } from "../kafka/rules/rules.ts";
import { partitionOfAction, requestFor, resultOf } from "./admin/admin-request.ts";
import type { AdminCall, AdminState, PendingCommand } from "./admin/admin-state.ts";
import type { AdminConfig } from "./admin-config.ts";
import { backoffMs } from "./backoff.ts";
import type { ClientContext } from "./context.ts";
import { failCall, failDisconnected, failTimedOut, startOverIfDue } from "./failed-calls.ts";
import { newClientMetadata, type PartitionMetadata } from "./metadata/client-metadata.ts";
import {
  maybeUpdateMetadata,
  newMetadataUpdater,
  onMetadataResponse,
  requestUpdate,
} from "./metadata/metadata-updater.ts";
import { About } from "./names.ts";
import { earliestReadyMs, leastLoadedNode, noNode } from "./network/least-loaded-node.ts";
import { linkTo, newNetworkClient, nextCorrelationId, sendRequest, takeAnswered } from "./network/network-client.ts";
import type { ClientObserver } from "./observer.ts";

interface AdminOptions {
  readonly config: AdminConfig;
  readonly bootstrap: readonly NodeId[];
  readonly rules: Rules;
}

const wakeTimer = 0;
const metadataCall = { kind: "metadata" } as const;

export function adminMachine(options: AdminOptions): Machine<AdminState, KafkaMessage, ClientObserver> {
  return {
    boot: (self, context) => ({
      self,
      config: options.config,
      rules: options.rules,
      network: newNetworkClient<AdminCall>(self, options.config),
      metadata: newClientMetadata(options.bootstrap),
      updater: newMetadataUpdater(options.config, null, Channel.main, context.nowMs()),
      commands: [],
      wakeAtMs: Number.POSITIVE_INFINITY,
    }),
    step: (state, input, context) => {
      if (input.kind === "message") onMessage(state, input.from, input.channel, input.body, context);
      else if (input.kind === "timer") state.wakeAtMs = Number.POSITIVE_INFINITY;
      else if (input.kind === "disconnect" && input.outgoing) failDisconnected(state, input, onFailure, context);
      run(state, context);
    },
    timerName: () => "network",
  };
}

function onMessage(state: AdminState, from: NodeId, channel: number, body: KafkaMessage, context: ClientContext): void {
  if (body.kind === "AdminCommand" && from === operatorId) {
    accept(state, body, context);
    return;
  }
  if (!("correlationId" in body)) return;
  const call = takeAnswered(state.network, from, channel, body.correlationId);
  if (call === undefined) return;
  if (call.kind === "metadata" && body.kind === "MetadataResponse")
    onMetadataResponse(state.updater, state.metadata, body, state.self, context);
  else failCall(state, call, resultOf(body) ?? Errors.UNKNOWN_SERVER_ERROR, onFailure, context);
}

function accept(state: AdminState, body: AdminCommand, context: ClientContext): void {
  const nowMs = context.nowMs();
  state.commands.push({
    action: body.action,
    name: body.name,
    deadlineMs: nowMs + state.config.apiTimeoutMs,
    metadataVersion: state.updater.version,
    attempts: 0,
    allowedAtMs: nowMs,
    isInFlight: false,
    isDone: false,
  });
  requestUpdate(state.updater);
}

function run(state: AdminState, context: ClientContext): void {
  const nowMs = context.nowMs();
  failTimedOut(state, nowMs, onFailure, context);
  startOverIfDue(state, nowMs, onFailure, context);
  let nextMs: Millis = state.network.nextTimeoutMs;
  for (const command of state.commands) nextMs = Math.min(nextMs, advance(state, command, nowMs, context));
  while (state.commands.length > 0 && state.commands[0]!.isDone) state.commands.shift();
  const { updater, metadata, network } = state;
  nextMs = Math.min(
    nextMs,
    maybeUpdateMetadata(updater, metadata, network, metadataCall, context),
    network.nextTimeoutMs,
  );
  if (nextMs >= state.wakeAtMs) return;
  state.wakeAtMs = nextMs;
  context.setTimer(wakeTimer, Math.max(0, nextMs - nowMs));
}

/** Sends a command that may go, gives up one that is too old; returns when to look again. */
function advance(state: AdminState, command: PendingCommand, nowMs: Millis, context: ClientContext): Millis {
  if (command.isDone) return Number.POSITIVE_INFINITY;
  if (nowMs >= command.deadlineMs) {
    complete(state, command, Errors.REQUEST_TIMED_OUT, context);
    return Number.POSITIVE_INFINITY;
  }
  if (command.isInFlight) return command.deadlineMs;
  if (command.allowedAtMs > nowMs) return Math.min(command.allowedAtMs, command.deadlineMs);
  if (state.updater.version === command.metadataVersion) return waitForMetadata(state, command, nowMs);
  const partition = partitionOfAction(state.metadata, command.action);
  if (partition === undefined) {
    onResult(state, command, Errors.UNKNOWN_TOPIC_OR_PARTITION, context);
    return command.allowedAtMs;
  }
  const node = nodeFor(state, command, partition, context);
  if (node === noNode) return waitForMetadata(state, command, nowMs);
  const link = linkTo(state.network, node, Channel.main);
  if (link.readyAtMs > nowMs) return Math.min(link.readyAtMs, command.deadlineMs);
  command.isInFlight = true;
  const { requestTimeoutMs } = state.config;
  const request = requestFor(command, partition, nextCorrelationId(state.network), state.self, requestTimeoutMs);
  sendRequest(state.network, link, request, { kind: "command", command }, context);
  return command.deadlineMs;
}

function waitForMetadata(state: AdminState, command: PendingCommand, nowMs: Millis): Millis {
  requestUpdate(state.updater);
  const readyAtMs = earliestReadyMs(state.network, state.metadata.nodes, Channel.main);
  return Math.min(command.deadlineMs, readyAtMs > nowMs ? readyAtMs : command.deadlineMs);
}

function nodeFor(
  state: AdminState,
  command: PendingCommand,
  partition: PartitionMetadata | null,
  context: ClientContext,
): NodeId {
  if (command.action.do === "delete-records") return partition?.leaderId ?? noNode;
  const name = mix4(About.leastLoadedNode, state.self, command.name, command.attempts);
  return leastLoadedNode(state.network, state.metadata.nodes, Channel.main, name, context);
}

function onFailure(
  state: AdminState,
  { command }: Exclude<AdminCall, { readonly kind: "metadata" }>,
  errorCode: ErrorCode,
  context: ClientContext,
): void {
  onResult(state, command, errorCode, context);
}

function onResult(state: AdminState, command: PendingCommand, errorCode: ErrorCode, context: ClientContext): void {
  if (command.isDone) return;
  command.isInFlight = false;
  if (!isRetriable(command, errorCode)) {
    complete(state, command, errorCode, context);
    return;
  }
  const { retryBackoffMs, retryBackoffMaxMs } = state.config;
  const name = mix3(About.commandBackoff, command.name, command.attempts);
  command.allowedAtMs = context.nowMs() + backoffMs(retryBackoffMs, retryBackoffMaxMs, command.attempts, name, context);
  command.attempts++;
  requestUpdate(state.updater);
}

/** A topic that brokers do not know may be on its way to them. */
const unknownTopicAttempts = 5;

/** Answers about single items are final (KafkaAdminClient), those of a whole request and of a partition's leader are not. */
function isRetriable(command: PendingCommand, errorCode: ErrorCode): boolean {
  if (errorCode === Errors.UNKNOWN_TOPIC_OR_PARTITION) return command.attempts < unknownTopicAttempts;
  if (command.action.do === "delete-records") return errorOf(errorCode).retriable;
  return (
    errorCode === Errors.REQUEST_TIMED_OUT ||
    errorCode === Errors.NETWORK_EXCEPTION ||
    errorCode === Errors.NOT_CONTROLLER ||
    errorCode === Errors.BROKER_NOT_AVAILABLE
  );
}

function complete(state: AdminState, command: PendingCommand, errorCode: ErrorCode, context: ClientContext): void {
  command.isDone = true;
  context.observer.adminCompleted(state.self, command.action, errorCode);
}
