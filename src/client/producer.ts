/**
 * A producer and the application that uses it: records are sent when they are due, partitioner -> record accumulator ->
 * sender -> leader. Its crash is the end of its session: what was not acknowledged stays unknown for ever.
 */
import type { NodeId } from "../core/ids.ts";
import type { Machine, TimerKey } from "../core/machine.ts";
import { Channel } from "../kafka/channels.ts";
import { Errors } from "../kafka/errors.ts";
import type { KafkaMessage } from "../kafka/messages/index.ts";
import { operatorId } from "../kafka/messages/operator.ts";
import type { ClientContext } from "./context.ts";
import { failCall, failDisconnected } from "./failed-calls.ts";
import { newClientMetadata } from "./metadata/client-metadata.ts";
import { newMetadataUpdater, onMetadataResponse } from "./metadata/metadata-updater.ts";
import { newNetworkClient, takeAnswered } from "./network/network-client.ts";
import type { ClientObserver } from "./observer.ts";
import { newApplication, ProducerTimer, sendDueRecords, sendProbes, wakeBy } from "./producer/application.ts";
import { onInitProducerIdResponse } from "./producer/init-producer-id.ts";
import { onFailure } from "./producer/on-failure.ts";
import { onProduceResponse } from "./producer/produce-response.ts";
import { newProducerSession } from "./producer/producer-session.ts";
import type { ProducerCall, ProducerState } from "./producer/producer-state.ts";
import { newRecordAccumulator } from "./producer/record-accumulator.ts";
import { runSender } from "./producer/sender.ts";
import { followTopics, newProducerTopic } from "./producer/topic-queues.ts";
import type { ProducerOptions } from "./producer-config.ts";

export function producerMachine(options: ProducerOptions): Machine<ProducerState, KafkaMessage, ClientObserver> {
  return {
    boot: (self, context) => boot(options, self, context),
    step: (state, input, context) => {
      if (input.kind === "message") onMessage(state, input.from, input.channel, input.body, context);
      else if (input.kind === "timer") onTimer(state, input.timer, context);
      else if (input.kind === "disconnect" && input.outgoing) {
        failDisconnected(state, input, onFailure, context);
        state.isSenderDue = true;
      }
      if (state.isSenderDue) wakeBy(state, runSender(state, context), context);
    },
    timerName: (timer: TimerKey) => (timer === ProducerTimer.send ? "send" : "sender"),
  };
}

/** Nothing goes over the network before the first record asks for metadata. */
function boot(options: ProducerOptions, self: NodeId, context: ClientContext): ProducerState {
  const { config, workload } = options;
  const nowMs = context.nowMs();
  const elapsedMs = nowMs - (options.clockStartMs ?? 0);
  const firstIndex = context.incarnation === 0 ? 0 : workload.firstIndexAfter(elapsedMs);
  const state: ProducerState = {
    self,
    options,
    config,
    rules: options.rules.producer,
    application: newApplication(workload, firstIndex),
    network: newNetworkClient<ProducerCall>(self, config),
    metadata: newClientMetadata(options.bootstrap),
    updater: newMetadataUpdater(config, workload.topics, Channel.main, nowMs),
    accumulator: newRecordAccumulator(config),
    session: newProducerSession(config.enableIdempotence),
    topics: workload.topics.map(newProducerTopic),
    isSenderDue: false,
    wakeAtMs: Number.POSITIVE_INFINITY,
    drain: { queues: [], counts: [], isReady: [], nodes: [], nodeCount: 0, lastPlace: [] },
  };
  sendDueRecords(state, context);
  if (state.isSenderDue) wakeBy(state, runSender(state, context), context);
  return state;
}

function onTimer(state: ProducerState, timer: TimerKey, context: ClientContext): void {
  if (timer === ProducerTimer.send) {
    sendDueRecords(state, context);
    return;
  }
  state.wakeAtMs = Number.POSITIVE_INFINITY;
  state.isSenderDue = true;
}

/** An answer that nobody waits for any more is dropped; one of the wrong kind counts as a failure of the request. */
function onMessage(
  state: ProducerState,
  from: NodeId,
  channel: number,
  body: KafkaMessage,
  context: ClientContext,
): void {
  if (body.kind === "ProbeCommand" && from === operatorId) sendProbes(state, body.records, context);
  if (!("correlationId" in body)) return;
  const call = takeAnswered(state.network, from, channel, body.correlationId);
  if (call === undefined) return;
  state.isSenderDue = true;
  if (call.kind === "produce" && body.kind === "ProduceResponse") onProduceResponse(state, call.batches, body, context);
  else if (call.kind === "init-producer-id" && body.kind === "InitProducerIdResponse")
    onInitProducerIdResponse(state, body, context);
  else if (call.kind === "metadata" && body.kind === "MetadataResponse") {
    onMetadataResponse(state.updater, state.metadata, body, state.self, context);
    followTopics(state, context);
  } else failCall(state, call, Errors.UNKNOWN_SERVER_ERROR, onFailure, context);
}
