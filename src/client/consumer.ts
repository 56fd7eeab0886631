/**
 * A consumer. Without a group it reads all partitions of its topics, by assign, and polls at the pace of its application;
 * positions are its own and nowhere committed: a new process starts where the application says. In a group it reads what
 * it is assigned, from where the group has committed (group/, membership/).
 */
import type { NodeId } from "../core/ids.ts";
import type { Machine, TimerKey } from "../core/machine.ts";
import type { Millis } from "../core/time.ts";
import { Channel } from "../kafka/channels.ts";
import { type ErrorCode, Errors } from "../kafka/errors.ts";
import type { KafkaMessage } from "../kafka/messages/index.ts";
import { operatorId, type SeekCommand } from "../kafka/messages/operator.ts";
import { type ConsumerCall, type ConsumerState, ConsumerTimer, type LookupCall } from "./consumer/consumer-state.ts";
import { endPauses, onFetchFailure, onFetchResponse, sendFetches } from "./consumer/fetcher.ts";
import {
  afterFetches,
  beforeFetches,
  newGroup,
  onGroupDisconnect,
  onGroupFailure,
  onGroupMetadata,
  onGroupResponse,
} from "./consumer/group/group.ts";
import {
  onListOffsetsResponse,
  onLookupFailure,
  onOffsetForLeaderEpochResponse,
  sendLookups,
} from "./consumer/lookups.ts";
import { armPoll, onPollTimer } from "./consumer/poll.ts";
import { seek } from "./consumer/positions.ts";
import { followTopics, newSubscribedTopic } from "./consumer/topic-subscriptions.ts";
import type { ConsumerOptions } from "./consumer-config.ts";
import type { ClientContext } from "./context.ts";
import { newDeque } from "./deque.ts";
import { failCall, failDisconnected, failTimedOut, startOverIfDue } from "./failed-calls.ts";
import { newClientMetadata } from "./metadata/client-metadata.ts";
import { maybeUpdateMetadata, newMetadataUpdater, onMetadataResponse } from "./metadata/metadata-updater.ts";
import { newNetworkClient, takeAnswered } from "./network/network-client.ts";
import type { ClientObserver } from "./observer.ts";

export function consumerMachine(options: ConsumerOptions): Machine<ConsumerState, KafkaMessage, ClientObserver> {
  return {
    boot: (self, context) => boot(options, self, context),
    step: (state, input, context) => {
      if (input.kind === "message") onMessage(state, input.from, input.channel, input.body, context);
      else if (input.kind === "timer") onTimer(state, input.timer, context);
      else if (input.kind === "disconnect" && input.outgoing) {
        failDisconnected(state, input, onFailure, context);
        if (state.group !== null) onGroupDisconnect(state, state.group, input.peer, input.channel, context);
      }
      run(state, context);
    },
    timerName: (timer: TimerKey) => (timer === ConsumerTimer.poll ? "poll" : "network"),
  };
}

function boot(options: ConsumerOptions, self: NodeId, context: ClientContext): ConsumerState {
  const { config, workload } = options;
  const state: ConsumerState = {
    self,
    options,
    config,
    rules: options.rules.consumer,
    network: newNetworkClient<ConsumerCall>(self, config),
    metadata: newClientMetadata(options.bootstrap),
    updater: newMetadataUpdater(config, workload.topics, Channel.requests, context.nowMs()),
    topics: workload.topics.map(newSubscribedTopic),
    subscriptions: [],
    byTopicPartition: new Map(),
    targetByNode: [],
    targets: [],
    unplaced: 0,
    completed: newDeque(),
    group: config.group === null ? null : newGroup(options, self, () => state, context.nowMs()),
    fail: (call, errorCode, context) => failCall(state, call, errorCode, onFailure, context),
    isStarted: false,
    pollAtMs: Number.POSITIVE_INFINITY,
    lastPollMs: Number.NEGATIVE_INFINITY,
    wakeAtMs: Number.POSITIVE_INFINITY,
  };
  wakeBy(state, Math.max(context.nowMs(), (options.clockStartMs ?? 0) + workload.startMs), context);
  return state;
}

const metadataCall = { kind: "metadata" } as const;

/** All that can be done now; the timer for the rest. */
function run(state: ConsumerState, context: ClientContext): void {
  if (!state.isStarted) return;
  const nowMs = context.nowMs();
  failTimedOut(state, nowMs, onFailure, context);
  startOverIfDue(state, nowMs, onFailure, context);
  if (state.group !== null) beforeFetches(state, state.group, nowMs, context);
  let nextMs = endPauses(state, nowMs);
  nextMs = Math.min(nextMs, sendLookups(state, nowMs, context), sendFetches(state, nowMs, context));
  const { updater, metadata, network } = state;
  nextMs = Math.min(nextMs, maybeUpdateMetadata(updater, metadata, network, metadataCall, context));
  if (state.group === null) armPoll(state, context);
  else nextMs = Math.min(nextMs, afterFetches(state, state.group, nowMs, context));
  wakeBy(state, Math.min(nextMs, network.nextTimeoutMs), context);
}

function wakeBy(state: ConsumerState, atMs: Millis, context: ClientContext): void {
  if (atMs >= state.wakeAtMs) return;
  state.wakeAtMs = atMs;
  context.setTimer(ConsumerTimer.wake, Math.max(0, atMs - context.nowMs()));
}

function onTimer(state: ConsumerState, timer: TimerKey, context: ClientContext): void {
  if (timer === ConsumerTimer.poll) {
    onPollTimer(state, context);
    return;
  }
  state.wakeAtMs = Number.POSITIVE_INFINITY;
  state.isStarted = true;
}

function onMessage(
  state: ConsumerState,
  from: NodeId,
  channel: number,
  body: KafkaMessage,
  context: ClientContext,
): void {
  if (body.kind === "SeekCommand" && from === operatorId) {
    onSeekCommand(state, body, context);
    return;
  }
  if (!("correlationId" in body)) return;
  const call = takeAnswered(state.network, from, channel, body.correlationId);
  if (call === undefined) return;
  if (call.kind === "fetch" && body.kind === "FetchResponse") {
    onFetchResponse(state, state.targetByNode[call.node]!, body, context);
  } else if (call.kind === "metadata" && body.kind === "MetadataResponse") {
    onMetadataResponse(state.updater, state.metadata, body, state.self, context);
    followTopics(state, context);
    if (state.group !== null) onGroupMetadata(state, state.group, body, context);
  } else if (call.kind === "list-offsets" && body.kind === "ListOffsetsResponse") {
    onListOffsetsResponse(state, call, body, context);
  } else if (call.kind === "offset-for-leader-epoch" && body.kind === "OffsetForLeaderEpochResponse") {
    onOffsetForLeaderEpochResponse(state, call, body, context);
  } else if (state.group === null || !onGroupResponse(state, state.group, call, body, context))
    failCall(state, call, Errors.UNKNOWN_SERVER_ERROR, onFailure, context);
}

function onSeekCommand(state: ConsumerState, command: SeekCommand, context: ClientContext): void {
  for (const subscription of state.subscriptions) {
    if (command.partition !== -1 && command.partition !== subscription.partition) continue;
    seek(state, subscription, command.to, "seek", context);
  }
}

type FailedCall = Exclude<ConsumerCall, { readonly kind: "metadata" }>;

function onFailure(state: ConsumerState, call: FailedCall, errorCode: ErrorCode, context: ClientContext): void {
  if (call.kind === "fetch") onFetchFailure(state, state.targetByNode[call.node]!, context);
  else if (isLookup(call)) onLookupFailure(state, call, context);
  else onGroupFailure(state, state.group!, call, errorCode, context);
}

const isLookup = (call: FailedCall): call is LookupCall =>
  call.kind === "list-offsets" || call.kind === "offset-for-leader-epoch";
