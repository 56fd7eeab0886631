/**
 * The application calls poll every `pollEveryMs` and takes at most max.poll.records, oldest fetch first. Calls that would
 * return nothing are left out.
 */
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import { nextOffset, type RecordBatch } from "../../kafka/records.ts";
import type { ClientContext } from "../context.ts";
import { peekFirst, popFirst } from "../deque.ts";
import { type ConsumerState, ConsumerTimer } from "./consumer-state.ts";
import { dropBuffered, place } from "./placement.ts";
import type { BufferedFetch, Subscription } from "./subscription.ts";

/** There is something to return: sets the timer for the next call. */
export function armPoll(state: ConsumerState, context: ClientContext): void {
  if (state.completed.length === 0 || state.pollAtMs !== Number.POSITIVE_INFINITY) return;
  const nowMs = context.nowMs();
  state.pollAtMs = nextPollMs(state, nowMs);
  context.setTimer(ConsumerTimer.poll, state.pollAtMs - nowMs);
}

/** The calls come at fixed times from the start on. */
function nextPollMs(state: ConsumerState, nowMs: Millis): Millis {
  const { startMs, pollEveryMs } = state.options.workload;
  const firstMs = (state.options.clockStartMs ?? 0) + startMs;
  const earliest = Math.max(nowMs, state.lastPollMs + 1, firstMs);
  return firstMs + Math.ceil((earliest - firstMs) / pollEveryMs) * pollEveryMs;
}

export function onPollTimer(state: ConsumerState, context: ClientContext): void {
  state.pollAtMs = Number.POSITIVE_INFINITY;
  state.lastPollMs = context.nowMs();
  returnRecords(state, context);
}

export function returnRecords(state: ConsumerState, context: ClientContext): void {
  let room = state.config.maxPollRecords;
  while (room > 0) {
    const subscription = peekFirst(state.completed);
    if (subscription === undefined) return;
    room -= takeRecords(state, subscription, room, context);
    invariant(room >= 0, "a poll returns at most max.poll.records");
    if (subscription.buffered === null) popFirst(state.completed);
  }
}

/** Returns how many records the application got; what does not continue the position is thrown away. */
function takeRecords(state: ConsumerState, subscription: Subscription, room: number, context: ClientContext): number {
  const { buffered } = subscription;
  if (buffered === null) return 0;
  let taken = 0;
  if (subscription.state === "fetching" && buffered.nextOffset === subscription.offset) {
    while (taken < room && buffered.batchIndex < buffered.batches.length) {
      taken += takeFromBatch(state, subscription, buffered, room - taken, context);
    }
  } else buffered.batchIndex = buffered.batches.length;
  if (buffered.batchIndex === buffered.batches.length) {
    dropBuffered(subscription);
    place(state, subscription, context.nowMs());
  }
  return taken;
}

/** From the position on; control batches only move it. */
function takeFromBatch(
  state: ConsumerState,
  subscription: Subscription,
  buffered: BufferedFetch,
  room: number,
  context: ClientContext,
): number {
  const batch = buffered.batches[buffered.batchIndex]!;
  const from = Math.max(subscription.offset, batch.baseOffset);
  const { count, to } = batch.isControl ? wholeOf(batch) : upTo(batch, from, room);
  if (to >= nextOffset(batch)) buffered.batchIndex++;
  if (to <= subscription.offset) return 0;
  if (count > 0) {
    context.observer.polled(state.self, buffered.topicPartition, batch, from, to, buffered.broker);
    state.group?.application.taken.push({ topicPartition: buffered.topicPartition, batch, from, to });
  }
  invariant(from >= subscription.offset && to > from, "the position moves forward as records are taken");
  subscription.offset = to;
  subscription.offsetEpoch = batch.partitionLeaderEpoch;
  buffered.nextOffset = to;
  const { topicPartition } = subscription.metadata;
  // Of a topic that has been made anew since: the position by name goes on in the new one.
  if (buffered.topicPartition !== topicPartition)
    context.observer.positionSet(state.self, topicPartition, to, "assign");
  return count;
}

const wholeOf = (batch: RecordBatch): { count: number; to: number } => ({ count: 0, to: nextOffset(batch) });

/** How many records from `from` on fit into `room`, and the offset after them. */
function upTo(batch: RecordBatch, from: number, room: number): { count: number; to: number } {
  const { records, baseOffset } = batch;
  let count = 0;
  for (let i = 0; i < records.length; i++) {
    const offset = baseOffset + records[i]!.offsetDelta;
    if (offset < from) continue;
    if (count === room) return { count, to: offset };
    count++;
  }
  return { count, to: nextOffset(batch) };
}
