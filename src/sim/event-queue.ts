/**
 * The pending events of a run, the earliest first: a binary heap on typed arrays.
 *
 * Order is (time, keyHigh, keyLow). The two keys are structural (who, what), never the order of insertion, so that
 * taking one event away leaves the order of all others as it was. The heap moves (time, slot) pairs only; what an
 * event is stands in its slot, and slots are used again.
 */
import { invariant } from "../core/invariant.ts";
import type { Micros } from "../core/time.ts";

const keyHigh = 0;
const keyLow = 1;
const kind = 2;
const a = 3;
const b = 4;
const c = 5;
/** Integers per slot: a power of two, so that a slot's base is a shift. */
const strideBits = 3;

export class EventQueue {
  /** Pending events. */
  size = 0;
  #times: Float64Array;
  #slots: Int32Array;
  #fields: Int32Array;
  #free: Int32Array;
  #freeCount = 0;

  constructor(capacity = 256) {
    this.#times = new Float64Array(capacity);
    this.#slots = new Int32Array(capacity);
    this.#fields = new Int32Array(capacity << strideBits);
    this.#free = new Int32Array(capacity);
    this.#release(0, capacity);
  }

  /** Keys count as unsigned 32-bit integers; `eventKind`, `first`, `second`, `third` are the event's own integers. */
  push(time: Micros, high: number, low: number, eventKind: number, first: number, second: number, third: number): void {
    invariant(time >= 0, "an event has a time");
    if (this.#freeCount === 0) this.#grow();
    const slot = this.#free[--this.#freeCount]!;
    const fields = this.#fields;
    const base = slot << strideBits;
    fields[base + keyHigh] = high;
    fields[base + keyLow] = low;
    fields[base + kind] = eventKind;
    fields[base + a] = first;
    fields[base + b] = second;
    fields[base + c] = third;
    this.#siftUp(this.size++, time, slot);
  }

  /** Time of the earliest event; the queue must not be empty. */
  peekTime(): Micros {
    return this.#times[0]!;
  }

  /** Takes the earliest event out and returns its slot, whose fields may be read until the next push. */
  pop(): number {
    invariant(this.size > 0, "an event is taken from a queue that has one");
    const slots = this.#slots;
    const popped = slots[0]!;
    const last = --this.size;
    this.#free[this.#freeCount++] = popped;
    if (last > 0) this.#siftDown(this.#times[last]!, slots[last]!, last);
    return popped;
  }

  kindOf(slot: number): number {
    return this.#fields[(slot << strideBits) + kind]!;
  }

  first(slot: number): number {
    return this.#fields[(slot << strideBits) + a]!;
  }

  second(slot: number): number {
    return this.#fields[(slot << strideBits) + b]!;
  }

  third(slot: number): number {
    return this.#fields[(slot << strideBits) + c]!;
  }

  #siftUp(from: number, time: Micros, slot: number): void {
    const times = this.#times;
    const slots = this.#slots;
    let position = from;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const parentTime = times[parent]!;
      if (time > parentTime || (time === parentTime && !this.#tieBefore(slot, slots[parent]!))) break;
      times[position] = parentTime;
      slots[position] = slots[parent]!;
      position = parent;
    }
    times[position] = time;
    slots[position] = slot;
  }

  /** The hole at the root sinks to a leaf first: the last element mostly belongs down there. */
  #siftDown(time: Micros, slot: number, size: number): void {
    const times = this.#times;
    const slots = this.#slots;
    let position = 0;
    let child = 1;
    while (child < size) {
      const right = child + 1;
      let childTime = times[child]!;
      if (right < size) {
        const rightTime = times[right]!;
        if (rightTime < childTime || (rightTime === childTime && this.#tieBefore(slots[right]!, slots[child]!))) {
          child = right;
          childTime = rightTime;
        }
      }
      times[position] = childTime;
      slots[position] = slots[child]!;
      position = child;
      child = (position << 1) + 1;
    }
    this.#siftUp(position, time, slot);
  }

  #tieBefore(left: number, right: number): boolean {
    const fields = this.#fields;
    const leftBase = left << strideBits;
    const rightBase = right << strideBits;
    const leftHigh = fields[leftBase + keyHigh]! >>> 0;
    const rightHigh = fields[rightBase + keyHigh]! >>> 0;
    if (leftHigh !== rightHigh) return leftHigh < rightHigh;
    return fields[leftBase + keyLow]! >>> 0 < fields[rightBase + keyLow]! >>> 0;
  }

  #grow(): void {
    const before = this.#times.length;
    const capacity = before * 2;
    const times = new Float64Array(capacity);
    times.set(this.#times);
    this.#times = times;
    const slots = new Int32Array(capacity);
    slots.set(this.#slots);
    this.#slots = slots;
    const fields = new Int32Array(capacity << strideBits);
    fields.set(this.#fields);
    this.#fields = fields;
    this.#free = new Int32Array(capacity);
    this.#release(before, capacity);
  }

  #release(from: number, until: number): void {
    for (let slot = until - 1; slot >= from; slot--) this.#free[this.#freeCount++] = slot;
  }
}
