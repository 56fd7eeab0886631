/**
 * One direction of a connection: the messages in flight in their order, each with its arrival time. Only the first
 * one stands in the event queue, so that order within a connection holds by construction and a cut costs nothing.
 *
 *   idle -> armed (its head is in the event queue) -> idle
 *   armed -> stalled (the head met a cut or a host without power) -> armed (healed)
 *   any -> finished (the end of the stream was sent: nothing more enters) -> drained (nothing is left in flight)
 */
import type { Micros } from "../core/time.ts";
import type { Connection } from "./connection.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Lane } from "./lane.ts";

export class Direction<Message> {
  readonly connection: Connection<Message>;
  readonly sender: Endpoint<Message>;
  readonly receiver: Endpoint<Message>;
  readonly lane: Lane;
  /** From the opener to the other side. */
  readonly isForward: boolean;
  /** For latencies and order keys: structural, dependent on the seed. */
  readonly salt: number;
  /** Where network.ts keeps it, and which of the users of that place it is. */
  index = -1;
  version = 0;
  armed = false;
  stalled = false;
  finished = false;
  /** Of the last message put in: the next one arrives strictly later. */
  lastArrival: Micros = 0;
  /** In flight: messages, `null` for the end of the stream. */
  private bodies: (Message | null)[] = [null, null];
  private arrivals: Micros[] = [0, 0];
  private head = 0;
  /** In flight. */
  count = 0;

  constructor(connection: Connection<Message>, isForward: boolean, lane: Lane, salt: number) {
    this.connection = connection;
    this.isForward = isForward;
    this.sender = isForward ? connection.link.from : connection.link.to;
    this.receiver = isForward ? connection.link.to : connection.link.from;
    this.lane = lane;
    this.salt = salt;
  }

  get isCut(): boolean {
    return this.lane.cuts !== 0 && this.lane.isCut(this.connection.link.channel);
  }

  push(body: Message | null, arrival: Micros): void {
    if (this.count === this.bodies.length) this.grow();
    const place = (this.head + this.count) & (this.bodies.length - 1);
    this.bodies[place] = body;
    this.arrivals[place] = arrival;
    this.lastArrival = arrival;
    this.count++;
  }

  /** The first message in flight; there must be one. */
  headBody(): Message | null {
    return this.bodies[this.head]!;
  }

  headArrival(): Micros {
    return this.arrivals[this.head]!;
  }

  shift(): void {
    this.bodies[this.head] = null;
    this.head = (this.head + 1) & (this.bodies.length - 1);
    this.count--;
  }

  /** Takes back what was put in last. */
  unpush(): void {
    this.count--;
    const place = (this.head + this.count) & (this.bodies.length - 1);
    this.bodies[place] = null;
  }

  at(position: number): Message | null {
    return this.bodies[(this.head + position) & (this.bodies.length - 1)]!;
  }

  arrivalAt(position: number): Micros {
    return this.arrivals[(this.head + position) & (this.arrivals.length - 1)]!;
  }

  /** Keeps what is in flight in order: a later one moves along. */
  postpone(position: number, arrival: Micros): void {
    let at = arrival;
    for (let i = position; i < this.count; i++) {
      const place = (this.head + i) & (this.arrivals.length - 1);
      at = Math.max(at, this.arrivals[place]!);
      this.arrivals[place] = at;
      this.lastArrival = at;
      at++;
    }
  }

  /** Loses everything from `position` on. */
  cutAt(position: number): void {
    while (this.count > position) this.unpush();
  }

  private grow(): void {
    const size = this.bodies.length;
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
    this.bodies = bodies;
    this.arrivals = arrivals;
    this.head = 0;
  }
}
