/**
 * The directions of all connections and what is in flight on them: latencies by name, one entry of each in the event
 * queue, those that a cut or a host without power holds up, and what the running step has sent.
 */
import { invariant } from "../core/invariant.ts";
import type { Named } from "../core/machine.ts";
import { mix } from "../core/mix.ts";
import type { Micros } from "../core/time.ts";
import type { Chance } from "./chance.ts";
import { type Direction, Gate } from "./connection.ts";
import { EventKind, type Timeline } from "./timeline.ts";

type SendListener<Message> = (direction: Direction<Message>, body: Message, arrival: Micros) => void;

const endOfStream = 0x0e0f5;

const nameOf = <Message extends Named>({ connection }: Direction<Message>, body: Message | null): number =>
  body === null ? mix(endOfStream, connection.generation) : body.name;

export class Streams<Message extends Named> {
  readonly timeline: Timeline;
  readonly chance: Chance;
  onSend: SendListener<Message> | null = null;
  /** Of the step that runs now: what it sent, newest last. */
  readonly #sent: Direction<Message>[] = [];
  #sentCount = 0;
  readonly #directions: Direction<Message>[] = [];
  readonly #versions: number[] = [];
  readonly #freePlaces: number[] = [];
  readonly #stalled = new Set<Direction<Message>>();

  constructor(timeline: Timeline, chance: Chance) {
    this.timeline = timeline;
    this.chance = chance;
  }

  protected register(direction: Direction<Message>): void {
    invariant(direction.index === -1, "a direction has one place");
    const place = this.#freePlaces.pop() ?? this.#directions.length;
    if (place === this.#directions.length) this.#versions.push(0);
    this.#directions[place] = direction;
    direction.index = place;
    direction.version = this.#versions[place]!;
  }

  /** The direction whose head arrives now, taken off the event queue; null if the entry is stale. */
  protected arriving(place: number, version: number): Direction<Message> | null {
    const direction = this.#directions[place]!;
    if (direction.version !== version) return null;
    invariant(direction.armed && direction.headArrival() === this.timeline.now, "a message arrives at its time");
    direction.armed = false;
    return direction;
  }

  /** `body` null: the end of the stream. */
  transmit(direction: Direction<Message>, body: Message | null): void {
    if (direction.finished) return;
    const name = nameOf(direction, body);
    const sender = direction.sender;
    const now = this.timeline.now;
    let arrival = now + this.latency(direction, name);
    if (sender.busyUntil > now && body !== null) {
      arrival += sender.busyUntil - now;
      sender.held.push(direction);
    }
    if (direction.connection.acceptedBy === -1 && direction.count === 0) arrival += 2 * this.chance.minLatency;
    if (arrival <= direction.lastArrival) arrival = direction.lastArrival + 1;
    direction.push(body, arrival);
    if (!direction.armed && !direction.stalled) this.arm(direction);
    if (body === null) return;
    this.#sent[this.#sentCount++] = direction;
    if (this.onSend !== null) this.onSend(direction, body, arrival);
  }

  /** Pure in (seed, link, name). */
  latency(direction: Direction<Message>, name: number): Micros {
    const from = direction.sender.id;
    const to = direction.receiver.id;
    const channel = direction.connection.link.channel;
    return this.chance.latency(mix(direction.salt, name), from, to, channel, name) + direction.lane.extraMicros;
  }

  /** Puts the head of a direction into the event queue. */
  arm(direction: Direction<Message>): void {
    invariant(!direction.armed && !direction.stalled, "only the head of a direction is in the event queue, once");
    invariant(direction.index !== -1 && direction.count > 0, "what is under way has a place");
    const body = direction.headBody();
    const low = direction.connection.generation * 2 + (direction.isForward ? 0 : 1);
    const high = mix(direction.salt, nameOf(direction, body));
    direction.armed = true;
    const { index, version } = direction;
    this.timeline.queue.push(direction.headArrival(), high, low, EventKind.arrival, index, version, 0);
  }

  /** Takes the head out of the event queue again. */
  disarm(direction: Direction<Message>): void {
    if (direction.armed) direction.version = ++this.#versions[direction.index]!;
    direction.armed = false;
    if (direction.stalled) this.#stalled.delete(direction);
    direction.stalled = false;
  }

  /** Nothing more comes this way. */
  release(direction: Direction<Message>): void {
    if (direction.index === -1) return;
    this.disarm(direction);
    this.#versions[direction.index]!++;
    this.#freePlaces.push(direction.index);
    direction.index = -1;
    direction.finished = true;
  }

  /** Waits for a heal, or for power. */
  stall(direction: Direction<Message>): void {
    invariant(!direction.armed && direction.count > 0, "what waits is not in the event queue");
    direction.stalled = true;
    this.#stalled.add(direction);
  }

  /** After a heal or a power-up: what waited is sent again, as TCP does. */
  retry(): void {
    for (const direction of this.#stalled) {
      if (direction.isCut || (direction.receiver.gate & Gate.off) !== 0) continue;
      const connection = direction.connection;
      const unknown = direction.isForward && connection.acceptedBy !== direction.receiver.incarnation;
      if (unknown && connection.isOpen && connection.backward.isCut) continue;
      this.disarm(direction);
      this.resend(direction);
    }
  }

  /** What waited sets out again, its head with a latency from now on. */
  resend(direction: Direction<Message>): void {
    const name = nameOf(direction, direction.headBody());
    direction.postpone(0, this.timeline.now + this.latency(direction, name));
    this.arm(direction);
  }

  beginStep(): void {
    this.#sentCount = 0;
  }

  /** The step that just ran has sent nothing. */
  dropSends(): void {
    while (this.#sentCount > 0) this.unsend(this.#sent[--this.#sentCount]!);
  }

  unsend(direction: Direction<Message>): void {
    if (direction.finished || direction.count === 0) return;
    direction.unpush();
    if (direction.count === 0) this.disarm(direction);
  }
}
