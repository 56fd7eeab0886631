/**
 * The network: connections in order, latencies by name, cuts that hold messages back, resets that lose them or let
 * them come late. How connections die stands in teardown.ts.
 */
import { channelsPerNode } from "../core/channels.ts";
import type { ConnectionId } from "../core/ids.ts";
import { invariant } from "../core/invariant.ts";
import type { Named } from "../core/machine.ts";
import { mix } from "../core/mix.ts";
import type { Micros } from "../core/time.ts";
import type { Chance } from "./chance.ts";
import { Connection, hostBits, Link, linkPlace, linkPlaceOf, openerOf } from "./connection.ts";
import { DecisionKind } from "./decision-name.ts";
import type { Direction } from "./direction.ts";
import { type Endpoint, Gate, noProcess } from "./endpoint.ts";
import { EventKind } from "./event-kind.ts";
import { Lane } from "./lane.ts";
import { discard, refuse } from "./teardown.ts";
import type { Timeline } from "./timeline.ts";

/** Where arrivals go. */
export interface Inbox<Message> {
  message(host: number, connection: Connection<Message>, body: Message, isRequest: boolean): void;
  /** `outgoing`: the host's own connection. */
  disconnected(host: number, connection: Connection<Message>, outgoing: boolean): void;
}

export type SendListener<Message> = (direction: Direction<Message>, body: Message, arrival: Micros) => void;

const endOfStream = 0x0e0f5;

export class Network<Message extends Named> {
  readonly timeline: Timeline;
  readonly chance: Chance;
  /** Of the step that runs now: what it sent, newest last. */
  private readonly sent: Direction<Message>[] = [];
  private sentCount = 0;
  onSend: SendListener<Message> | null = null;
  private readonly inbox: Inbox<Message>;
  private readonly endpoints: Endpoint<Message>[] = [];
  private readonly lanes = new Map<number, Lane>();
  private readonly directions: Direction<Message>[] = [];
  private readonly versions: number[] = [];
  private readonly freePlaces: number[] = [];
  private readonly stalled = new Set<Direction<Message>>();

  constructor(timeline: Timeline, chance: Chance, inbox: Inbox<Message>) {
    this.timeline = timeline;
    this.chance = chance;
    this.inbox = inbox;
  }

  add(endpoint: Endpoint<Message>): void {
    invariant(
      endpoint.index === this.endpoints.length && endpoint.index < 1 << hostBits,
      "hosts are numbered in order",
    );
    this.endpoints.push(endpoint);
  }

  send(from: Endpoint<Message>, to: Endpoint<Message>, channel: number, body: Message): void {
    const link = from.links.get(linkPlace(to.index, channel)) ?? this.newLink(from, to, channel);
    const connection = link.current ?? this.open(link);
    this.transmit(connection.forward, body);
  }

  /** Dropped silently when the connection is gone. */
  reply(from: Endpoint<Message>, id: ConnectionId, body: Message): void {
    const connection = this.incoming(from, id);
    if (connection !== null) this.transmit(connection.backward, body);
  }

  /** The connection with that id, if its opener still has it and this process accepted it. */
  incoming(host: Endpoint<Message>, id: ConnectionId): Connection<Message> | null {
    if (id < 0) return null;
    const link = this.endpoints[openerOf(id)]?.links.get(linkPlaceOf(id));
    const connection = link?.current;
    if (!connection || connection.id !== id) return null;
    return connection.link.to === host && connection.acceptedBy === host.incarnation ? connection : null;
  }

  /** The head of a direction arrives, as the event queue says. */
  arrive(place: number, version: number): void {
    const direction = this.directions[place]!;
    if (direction.version !== version) return;
    direction.armed = false;
    const connection = direction.connection;
    const host = direction.receiver;
    if (direction.lane.cuts !== 0 || !this.isExpected(direction, connection, host)) {
      if (!this.admits(direction, connection, host)) return;
    }
    const body = direction.headBody();
    direction.shift();
    if (direction.count > 0) this.arm(direction);
    else if (direction.finished) this.release(direction);
    if (body !== null) this.inbox.message(host.index, connection, body, direction.isForward);
    else this.inbox.disconnected(host.index, connection, !direction.isForward);
  }

  /** A reply on a connection in use, a request to the process that accepted it: nothing else to look at. */
  private isExpected(direction: Direction<Message>, connection: Connection<Message>, host: Endpoint<Message>): boolean {
    if (!direction.isForward) return connection.isOpen;
    return connection.acceptedBy === host.incarnation && host.gate < noProcess;
  }

  /** The uncommon arrivals: at a cut, on a dead connection, the first one, at a new process, at none. */
  private admits(direction: Direction<Message>, connection: Connection<Message>, host: Endpoint<Message>): boolean {
    if (direction.isCut) this.stall(direction);
    else if (this.isExpected(direction, connection, host)) return true;
    else if (!direction.isForward) discard(this, direction);
    else if ((host.gate & Gate.off) !== 0) this.stall(direction);
    else if (host.gate >= noProcess) refuse(this, direction);
    else if (connection.acceptedBy !== -1) discard(this, direction);
    else if (connection.isOpen && connection.backward.isCut) this.stall(direction);
    else {
      connection.acceptedBy = host.incarnation;
      return true;
    }
    return false;
  }

  /** `body` null: the end of the stream. */
  transmit(direction: Direction<Message>, body: Message | null): void {
    if (direction.finished) return;
    const name = body === null ? mix(endOfStream, direction.connection.generation) : body.name;
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
    this.sent[this.sentCount++] = direction;
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
    const body = direction.headBody();
    const generation = direction.connection.generation;
    const name = body === null ? mix(endOfStream, generation) : body.name;
    const low = generation * 2 + (direction.isForward ? 0 : 1);
    const high = mix(direction.salt, name);
    direction.armed = true;
    const { index, version } = direction;
    this.timeline.queue.push(direction.headArrival(), high, low, EventKind.arrival, index, version, 0);
  }

  /** Takes the head out of the event queue again. */
  disarm(direction: Direction<Message>): void {
    if (direction.armed) direction.version = ++this.versions[direction.index]!;
    direction.armed = false;
    if (direction.stalled) this.stalled.delete(direction);
    direction.stalled = false;
  }

  /** Nothing more comes this way. */
  release(direction: Direction<Message>): void {
    if (direction.index === -1) return;
    this.disarm(direction);
    this.versions[direction.index]!++;
    this.freePlaces.push(direction.index);
    direction.index = -1;
    direction.finished = true;
  }

  /** Waits for a heal, or for power. */
  stall(direction: Direction<Message>): void {
    direction.stalled = true;
    this.stalled.add(direction);
  }

  /** After a heal or a power-up: what waited is sent again, as TCP does. */
  retry(): void {
    for (const direction of this.stalled) {
      if (direction.isCut || (direction.receiver.gate & Gate.off) !== 0) continue;
      const connection = direction.connection;
      const unknown = direction.isForward && connection.acceptedBy !== direction.receiver.incarnation;
      if (unknown && connection.isOpen && connection.backward.isCut) continue;
      this.stalled.delete(direction);
      direction.stalled = false;
      const body = direction.headBody();
      const name = body === null ? mix(endOfStream, connection.generation) : body.name;
      direction.postpone(0, this.timeline.now + this.latency(direction, name));
      this.arm(direction);
    }
  }

  beginStep(): void {
    this.sentCount = 0;
  }

  /** The step that just ran has sent nothing. */
  dropSends(): void {
    while (this.sentCount > 0) this.unsend(this.sent[--this.sentCount]!);
  }

  unsend(direction: Direction<Message>): void {
    if (direction.finished || direction.count === 0) return;
    direction.unpush();
    if (direction.count === 0) this.disarm(direction);
  }

  /** Undefined if `from` never sent there. */
  linkOf(from: Endpoint<Message>, to: Endpoint<Message>, channel: number): Link<Message> | undefined {
    return from.links.get(linkPlace(to.index, channel));
  }

  lane(from: Endpoint<Message>, to: Endpoint<Message>): Lane {
    const key = (from.index << hostBits) | to.index;
    let lane = this.lanes.get(key);
    if (lane === undefined) {
      lane = new Lane();
      this.lanes.set(key, lane);
    }
    return lane;
  }

  /** One way; `channel` null: all. Cuts are counted. */
  cut(from: Endpoint<Message>, to: Endpoint<Message>, channel: number | null): void {
    this.lane(from, to).cut(channel);
  }

  heal(from: Endpoint<Message>, to: Endpoint<Message>, channel: number | null): void {
    this.lane(from, to).heal(channel);
    this.retry();
  }

  private open(link: Link<Message>): Connection<Message> {
    const connection = new Connection(link);
    link.current = connection;
    this.register(connection.forward);
    this.register(connection.backward);
    return connection;
  }

  private register(direction: Direction<Message>): void {
    const place = this.freePlaces.pop() ?? this.directions.length;
    if (place === this.directions.length) this.versions.push(0);
    this.directions[place] = direction;
    direction.index = place;
    direction.version = this.versions[place]!;
  }

  private newLink(from: Endpoint<Message>, to: Endpoint<Message>, channel: number): Link<Message> {
    invariant(channel >= 0 && channel < channelsPerNode, "a channel lies below the limit of channels per node");
    const forward = this.chance.salt(DecisionKind.latency, from.id, to.id, channel);
    const backward = this.chance.salt(DecisionKind.latency, to.id, from.id, channel);
    const lanes = [this.lane(from, to), this.lane(to, from)] as const;
    const link = new Link(from, to, channel, lanes, [forward, backward]);
    from.links.set(linkPlace(to.index, channel), link);
    to.accepted.push(link);
    return link;
  }
}
