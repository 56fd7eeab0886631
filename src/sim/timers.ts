/**
 * The timers of one process, by integer key. Re-arming is lazy: a timer has at most one entry in the event queue; set
 * to a later time it leaves that entry alone, which then finds the deadline in the future and goes back once. Most
 * timers of a protocol (request and session timeouts) are re-armed all the time and hardly ever fire.
 *
 *   free -> armed (set) -> armed (set again) -> fired or cancelled -> free (when its queue entry came up)
 */
import { invariant } from "../core/invariant.ts";
import type { TimerKey } from "../core/machine.ts";
import { mix } from "../core/mix.ts";
import type { Micros } from "../core/time.ts";
import type { HostClock } from "./clock.ts";
import { EventKind, type Timeline } from "./timeline.ts";

const unarmed = Number.POSITIVE_INFINITY;
const notQueued = -1;
const twoTo32 = 4294967296;

export class TimerTable {
  readonly #slots = new Map<TimerKey, number>();
  readonly #keys: TimerKey[] = [];
  /** In the host's local micros, or `unarmed`. */
  readonly #deadlines: Micros[] = [];
  /** Virtual time of the entry in the queue, or `notQueued`. */
  readonly #queuedAt: Micros[] = [];
  /** Tells a valid queue entry from one that was overtaken. */
  readonly #versions: number[] = [];
  readonly #free: number[] = [];
  readonly #timeline: Timeline;
  readonly #clock: HostClock;
  readonly #host: number;
  readonly #salt: number;

  /** `salt` goes into the order keys; `host` is the index that comes back in the event. */
  constructor(timeline: Timeline, clock: HostClock, host: number, salt: number) {
    this.#timeline = timeline;
    this.#clock = clock;
    this.#host = host;
    this.#salt = salt;
  }

  set(key: TimerKey, delayMs: number): void {
    const slot = this.#slots.get(key) ?? this.#take(key);
    const delay = delayMs > 0 ? Math.ceil(delayMs * 1000) : 0;
    const deadline = this.#clock.local(this.#timeline.now) + delay;
    this.#deadlines[slot] = deadline;
    const at = this.#clock.virtual(deadline);
    invariant(at >= this.#timeline.now, "a timer fires later than it was set, or at once");
    const queuedAt = this.#queuedAt[slot]!;
    if (queuedAt === notQueued) this.#enqueue(slot, at);
    else if (at < queuedAt) {
      this.#versions[slot]!++;
      this.#enqueue(slot, at);
    }
  }

  cancel(key: TimerKey): void {
    const slot = this.#slots.get(key);
    if (slot !== undefined) this.#deadlines[slot] = unarmed;
  }

  /** The key if the timer is due now; -1 if the entry is stale, cancelled, or was put off (and queued again). */
  due(slot: number, version: number): TimerKey {
    if (this.#versions[slot] !== version) return -1;
    invariant(this.#queuedAt[slot]! <= this.#timeline.now, "the entry of a timer comes up at its time, or later");
    this.#queuedAt[slot] = notQueued;
    const deadline = this.#deadlines[slot]!;
    if (deadline === unarmed) {
      this.#give(slot);
      return -1;
    }
    const at = this.#clock.virtual(deadline);
    if (at > this.#timeline.now) {
      this.#enqueue(slot, at);
      return -1;
    }
    this.#deadlines[slot] = unarmed;
    return this.#keys[slot]!;
  }

  /** After the step of a fired timer: a timer that was not set again is forgotten. */
  settle(slot: number): void {
    if (this.#queuedAt[slot] === notQueued && this.#deadlines[slot] === unarmed) this.#give(slot);
  }

  /** After a change of the clock's drift. */
  rearmAll(): void {
    for (const slot of this.#slots.values()) {
      if (this.#deadlines[slot] === unarmed) continue;
      this.#versions[slot]!++;
      this.#enqueue(slot, Math.max(this.#timeline.now, this.#clock.virtual(this.#deadlines[slot]!)));
    }
  }

  /** The process died. */
  clear(): void {
    for (const slot of this.#slots.values()) {
      this.#versions[slot]!++;
      this.#deadlines[slot] = unarmed;
      this.#queuedAt[slot] = notQueued;
      this.#free.push(slot);
    }
    this.#slots.clear();
  }

  get size(): number {
    return this.#slots.size;
  }

  #enqueue(slot: number, at: Micros): void {
    this.#queuedAt[slot] = at;
    const key = this.#keys[slot]!;
    const low = (key / twoTo32) | 0;
    this.#timeline.queue.push(at, mix(this.#salt, key), low, EventKind.timer, this.#host, slot, this.#versions[slot]!);
  }

  #take(key: TimerKey): number {
    const slot = this.#free.pop() ?? this.#keys.length;
    if (slot === this.#keys.length) this.#versions.push(0);
    this.#keys[slot] = key;
    this.#deadlines[slot] = unarmed;
    this.#queuedAt[slot] = notQueued;
    this.#slots.set(key, slot);
    return slot;
  }

  #give(slot: number): void {
    this.#slots.delete(this.#keys[slot]!);
    this.#versions[slot]!++;
    this.#free.push(slot);
  }
}
