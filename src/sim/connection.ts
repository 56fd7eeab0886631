/**
 * Connections as a process sees TCP: opened by one side, in order in each direction, and gone as a whole.
 *
 *   opening     the opener has sent; nothing arrived yet
 *   established the first message arrived, both directions being open
 *   closed      the opener's end is gone (closed, reset, crashed); what it had sent may still arrive
 *
 * A link is the place for a node's own connection to another node on one channel; connections follow one another on it.
 */
import { channelBits } from "../core/channels.ts";
import type { ConnectionId, NodeId } from "../core/ids.ts";
import type { Micros } from "../core/time.ts";
import { InFlight } from "./in-flight.ts";
import type { Lane } from "./lane.ts";

export const hostBits = 10;
const linkSpan = 1 << (channelBits + 2 * hostBits);

/**
 * Why a host takes no input now, as bits; 0: it does. Paused and busy hosts take it later, in order; a host whose
 * process is down refuses it; one without power is silent.
 */
export const Gate = { paused: 1, busy: 2, down: 4, off: 8 } as const;

/** From here on there is no process. */
export const noProcess = Gate.down;

/** What the network knows of a host. */
export interface Endpoint<Message> {
  readonly id: NodeId;
  readonly index: number;
  gate: number;
  /** Of the running process, or the last one; -1 before the first. */
  incarnation: number;
  /** A slow disk or a flush keeps the process until then: what it sends leaves then. */
  busyUntil: Micros;
  /** Opened by this host, by place (see `linkPlace`). */
  readonly links: Map<number, Link<Message>>;
  /** Opened towards this host. */
  readonly accepted: Link<Message>[];
  /** This host lost power while they were open: the other side does not know yet. */
  readonly orphans: Connection<Message>[];
  /** Where the messages went that leave only when the process is no longer busy. */
  readonly held: Direction<Message>[];
}

export class Link<Message> {
  readonly from: Endpoint<Message>;
  readonly to: Endpoint<Message>;
  readonly channel: number;
  readonly forwardLane: Lane;
  readonly backwardLane: Lane;
  readonly forwardSalt: number;
  readonly backwardSalt: number;
  /** The opener's live connection. */
  current: Connection<Message> | null = null;
  /** Connections so far. */
  opened = 0;

  constructor(
    from: Endpoint<Message>,
    to: Endpoint<Message>,
    channel: number,
    lanes: readonly [Lane, Lane],
    salts: readonly [number, number],
  ) {
    this.from = from;
    this.to = to;
    this.channel = channel;
    this.forwardLane = lanes[0];
    this.backwardLane = lanes[1];
    this.forwardSalt = salts[0];
    this.backwardSalt = salts[1];
  }
}

export class Connection<Message> {
  readonly link: Link<Message>;
  readonly id: ConnectionId;
  /** The nth connection of its link. */
  readonly generation: number;
  readonly forward: Direction<Message>;
  readonly backward: Direction<Message>;
  /** Incarnation of the process that accepted it, -1 while opening. */
  acceptedBy = -1;

  constructor(link: Link<Message>) {
    this.link = link;
    this.generation = link.opened++;
    this.id = connectionId(link.from.index, link.to.index, link.channel, this.generation);
    this.forward = new Direction(this, true, link.forwardLane, link.forwardSalt);
    this.backward = new Direction(this, false, link.backwardLane, link.backwardSalt);
  }

  /** The opener still uses it. */
  get isOpen(): boolean {
    return this.link.current === this;
  }
}

/**
 * One direction of a connection. Only the first message in flight stands in the event queue, so that order within a
 * connection holds by construction and a cut costs nothing.
 *
 *   idle -> armed (its head is in the event queue) -> idle
 *   armed -> stalled (the head met a cut or a host without power) -> armed (healed)
 *   any -> finished (the end of the stream was sent: nothing more enters) -> drained (nothing is left in flight)
 */
export class Direction<Message> extends InFlight<Message> {
  readonly connection: Connection<Message>;
  readonly sender: Endpoint<Message>;
  readonly receiver: Endpoint<Message>;
  readonly lane: Lane;
  /** From the opener to the other side. */
  readonly isForward: boolean;
  /** For latencies and order keys: structural, dependent on the seed. */
  readonly salt: number;
  /** Where streams.ts keeps it, and which of the users of that place it is. */
  index = -1;
  version = 0;
  armed = false;
  stalled = false;
  finished = false;

  constructor(connection: Connection<Message>, isForward: boolean, lane: Lane, salt: number) {
    super();
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
}

/** From what the connection is about, not from how many there were before. */
const connectionId = (from: number, to: number, channel: number, generation: number): ConnectionId =>
  generation * linkSpan + ((((from << hostBits) | to) << channelBits) | channel);

/** Index of the host that opened it. */
export const openerOf = (connection: ConnectionId): number => (connection % linkSpan) >>> (hostBits + channelBits);

/** Place of the link among its opener's links. */
export const linkPlace = (to: number, channel: number): number => (to << channelBits) | channel;

export const linkPlaceOf = (connection: ConnectionId): number =>
  (connection % linkSpan) & ((1 << (hostBits + channelBits)) - 1);
