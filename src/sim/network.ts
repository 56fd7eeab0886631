/**
 * The network: connections, what arrives on them, cuts that hold messages back. How messages are under way stands in
 * streams.ts, how connections die in teardown.ts.
 */
import { channelsPerNode } from "../core/channels.ts";
import type { ConnectionId } from "../core/ids.ts";
import { invariant } from "../core/invariant.ts";
import type { Named } from "../core/machine.ts";
import type { Chance } from "./chance.ts";
import {
  Connection,
  type Direction,
  type Endpoint,
  Gate,
  hostBits,
  Link,
  linkPlace,
  linkPlaceOf,
  noProcess,
  openerOf,
} from "./connection.ts";
import { DecisionKind } from "./decision-name.ts";
import { Lane } from "./lane.ts";
import { Streams } from "./streams.ts";
import { discard, refuse } from "./teardown.ts";
import type { Timeline } from "./timeline.ts";

/** Where arrivals go. */
interface Inbox<Message> {
  message(host: number, connection: Connection<Message>, body: Message, isRequest: boolean): void;
  /** `outgoing`: the host's own connection. */
  disconnected(host: number, connection: Connection<Message>, outgoing: boolean): void;
}

export class Network<Message extends Named> extends Streams<Message> {
  readonly #inbox: Inbox<Message>;
  readonly #endpoints: Endpoint<Message>[] = [];
  readonly #lanes = new Map<number, Lane>();

  constructor(timeline: Timeline, chance: Chance, inbox: Inbox<Message>) {
    super(timeline, chance);
    this.#inbox = inbox;
  }

  add(endpoint: Endpoint<Message>): void {
    invariant(
      endpoint.index === this.#endpoints.length && endpoint.index < 1 << hostBits,
      "hosts are numbered in order",
    );
    this.#endpoints.push(endpoint);
  }

  send(from: Endpoint<Message>, to: Endpoint<Message>, channel: number, body: Message): void {
    const link = from.links.get(linkPlace(to.index, channel)) ?? this.#newLink(from, to, channel);
    const connection = link.current ?? this.#open(link);
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
    const link = this.#endpoints[openerOf(id)]?.links.get(linkPlaceOf(id));
    const connection = link?.current;
    if (!connection || connection.id !== id) return null;
    return connection.link.to === host && connection.acceptedBy === host.incarnation ? connection : null;
  }

  /** The head of a direction arrives, as the event queue says. */
  arrive(place: number, version: number): void {
    const direction = this.arriving(place, version);
    if (direction === null) return;
    const connection = direction.connection;
    const host = direction.receiver;
    if (direction.lane.cuts !== 0 || !this.#isExpected(direction, connection, host)) {
      if (!this.#admits(direction, connection, host)) return;
    }
    const body = direction.headBody();
    direction.shift();
    if (direction.count > 0) this.arm(direction);
    else if (direction.finished) this.release(direction);
    if (body !== null) this.#inbox.message(host.index, connection, body, direction.isForward);
    else this.#inbox.disconnected(host.index, connection, !direction.isForward);
  }

  /** A reply on a connection in use, a request to the process that accepted it: nothing else to look at. */
  #isExpected(direction: Direction<Message>, connection: Connection<Message>, host: Endpoint<Message>): boolean {
    if (!direction.isForward) return connection.isOpen;
    return connection.acceptedBy === host.incarnation && host.gate < noProcess;
  }

  /** The uncommon arrivals: at a cut, on a dead connection, the first one, at a new process, at none. */
  #admits(direction: Direction<Message>, connection: Connection<Message>, host: Endpoint<Message>): boolean {
    if (direction.isCut) this.stall(direction);
    else if (this.#isExpected(direction, connection, host)) return true;
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

  /** Undefined if `from` never sent there. */
  linkOf(from: Endpoint<Message>, to: Endpoint<Message>, channel: number): Link<Message> | undefined {
    return from.links.get(linkPlace(to.index, channel));
  }

  lane(from: Endpoint<Message>, to: Endpoint<Message>): Lane {
    const key = (from.index << hostBits) | to.index;
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = new Lane();
      this.#lanes.set(key, lane);
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

  #open(link: Link<Message>): Connection<Message> {
    const connection = new Connection(link);
    link.current = connection;
    this.register(connection.forward);
    this.register(connection.backward);
    return connection;
  }

  #newLink(from: Endpoint<Message>, to: Endpoint<Message>, channel: number): Link<Message> {
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
