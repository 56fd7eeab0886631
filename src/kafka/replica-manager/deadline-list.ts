/**
 * Delayed operations in the order of their deadlines, with one timer for all of them (Kafka's purgatory keeps a timing
 * wheel). Deadlines of one kind are nearly sorted by arrival, so an insertion looks at the tail and is done; removal is
 * O(1) because the operations are the links. The timer is armed lazily: a completed operation leaves it alone, and when
 * it fires it is armed again for the earliest operation that still waits.
 */

import { invariant } from "../../core/invariant.ts";
import type { TimerKey } from "../../core/machine.ts";
import type { Millis } from "../../core/time.ts";
import type { KafkaContext } from "../context.ts";

/** What an operation carries to wait in a list of its own kind. */
export interface Delayed<Operation> {
  readonly deadlineMs: Millis;
  earlier: Operation | null;
  later: Operation | null;
  waiting: boolean;
}

export interface DeadlineList<Operation extends Delayed<Operation>> {
  readonly timer: TimerKey;
  first: Operation | null;
  last: Operation | null;
  size: number;
  /** Host time for which the timer is armed; Infinity: not armed. */
  armedForMs: Millis;
}

export function newDeadlineList<Operation extends Delayed<Operation>>(timer: TimerKey): DeadlineList<Operation> {
  return { timer, first: null, last: null, size: 0, armedForMs: Number.POSITIVE_INFINITY };
}

/** Lets an operation wait until it is removed or its deadline passes. */
export function wait<Operation extends Delayed<Operation>>(
  list: DeadlineList<Operation>,
  operation: Operation,
  context: KafkaContext,
): void {
  invariant(!operation.waiting, "an operation waits once");
  let before = list.last;
  while (before !== null && before.deadlineMs > operation.deadlineMs) before = before.earlier;
  const after = before === null ? list.first : before.later;
  operation.earlier = before;
  operation.later = after;
  operation.waiting = true;
  if (before === null) list.first = operation;
  else before.later = operation;
  if (after === null) list.last = operation;
  else after.earlier = operation;
  list.size++;
  if (operation.deadlineMs < list.armedForMs) arm(list, operation.deadlineMs, context);
}

export function remove<Operation extends Delayed<Operation>>(
  list: DeadlineList<Operation>,
  operation: Operation,
): void {
  if (!operation.waiting) return;
  operation.waiting = false;
  if (operation.earlier === null) list.first = operation.later;
  else operation.earlier.later = operation.later;
  if (operation.later === null) list.last = operation.earlier;
  else operation.later.earlier = operation.earlier;
  operation.earlier = null;
  operation.later = null;
  list.size--;
  invariant(list.size >= 0 && (list.size === 0) === (list.first === null), "a list counts what it holds");
}

/** On the list's timer: takes the next operation whose deadline has passed; null when none has, the timer armed again. */
export function takeExpired<Operation extends Delayed<Operation>>(
  list: DeadlineList<Operation>,
  context: KafkaContext,
): Operation | null {
  list.armedForMs = Number.POSITIVE_INFINITY;
  const first = list.first;
  if (first === null) return null;
  if (first.deadlineMs > context.nowMs()) {
    arm(list, first.deadlineMs, context);
    return null;
  }
  remove(list, first);
  return first;
}

function arm<Operation extends Delayed<Operation>>(
  list: DeadlineList<Operation>,
  deadlineMs: Millis,
  context: KafkaContext,
): void {
  list.armedForMs = deadlineMs;
  context.setTimer(list.timer, Math.max(1, deadlineMs - context.nowMs()));
}
