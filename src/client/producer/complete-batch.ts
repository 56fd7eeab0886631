/**
 * What becomes of a batch (Sender.completeBatch, failBatch; ProducerBatch.done): sent again, split, or done, with the
 * outcome of each of its records as the application learns it.
 *
 *   ok    acknowledged, or known as a duplicate (then without offset)
 *   fail  every attempt was refused for certain, or none left the client
 *   info  given up, but some attempt may have been appended, or still may be (Y-1)
 */
import { invariant } from "../../core/invariant.ts";
import { mix4 } from "../../core/mix.ts";
import { type ErrorCode, Errors, errorOf } from "../../kafka/errors.ts";
import type { ProducePartitionResponse } from "../../kafka/messages/produce.ts";
import { backoffMs } from "../backoff.ts";
import type { ClientContext } from "../context.ts";
import { applyCurrentLeader } from "../metadata/client-metadata.ts";
import { requestUpdate } from "../metadata/metadata-updater.ts";
import { About } from "../names.ts";
import type { SendOutcome } from "../observer.ts";
import type { ProducerBatch } from "./partition-queue.ts";
import { canRetryError, leaveUnresolved, onBatchFailed } from "./producer-session.ts";
import type { ProducerState } from "./producer-state.ts";
import { lookAtExpiryOf, type RecordAccumulator, release, requeue } from "./record-accumulator.ts";
import { acknowledge, track, untrack } from "./sequences.ts";
import { splitBatch } from "./split-batch.ts";

/** The answer about one batch; null with the error of a connection that ended. */
export function completeBatch(
  state: ProducerState,
  batch: ProducerBatch,
  errorCode: ErrorCode,
  answer: ProducePartitionResponse | null,
  context: ClientContext,
): void {
  invariant(batch.sends > 0, "what is answered was sent");
  landed(state.accumulator, batch);
  if (errorCode === Errors.NONE) succeed(state, batch, answer?.baseOffset ?? -1, context);
  else onError(state, batch, errorCode, answer, context);
  if (batch.isDone && !batch.isReleased) release(state.accumulator, batch);
  if (state.config.maxInFlightRequestsPerConnection === 1) batch.queue.isMuted = false;
}

/** The batch is not in flight any more. */
function landed(accumulator: RecordAccumulator, batch: ProducerBatch): void {
  const { inFlight } = batch.queue;
  batch.isInFlight = false;
  const index = inFlight.indexOf(batch);
  if (index === 0) inFlight.shift();
  else if (index > 0) inFlight.splice(index, 1);
  lookAtExpiryOf(accumulator, inFlight[0]);
}

function onError(
  state: ProducerState,
  batch: ProducerBatch,
  errorCode: ErrorCode,
  answer: ProducePartitionResponse | null,
  context: ClientContext,
): void {
  const error = errorOf(errorCode);
  if (!error.definite) batch.mayHaveArrived = true;
  if (errorCode === Errors.MESSAGE_TOO_LARGE && batch.records.length > 1 && !batch.isDone) split(state, batch);
  else if (canRetry(state, batch, errorCode, answer, context)) retry(state, batch, context);
  else if (errorCode === Errors.DUPLICATE_SEQUENCE_NUMBER) {
    succeed(state, batch, -1, context);
  } else fail(state, batch, errorCode, batch.attempts < state.config.retries, context);
  if (!error.refreshes) return;
  if (answer !== null) applyCurrentLeader(batch.queue.metadata, answer.currentLeader);
  requestUpdate(state.updater);
}

/** Bounded by delivery.timeout.ms rather than by `retries` (P-20). */
function canRetry(
  state: ProducerState,
  batch: ProducerBatch,
  errorCode: ErrorCode,
  answer: ProducePartitionResponse | null,
  context: ClientContext,
): boolean {
  if (batch.isDone || batch.attempts >= state.config.retries) return false;
  if (context.nowMs() - batch.createdMs >= state.config.deliveryTimeoutMs) return false;
  return canRetryError(state.session, batch, errorCode, answer?.logStartOffset ?? -1);
}

function retry(state: ProducerState, batch: ProducerBatch, context: ClientContext): void {
  const { config, accumulator, session, rules } = state;
  const nowMs = context.nowMs();
  invariant(!batch.isDone, "what the application heard of is not sent again");
  invariant(nowMs - batch.createdMs < config.deliveryTimeoutMs, "nothing is sent again after delivery.timeout.ms");
  const name = mix4(About.retryBackoff, batch.topicPartition, batch.records[0]!.id, batch.attempts);
  batch.retryAtMs = nowMs + backoffMs(config.retryBackoffMs, config.retryBackoffMaxMs, batch.attempts, name, context);
  batch.lastAttemptMs = nowMs;
  batch.attempts++;
  requeue(accumulator, batch, session.isEnabled, rules);
}

/** The parts count as never tried, but keep sequences and age. */
function split(state: ProducerState, batch: ProducerBatch): void {
  const { accumulator, session, rules } = state;
  const { sequences } = batch.queue;
  const parts = splitBatch(batch, accumulator, rules);
  if (session.isEnabled) untrack(sequences, batch);
  for (let i = parts.length - 1; i >= 0; i--) {
    if (session.isEnabled) track(sequences, parts[i]!);
    requeue(accumulator, parts[i]!, session.isEnabled, rules);
  }
  accumulator.incomplete += parts.length;
  invariant(!batch.isDone, "a batch of which the application heard is not split");
  batch.isDone = true;
}

/** Also after the batch was given up: the session must know how far the log goes. */
function succeed(state: ProducerState, batch: ProducerBatch, baseOffset: number, context: ClientContext): void {
  if (state.session.isEnabled) acknowledge(batch.queue.sequences, batch, baseOffset);
  if (batch.isDone) return;
  batch.isDone = true;
  invariant(!batch.isInFlight, "an acknowledgement ends the flight of a batch");
  const { observer } = context;
  for (let i = 0; i < batch.records.length; i++) {
    const offset = baseOffset === -1 ? -1 : baseOffset + i;
    observer.sendCompleted(state.self, batch.records[i]!.id, batch.topicPartition, "ok", Errors.NONE, offset);
  }
}

/** `wasRefused`: by a broker, with retries left. What is in flight keeps its memory until it lands (KAFKA-19012). */
function fail(
  state: ProducerState,
  batch: ProducerBatch,
  errorCode: ErrorCode,
  wasRefused: boolean,
  context: ClientContext,
): void {
  if (batch.isDone) return;
  batch.isDone = true;
  const outcome: SendOutcome = batch.mayHaveArrived ? "info" : "fail";
  for (const record of batch.records) {
    context.observer.sendCompleted(state.self, record.id, batch.topicPartition, outcome, errorCode, -1);
  }
  if (state.session.isEnabled) onBatchFailed(state.session, batch, errorCode, wasRefused);
  // The request may still read it (KAFKA-19012): given back when that is answered, or its connection ends.
  if (!batch.isInFlight || !state.rules.keepsBufferInFlight) release(state.accumulator, batch);
}

/** delivery.timeout.ms is over, be the batch queued or in flight (Sender.sendProducerData, KIP-91). */
export function expire(state: ProducerState, batch: ProducerBatch, context: ClientContext): void {
  const ageMs = context.nowMs() - batch.createdMs;
  invariant(ageMs >= state.config.deliveryTimeoutMs, "a batch is given up after delivery.timeout.ms, not before");
  invariant(!batch.isDone, "a batch is given up once");
  if (batch.isInFlight) batch.mayHaveArrived = true;
  fail(state, batch, Errors.REQUEST_TIMED_OUT, false, context);
  if (state.session.isEnabled && batch.attempts > 0) leaveUnresolved(state.session, batch);
}
