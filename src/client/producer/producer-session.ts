/**
 * The idempotent producer's session with the cluster (TransactionManager of a producer without transactional id).
 *
 *   none --InitProducerId answered--> (producer id, epoch)
 *   (id, e) --a gap in a partition's sequences, or a batch surely or possibly lost--> (id, e + 1), locally (KIP-360)
 *   (id, 32767) --likewise--> none
 * What the partition that asked has in flight is numbered anew from 0; every other partition goes over to the new epoch
 * when nothing of it is in flight any more. This may duplicate what was appended after all (KAFKA-8805, KAFKA-14034).
 */

import type { NodeId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import { type ErrorCode, Errors, errorOf } from "../../kafka/errors.ts";
import { noEpoch, noProducerId, noSequence } from "../../kafka/records.ts";
import type { ProducerRules } from "../../kafka/rules/producer-rules.ts";
import type { ClientObserver } from "../observer.ts";
import type { PartitionQueue, ProducerBatch } from "./partition-queue.ts";
import { hasSequence } from "./producer-batch.ts";
import { hasTracked, isNextSequence, isUnresolved, markUnresolved, startAtBeginning, untrack } from "./sequences.ts";

export interface ProducerSession {
  /** enable.idempotence */
  readonly isEnabled: boolean;
  producerId: number;
  producerEpoch: number;
  isInitializing: boolean;
  /** InitProducerId requests that failed in a row, and when the next may go. */
  initFailures: number;
  initAllowedAtMs: Millis;
  isBumpRequired: boolean;
  /** Partitions with an unresolved sequence. */
  readonly unresolved: PartitionQueue[];
}

const largestEpoch = 32767;

export const newProducerSession = (isEnabled: boolean): ProducerSession => ({
  isEnabled,
  producerId: noProducerId,
  producerEpoch: noEpoch,
  isInitializing: false,
  initFailures: 0,
  initAllowedAtMs: 0,
  isBumpRequired: false,
  unresolved: [],
});

export const hasProducerId = (session: ProducerSession): boolean => session.producerId !== noProducerId;

const isStale = (session: ProducerSession, queue: PartitionQueue): boolean =>
  queue.sequences.producerId !== session.producerId || queue.sequences.producerEpoch !== session.producerEpoch;

function requestBump(session: ProducerSession, queue: PartitionQueue): void {
  session.isBumpRequired = true;
  queue.sequences.asksForBump = true;
}

/**
 * Must this queue's first batch wait (RecordAccumulator.shouldStopDrainBatchesForPartition)? Without a producer id; a new
 * batch while older ones belong to another epoch or are unresolved; a batch that is sent again while one before it is open.
 */
export function mustWait(session: ProducerSession, queue: PartitionQueue, first: ProducerBatch): boolean {
  if (!hasProducerId(session)) return true;
  const { sequences } = queue;
  if (hasSequence(first)) return hasTracked(sequences) && sequences.tracked[0]!.baseSequence !== first.baseSequence;
  return isUnresolved(sequences) || (hasTracked(sequences) && isStale(session, queue));
}

/** Before a new batch is numbered: a partition with nothing in flight joins the current epoch, from sequence 0. */
export function joinCurrentEpoch(session: ProducerSession, queue: PartitionQueue, rules: ProducerRules): void {
  const { sequences } = queue;
  if (!isStale(session, queue) || hasTracked(sequences)) return;
  const isFirst = sequences.producerId === noProducerId;
  if (isFirst || rules.resetSequenceOnBump(sequences.hadInFlightAtBump)) {
    startAtBeginning(sequences, session.producerId, session.producerEpoch);
  } else {
    sequences.producerId = session.producerId;
    sequences.producerEpoch = session.producerEpoch;
  }
}

/** May a failed batch be sent again? Asks for an epoch bump where only that can help (TransactionManager.canRetry). */
export function canRetryError(
  session: ProducerSession,
  batch: ProducerBatch,
  errorCode: ErrorCode,
  logStartOffset: number,
): boolean {
  const { queue } = batch;
  if (!session.isEnabled) return errorOf(errorCode).retriable;
  if (errorCode === Errors.UNKNOWN_PRODUCER_ID) {
    if (logStartOffset === -1 || batch.sequenceHasBeenReset) return true;
    requestBump(session, queue);
    return true;
  }
  if (errorCode === Errors.OUT_OF_ORDER_SEQUENCE_NUMBER) return canRetryOutOfOrder(session, batch);
  return errorOf(errorCode).retriable;
}

/** A batch before it is still open: it will be its turn. Otherwise there is a gap in the log. */
function canRetryOutOfOrder(session: ProducerSession, batch: ProducerBatch): boolean {
  const { sequences } = batch.queue;
  const isBlocked = isUnresolved(sequences);
  if (!isBlocked && (batch.sequenceHasBeenReset || !isNextSequence(sequences, batch.baseSequence))) return true;
  if (!isBlocked || batch.baseSequence === sequences.unresolvedNext) requestBump(session, batch.queue);
  return true;
}

/** A batch is given up. `wasRefused`: by a broker, with retries left (TransactionManager.handleFailedBatch). */
export function onBatchFailed(
  session: ProducerSession,
  batch: ProducerBatch,
  errorCode: ErrorCode,
  wasRefused: boolean,
): void {
  const { queue } = batch;
  if (!hasSequence(batch)) return;
  untrack(queue.sequences, batch);
  if (errorCode === Errors.UNKNOWN_PRODUCER_ID) forgetSequences(queue);
  else if (errorCode === Errors.OUT_OF_ORDER_SEQUENCE_NUMBER || wasRefused) requestBump(session, queue);
}

/** The broker knows nothing of this producer and takes sequence 0. */
function forgetSequences(queue: PartitionQueue): void {
  queue.sequences.producerId = noProducerId;
  queue.sequences.producerEpoch = noEpoch;
  queue.sequences.nextSequence = 0;
  queue.sequences.lastAckedSequence = noSequence;
  queue.sequences.unresolvedNext = -1;
}

/** Nothing new goes to this partition until what is in flight is decided (P-23). */
export function leaveUnresolved(session: ProducerSession, batch: ProducerBatch): void {
  const { queue } = batch;
  if (!hasSequence(batch)) return;
  invariant(batch.isDone && batch.attempts > 0, "a sequence is left open by what was sent and given up");
  markUnresolved(queue.sequences, batch);
  invariant(isUnresolved(queue.sequences), "a sequence that is left open is noted");
  if (!session.unresolved.includes(queue)) session.unresolved.push(queue);
}

/** With nothing in flight: all later ones were acknowledged, or the epoch must change (maybeResolveSequences). */
export function maybeResolveSequences(session: ProducerSession): void {
  const { unresolved } = session;
  for (let i = unresolved.length - 1; i >= 0; i--) {
    const queue = unresolved[i]!;
    const { sequences } = queue;
    if (isUnresolved(sequences)) {
      if (hasTracked(sequences)) continue;
      if (!isNextSequence(sequences, sequences.nextSequence)) requestBump(session, queue);
      sequences.unresolvedNext = -1;
    }
    unresolved.splice(i, 1);
  }
}

/** The local epoch bump, if one is due. */
export function maybeBumpEpoch(
  session: ProducerSession,
  queues: readonly PartitionQueue[],
  rules: ProducerRules,
  self: NodeId,
  observer: ClientObserver,
): void {
  if (!session.isBumpRequired || !hasProducerId(session)) return;
  if (session.producerEpoch === largestEpoch) {
    session.producerId = noProducerId;
    session.producerEpoch = noEpoch;
    return;
  }
  session.producerEpoch++;
  renumber(session, queues, rules, self, observer);
}

/** A producer id came: the first one, or another after the epochs of the last were used up. */
export function onProducerId(
  session: ProducerSession,
  producerId: number,
  producerEpoch: number,
  queues: readonly PartitionQueue[],
  rules: ProducerRules,
  self: NodeId,
  observer: ClientObserver,
): void {
  invariant(producerId >= 0 && producerEpoch >= 0, "a session has a producer id and an epoch");
  invariant(!hasProducerId(session), "a producer asks for an id only without one");
  session.producerId = producerId;
  session.producerEpoch = producerEpoch;
  session.initFailures = 0;
  if (session.isBumpRequired) renumber(session, queues, rules, self, observer);
}

function renumber(
  session: ProducerSession,
  queues: readonly PartitionQueue[],
  rules: ProducerRules,
  self: NodeId,
  observer: ClientObserver,
): void {
  const { producerId, producerEpoch } = session;
  invariant(hasProducerId(session), "sequences are given in a session");
  invariant(producerEpoch <= largestEpoch, "an epoch is a short");
  session.isBumpRequired = false;
  for (const queue of queues) {
    const { sequences } = queue;
    sequences.hadInFlightAtBump = hasTracked(sequences);
    const asked = sequences.asksForBump;
    sequences.asksForBump = false;
    if (!rules.renumbersOnBump(asked)) continue;
    startAtBeginning(sequences, producerId, producerEpoch);
    if (asked) observer.producerEpochBumped(self, producerId, producerEpoch, queue.metadata.topicPartition);
  }
}
