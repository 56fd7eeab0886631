/**
 * The application's thread: calls send for each record when it is due, one after the other (KafkaProducer.doSend).
 *
 *   free --topic unknown, or no room in buffer.memory--> blocked --metadata, memory--> free
 *   blocked --max.block.ms over--> free, the record failed (it never left the client)
 * While it is blocked nothing else is sent; what became due meanwhile follows at once.
 */
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import { Errors } from "../../kafka/errors.ts";
import { batchOverheadBytes } from "../../kafka/records.ts";
import type { ClientContext } from "../context.ts";
import { peekLast } from "../deque.ts";
import { requestUpdate } from "../metadata/metadata-updater.ts";
import { emptyDraft, type RecordDraft, type RecordSource } from "../record-source.ts";
import type { PartitionQueue } from "./partition-queue.ts";
import { wireBytes } from "./producer-batch.ts";
import type { Application, ProducerState, ProducerTopic } from "./producer-state.ts";
import { append, needsNewBatch } from "./record-accumulator.ts";
import { onNewBatch, stickyPartition } from "./sticky-partitioner.ts";

export const newApplication = (source: RecordSource, nextIndex: number): Application => ({
  source,
  draft: emptyDraft(),
  nextIndex,
  probes: 0,
  probed: 0,
  isBlocked: false,
  blockedUntilMs: Number.POSITIVE_INFINITY,
});

/** Calls send for all that is due, and sets the timer for the next record unless it is blocked. */
export function sendDueRecords(state: ProducerState, context: ClientContext): void {
  const { application } = state;
  const { source } = application;
  const nowMs = context.nowMs();
  const elapsedMs = nowMs - (state.options.clockStartMs ?? 0);
  while (!application.isBlocked) {
    const isProbe = application.probed < application.probes;
    const index = isProbe ? source.records + application.probed : application.nextIndex;
    if (!isProbe) {
      if (index >= source.records) return;
      const dueMs = source.sendTimeMs(index);
      if (dueMs > elapsedMs) {
        context.setTimer(ProducerTimer.send, dueMs - elapsedMs);
        return;
      }
    }
    if (isProbe) application.probed++;
    else application.nextIndex++;
    source.fill(index, application.draft);
    context.observer.sendInvoked(state.self, application.draft.id, application.draft.key, nowMs);
    if (!refuse(state, context)) trySend(state, context);
  }
}

/** Beside its plan, at once. */
export function sendProbes(state: ProducerState, records: number, context: ClientContext): void {
  const { application } = state;
  invariant(records > 0, "a probe is at least one record");
  invariant(application.probes === 0, "a producer is probed once");
  application.probes = records;
  sendDueRecords(state, context);
}

/** How many records it has still to send of those that are due so long after the start of the clients. */
export const unsentRecords = ({ source, probes, probed, nextIndex }: Application, elapsedMs: Millis): number =>
  Math.max(0, source.firstIndexAfter(elapsedMs) - nextIndex) + probes - probed;

/** Perhaps metadata or memory came, or max.block.ms is over; then what became due meanwhile follows. */
export function resume(state: ProducerState, context: ClientContext): void {
  const { application } = state;
  invariant(application.isBlocked, "a thread that waits goes on");
  if (context.nowMs() >= application.blockedUntilMs) {
    unblock(state);
    completeUnsent(state, Errors.REQUEST_TIMED_OUT, context);
  } else {
    trySend(state, context);
  }
  if (!application.isBlocked) sendDueRecords(state, context);
}

function trySend(state: ProducerState, context: ClientContext): void {
  const { application, accumulator } = state;
  const topic = state.topics[application.draft.topic];
  invariant(topic !== undefined, "a record is for one of the topics that its producer names");
  if (topic.metadata?.isKnown !== true || topic.queues.length === 0) {
    requestUpdate(state.updater);
    block(state, context);
    return;
  }
  const { draft } = application;
  const queue = queueOf(state, topic, draft, context);
  const nowMs = context.nowMs();
  const lastBatch = peekLast(queue.batches);
  const result = append(accumulator, queue, draft, context.wallClockMs() + draft.timestampSkewMs, nowMs);
  if (result === "no-memory") {
    accumulator.isExhausted = true;
    block(state, context);
    return;
  }
  unblock(state);
  if (draft.keyHash === -1 && draft.partition === -1) {
    const overhead = peekLast(queue.batches) === lastBatch ? 0 : batchOverheadBytes;
    topic.sticky.producedBytes += overhead + Math.ceil(draft.sizeInBytes * accumulator.compressionRatio);
  }
  context.observer.sendAssigned(state.self, draft.id, queue.metadata.topicPartition);
  if (result === "full" || (result === "new-batch" && mayGoNow(state, queue))) state.isSenderDue = true;
  else if (result === "new-batch") wakeBy(state, nowMs + state.config.lingerMs, context);
}

/** Without linger; or the leader is not known and must be asked for. */
const mayGoNow = (state: ProducerState, queue: PartitionQueue): boolean =>
  state.config.lingerMs === 0 || queue.metadata.leaderId === -1;

/** Makes sure that the sender looks at `atMs`, or earlier. */
export function wakeBy(state: ProducerState, atMs: Millis, context: ClientContext): void {
  if (atMs >= state.wakeAtMs) return;
  state.wakeAtMs = atMs;
  context.setTimer(ProducerTimer.wake, Math.max(0, atMs - context.nowMs()));
}

export const ProducerTimer = { send: 0, wake: 1 } as const;

/** Where the record goes. By KIP-480, a record that needs a new batch there is asked for its partition again. */
function queueOf(
  state: ProducerState,
  topic: ProducerTopic,
  draft: RecordDraft,
  context: ClientContext,
): PartitionQueue {
  const queue = partitionFor(state, topic, draft, context);
  if (state.rules.switchesPartition !== "at-new-batch" || state.application.isBlocked) return queue;
  if (!needsNewBatch(state.accumulator, queue, draft.sizeInBytes)) return queue;
  onNewBatch(topic.sticky, topic.queues, queue, draft.id, context);
  return partitionFor(state, topic, draft, context);
}

/** The partition that the application named, its own partitioner's, that of the key, or the sticky one (P-27). */
function partitionFor(
  state: ProducerState,
  { queues, sticky }: ProducerTopic,
  draft: RecordDraft,
  context: ClientContext,
): PartitionQueue {
  const { partitioner } = state.options;
  if (draft.partition !== -1) return queues[draft.partition % queues.length]!;
  if (partitioner !== undefined) return queues[partitioner(draft, queues.length) % queues.length]!;
  if (draft.keyHash !== -1 && !state.config.partitionerIgnoreKeys) return queues[draft.keyHash % queues.length]!;
  return stickyPartition(sticky, queues, state.accumulator, state.rules, draft.id, context);
}

function block(state: ProducerState, context: ClientContext): void {
  const { application } = state;
  if (application.isBlocked) return;
  state.isSenderDue = true;
  application.isBlocked = true;
  application.blockedUntilMs = context.nowMs() + state.config.maxBlockMs;
}

function unblock(state: ProducerState): void {
  state.application.isBlocked = false;
  state.application.blockedUntilMs = Number.POSITIVE_INFINITY;
  state.accumulator.isExhausted = false;
}

/** A record above max.request.size, or for which buffer.memory can never have room (KafkaProducer.ensureValidRecordSize). */
function refuse(state: ProducerState, context: ClientContext): boolean {
  const { config, application } = state;
  const bytes = wireBytes(application.draft.sizeInBytes, 1);
  if (bytes <= config.maxRequestSize && Math.max(bytes, config.batchSize) <= config.bufferMemory) return false;
  completeUnsent(state, Errors.MESSAGE_TOO_LARGE, context);
  return true;
}

/** Certain: the record never left the client. */
function completeUnsent(state: ProducerState, errorCode: number, context: ClientContext): void {
  context.observer.sendCompleted(state.self, state.application.draft.id, -1, "fail", errorCode, -1);
}
