/**
 * The sender (org.apache.kafka.clients.producer.internals.Sender): decides what goes now, to which leader, in which request.
 *
 * One run: requests that timed out, expired batches, the producer session; then, as long as something can go, for each
 * leader with a ready batch and room on its connection one Produce with one batch of each of its partitions. A batch is
 * ready when it is full, linger.ms old, or memory is short, and not in its retry back-off; with it goes whatever else
 * waits for the same leader.
 */
import type { NodeId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import { Channel } from "../../kafka/channels.ts";
import type { ClientContext } from "../context.ts";
import { peekFirst } from "../deque.ts";
import { failTimedOut, startOverIfDue } from "../failed-calls.ts";
import { maybeUpdateMetadata, requestUpdate } from "../metadata/metadata-updater.ts";
import { linkTo } from "../network/network-client.ts";
import { resume } from "./application.ts";
import { expire } from "./complete-batch.ts";
import { shakeHands } from "./handshake.ts";
import { maybeInitProducerId } from "./init-producer-id.ts";
import { onFailure } from "./on-failure.ts";
import type { PartitionQueue, ProducerBatch } from "./partition-queue.ts";
import { hasSequence, isBackingOff, isFull, noticeLeaderEpoch, wireBytes } from "./producer-batch.ts";
import { joinCurrentEpoch, maybeBumpEpoch, maybeResolveSequences, mustWait } from "./producer-session.ts";
import type { ProducerState } from "./producer-state.ts";
import { takeExpired, takeFirst } from "./record-accumulator.ts";
import { sendProduce } from "./send-produce.ts";
import { numberBatch } from "./sequences.ts";

const metadataCall = { kind: "metadata" } as const;

/** Returns when it must look again if nothing happens before. */
export function runSender(state: ProducerState, context: ClientContext): Millis {
  const { accumulator, application, network, session } = state;
  const nowMs = context.nowMs();
  failTimedOut(state, nowMs, onFailure, context);
  startOverIfDue(state, nowMs, onFailure, context);
  if (nowMs >= accumulator.nextExpiryMs) takeExpired(accumulator, nowMs, (batch) => expire(state, batch, context));
  let nextMs: Millis;
  do {
    state.isSenderDue = false;
    nextMs = session.isEnabled ? prepareSession(state, context) : Number.POSITIVE_INFINITY;
    nextMs = Math.min(nextMs, sendWhatIsReady(state, nowMs, context));
    if (application.isBlocked) resume(state, context);
  } while (state.isSenderDue);
  nextMs = Math.min(nextMs, maybeUpdateMetadata(state.updater, state.metadata, network, metadataCall, context));
  nextMs = Math.min(nextMs, application.blockedUntilMs, accumulator.nextExpiryMs);
  return Math.min(nextMs, network.nextTimeoutMs);
}

function prepareSession(state: ProducerState, context: ClientContext): Millis {
  const { session, accumulator, rules, self } = state;
  if (session.unresolved.length > 0) maybeResolveSequences(session);
  if (session.isBumpRequired) maybeBumpEpoch(session, accumulator.queues, rules, self, context.observer);
  return maybeInitProducerId(state, context);
}

/** Request after request until nothing more can go. */
function sendWhatIsReady(state: ProducerState, nowMs: Millis, context: ClientContext): Millis {
  const { drain, accumulator } = state;
  let nextMs: Millis = Number.POSITIVE_INFINITY;
  let hasSent = accumulator.waiting.length > 0;
  while (hasSent) {
    hasSent = false;
    nextMs = findReady(state, nowMs);
    for (let i = 0; i < drain.nodeCount; i++) {
      const node = drain.nodes[i]!;
      if (drain.isReady[node]) {
        const readyAtMs = linkTo(state.network, node, Channel.main).readyAtMs;
        if (readyAtMs > nowMs) nextMs = Math.min(nextMs, readyAtMs);
        else if (drainNode(state, node, nowMs, context)) hasSent = true;
      }
      drain.counts[node] = 0;
      drain.isReady[node] = false;
    }
    drain.nodeCount = 0;
  }
  return nextMs;
}

/** Sorts what waits by leader; returns when the first batch that is not ready will be (RecordAccumulator.ready). */
function findReady(state: ProducerState, nowMs: Millis): Millis {
  const { accumulator, config, drain, rules } = state;
  const { waiting, compressionRatio, isExhausted } = accumulator;
  let nextMs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < waiting.length; i++) {
    const queue = waiting[i]!;
    const { leaderId, leaderEpoch } = queue.metadata;
    const first = peekFirst(queue.batches)!;
    if (rules.retriesAtOnceAtNewLeader) noticeLeaderEpoch(first, leaderEpoch);
    if (leaderId === -1) requestUpdate(state.updater);
    if (leaderId === -1 || queue.isMuted) continue;
    addToNode(state, leaderId, queue);
    let readyAtMs = first.retryAtMs;
    if (!isBackingOff(first, nowMs)) {
      const isDue = isExhausted || queue.batches.length > 1 || isFull(first, config.batchSize, compressionRatio);
      readyAtMs = isDue ? nowMs : first.lastAttemptMs + config.lingerMs;
    }
    if (readyAtMs <= nowMs) drain.isReady[leaderId] = true;
    else if (readyAtMs < nextMs) nextMs = readyAtMs;
  }
  return nextMs;
}

function addToNode(state: ProducerState, node: NodeId, queue: PartitionQueue): void {
  const { drain } = state;
  if (drain.queues[node] === undefined) {
    drain.queues[node] = [];
    drain.counts[node] = 0;
    drain.isReady[node] = false;
    drain.lastPlace[node] = -1;
  }
  const count = drain.counts[node]!;
  if (count === 0) drain.nodes[drain.nodeCount++] = node;
  drain.queues[node]![count] = queue;
  drain.counts[node] = count + 1;
}

/** One request for one node, if anything may go (RecordAccumulator.drainBatchesForOneNode). */
function drainNode(state: ProducerState, node: NodeId, nowMs: Millis, context: ClientContext): boolean {
  const { accumulator, config, drain, network, session } = state;
  const link = linkTo(network, node, Channel.main);
  if (link.inFlight.length >= config.maxInFlightRequestsPerConnection) return false;
  if (config.acks === 0 && !link.isConnected) {
    shakeHands(state, link, context);
    return false;
  }
  const queues = drain.queues[node]!;
  const count = drain.counts[node]!;
  let start = 0;
  while (start < count && queues[start]!.place <= drain.lastPlace[node]!) start++;
  const batches: ProducerBatch[] = [];
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    const queue = queues[(start + i) % count]!;
    const first = peekFirst(queue.batches)!;
    if (isBackingOff(first, nowMs)) continue;
    const size = wireBytes(first.rawBytes, accumulator.compressionRatio);
    if (batches.length > 0 && bytes + size > config.maxRequestSize) break;
    if (session.isEnabled && mustWait(session, queue, first)) continue;
    bytes += size;
    drain.lastPlace[node] = queue.place;
    batches.push(takeForSending(state, queue));
  }
  if (batches.length === 0) return false;
  sendProduce(state, link, batches, context);
  return true;
}

function takeForSending(state: ProducerState, queue: PartitionQueue): ProducerBatch {
  const { accumulator, session, rules } = state;
  const batch = takeFirst(accumulator, queue);
  invariant(queue.metadata.leaderId !== -1, "a batch goes to a leader");
  invariant(!queue.isMuted, "nothing is sent to a partition whose last batch is open");
  batch.topicPartition = queue.metadata.topicPartition;
  if (session.isEnabled && !hasSequence(batch)) {
    joinCurrentEpoch(session, queue, rules);
    numberBatch(queue.sequences, batch);
  }
  invariant(session.isEnabled === hasSequence(batch), "with idempotence every batch has a sequence");
  return batch;
}
