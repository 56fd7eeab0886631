/** The messages in flight in one direction, in their order, each with its arrival time: a ring that grows. */
import { invariant } from "../core/invariant.ts";
import type { Micros } from "../core/time.ts";

export class InFlight<Message> {
  /** Of the last message put in: the next one arrives strictly later. */
  lastArrival: Micros = 0;
  /** `null`: the end of the stream. */
  #bodies: (Message | null)[] = [null, null];
  #arrivals: Micros[] = [0, 0];
  #head = 0;
  count = 0;

  push(body: Message | null, arrival: Micros): void {
    invariant(arrival > this.lastArrival, "messages of one direction arrive one after another");
    if (this.count === this.#bodies.length) this.#grow();
    const place = (this.#head + this.count) & (this.#bodies.length - 1);
    this.#bodies[place] = body;
    this.#arrivals[place] = arrival;
    this.lastArrival = arrival;
    this.count++;
  }

  /** The first message in flight; there must be one. */
  headBody(): Message | null {
    return this.#bodies[this.#head]!;
  }

  headArrival(): Micros {
    return this.#arrivals[this.#head]!;
  }

  shift(): void {
    invariant(this.count > 0, "what arrives was in flight");
    this.#bodies[this.#head] = null;
    this.#head = (this.#head + 1) & (this.#bodies.length - 1);
    this.count--;
  }

  /** Takes back what was put in last. */
  unpush(): void {
    invariant(this.count > 0, "what is taken back was in flight");
    this.count--;
    const place = (this.#head + this.count) & (this.#bodies.length - 1);
    this.#bodies[place] = null;
  }

  at(position: number): Message | null {
    return this.#bodies[(this.#head + position) & (this.#bodies.length - 1)]!;
  }

  arrivalAt(position: number): Micros {
    return this.#arrivals[(this.#head + position) & (this.#arrivals.length - 1)]!;
  }

  /** Keeps what is in flight in order: a later one moves along. */
  postpone(position: number, arrival: Micros): void {
    let at = arrival;
    for (let i = position; i < this.count; i++) {
      const place = (this.#head + i) & (this.#arrivals.length - 1);
      at = Math.max(at, this.#arrivals[place]!);
      this.#arrivals[place] = at;
      this.lastArrival = at;
      at++;
    }
  }

  /** Loses everything from `position` on. */
  cutAt(position: number): void {
    while (this.count > position) this.unpush();
  }

  #grow(): void {
    const size = this.#bodies.length;
    const bodies: (Message | null)[] = [];
    const arrivals: Micros[] = [];
    for (let i = 0; i < size; i++) {
      bodies.push(this.at(i));
      arrivals.push(this.arrivalAt(i));
    }
    for (let i = 0; i < size; i++) {
      bodies.push(null);
      arrivals.push(0);
    }
    this.#bodies = bodies;
    this.#arrivals = arrivals;
    this.#head = 0;
  }
}
