/**
 * The records that wait to be sent, in one queue of batches per partition (RecordAccumulator, BufferPool).
 *
 * A record goes into the last batch of its queue if that is open and has room, else into a new one, for which
 * buffer.memory must have room: batch.size, or the record if it is larger. The memory is given back when the batch is done.
 */
import { invariant } from "../../core/invariant.ts";
import { removeAt } from "../../core/list.ts";
import type { Millis } from "../../core/time.ts";
import type { ProducerRules } from "../../kafka/rules/producer-rules.ts";
import { at, insertAt, peekFirst, peekLast, popFirst, pushLast } from "../deque.ts";
import type { ProducerConfig } from "../producer-config.ts";
import type { RecordDraft } from "../record-source.ts";
import { insertInOrder } from "../topic-order.ts";
import { compressionRatioOf } from "./compression.ts";
import { takeFreedBuffer } from "./freed-buffers.ts";
import type { PartitionQueue, ProducerBatch } from "./partition-queue.ts";
import { appendRecord, hasRoomFor, isFull, newProducerBatch, wireBytes } from "./producer-batch.ts";

export interface RecordAccumulator {
  readonly config: ProducerConfig;
  readonly compressionRatio: number;
  /** Of all topics, in order. */
  readonly queues: PartitionQueue[];
  /** The queues that hold a batch, in order. */
  readonly waiting: PartitionQueue[];
  availableBytes: number;
  /** Done, while a request on its way may still read their memory; always empty since KAFKA-19012 was mended. */
  readonly freedInFlight: ProducerBatch[];
  /** Batches that hold, or count for, memory: not released yet. */
  incomplete: number;
  /** A send waits for memory: everything is sent at once. */
  isExhausted: boolean;
  /** No batch that is the first of its queue, or in flight, expires before; a lower bound, looked at again when it comes. */
  nextExpiryMs: Millis;
}

export const newRecordAccumulator = (config: ProducerConfig): RecordAccumulator => ({
  config,
  compressionRatio: compressionRatioOf(config.compressionType),
  queues: [],
  waiting: [],
  availableBytes: config.bufferMemory,
  freedInFlight: [],
  incomplete: 0,
  isExhausted: false,
  nextExpiryMs: Number.POSITIVE_INFINITY,
});

/** What became of a record. `new-batch`: it may wait for linger.ms; `full`: a batch can go at once. */
type AppendResult = "appended" | "new-batch" | "full" | "no-memory";

export function append(
  accumulator: RecordAccumulator,
  queue: PartitionQueue,
  draft: RecordDraft,
  timestamp: Millis,
  nowMs: Millis,
): AppendResult {
  const { config, compressionRatio } = accumulator;
  const last = peekLast(queue.batches);
  if (last !== undefined && hasRoomFor(last, draft.sizeInBytes, config.batchSize, compressionRatio)) {
    invariant(!last.isDone && !last.isInFlight, "a record joins a batch that waits");
    appendRecord(last, draft, timestamp);
    return isFull(last, config.batchSize, compressionRatio) ? "full" : "appended";
  }
  const bytes = Math.max(config.batchSize, wireBytes(draft.sizeInBytes, 1));
  if (bytes > accumulator.availableBytes) return "no-memory";
  accumulator.availableBytes -= bytes;
  accumulator.incomplete++;
  invariant(!(last?.isDone ?? false), "what waits in a queue is not done");
  if (last !== undefined) last.isClosed = true;
  const batch = newProducerBatch(queue, nowMs, bytes);
  if (accumulator.freedInFlight.length > 0 && bytes === config.batchSize)
    takeFreedBuffer(accumulator.freedInFlight, batch);
  appendRecord(batch, draft, timestamp);
  pushBatch(accumulator, queue, batch);
  lookAtExpiryOf(accumulator, batch);
  queue.wasUsed = true;
  return last !== undefined || isFull(batch, config.batchSize, compressionRatio) ? "full" : "new-batch";
}

/** Would a record of this size need a batch of its own making? */
export function needsNewBatch(
  { config, compressionRatio }: RecordAccumulator,
  queue: PartitionQueue,
  bytes: number,
): boolean {
  const last = peekLast(queue.batches);
  return last === undefined || !hasRoomFor(last, bytes, config.batchSize, compressionRatio);
}

/** Nothing more fits into what waits for this partition (RecordAccumulator.allBatchesFull). */
export function allBatchesFull(accumulator: RecordAccumulator, queue: PartitionQueue): boolean {
  const last = peekLast(queue.batches);
  return last === undefined || isFull(last, accumulator.config.batchSize, accumulator.compressionRatio);
}

function pushBatch(accumulator: RecordAccumulator, queue: PartitionQueue, batch: ProducerBatch): void {
  if (queue.batches.length === 0) insertInOrder(accumulator.waiting, queue);
  pushLast(queue.batches, batch);
}

/** Takes the batch at the head of a queue. */
export function takeFirst(accumulator: RecordAccumulator, queue: PartitionQueue): ProducerBatch {
  const batch = popFirst(queue.batches);
  invariant(batch !== undefined, "a batch is taken from a queue that has one");
  invariant(!batch.isDone && !batch.isInFlight, "what waits in a queue is neither done nor under way");
  if (queue.batches.length === 0) removeAt(accumulator.waiting, accumulator.waiting.indexOf(queue));
  lookAtExpiryOf(accumulator, peekFirst(queue.batches));
  return batch;
}

/** Back into the queue to be sent again, at the place that keeps the order (P-21). */
export function requeue(
  accumulator: RecordAccumulator,
  batch: ProducerBatch,
  isIdempotent: boolean,
  rules: ProducerRules,
): void {
  const { batches } = batch.queue;
  invariant(!batch.isDone && !batch.isInFlight, "what is queued again is neither done nor under way");
  invariant(batch.isClosed, "what is sent again stays as it was");
  if (batches.length === 0) insertInOrder(accumulator.waiting, batch.queue);
  const queued: number[] = [];
  for (let i = 0; i < batches.length; i++) queued.push(isIdempotent ? at(batches, i)!.baseSequence : -1);
  insertAt(batches, rules.requeueIndex(queued, batch.baseSequence), batch);
  lookAtExpiryOf(accumulator, peekFirst(batches));
}

/** The batch is done, and no request in flight holds it, unless KAFKA-19012 is in force: its memory can be used again. */
export function release(accumulator: RecordAccumulator, batch: ProducerBatch): void {
  const { bufferBytes, sharesBufferOf } = batch;
  accumulator.availableBytes += bufferBytes;
  accumulator.incomplete--;
  if (bufferBytes === accumulator.config.batchSize) {
    if (batch.isInFlight) accumulator.freedInFlight.push(batch);
    if (sharesBufferOf?.isInFlight === true) accumulator.freedInFlight.push(sharesBufferOf);
  }
  invariant(batch.isDone && !batch.isReleased, "the memory of a batch is given back once, when it is done");
  batch.isReleased = true;
  const isWhole = accumulator.availableBytes === accumulator.config.bufferMemory;
  invariant(accumulator.incomplete > 0 || isWhole, "with every send completed all memory is free");
}

/** A batch became the first, of those that wait or those in flight: one that was behind a younger one may be over already. */
export function lookAtExpiryOf(accumulator: RecordAccumulator, first: ProducerBatch | undefined): void {
  if (first === undefined) return;
  const expiryMs = first.createdMs + accumulator.config.deliveryTimeoutMs;
  if (expiryMs < accumulator.nextExpiryMs) accumulator.nextExpiryMs = expiryMs;
}

/**
 * Takes what is older than delivery.timeout.ms out of the queues and the lists of what is in flight (P-20), oldest first
 * in each partition, and hands it to `expire`. Sets when to look again.
 */
export function takeExpired(
  accumulator: RecordAccumulator,
  nowMs: Millis,
  expire: (batch: ProducerBatch) => void,
): void {
  const timeoutMs = accumulator.config.deliveryTimeoutMs;
  let next = Number.POSITIVE_INFINITY;
  for (const queue of accumulator.queues) {
    const { inFlight, batches } = queue;
    while (inFlight.length > 0 && inFlight[0]!.createdMs + timeoutMs <= nowMs) expire(inFlight.shift()!);
    if (inFlight.length > 0) next = Math.min(next, inFlight[0]!.createdMs + timeoutMs);
    while (batches.length > 0 && peekFirst(batches)!.createdMs + timeoutMs <= nowMs) {
      expire(takeFirst(accumulator, queue));
    }
    if (batches.length > 0) next = Math.min(next, peekFirst(batches)!.createdMs + timeoutMs);
  }
  accumulator.nextExpiryMs = next;
}
