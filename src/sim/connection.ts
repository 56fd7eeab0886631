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
import type { ConnectionId } from "../core/ids.ts";
import { Direction } from "./direction.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Lane } from "./lane.ts";

export const hostBits = 10;
const linkSpan = 1 << (channelBits + 2 * hostBits);

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

/** From what the connection is about, not from how many there were before. */
const connectionId = (from: number, to: number, channel: number, generation: number): ConnectionId =>
  generation * linkSpan + ((((from << hostBits) | to) << channelBits) | channel);

/** Index of the host that opened it. */
export const openerOf = (connection: ConnectionId): number => (connection % linkSpan) >>> (hostBits + channelBits);

/** Place of the link among its opener's links. */
export const linkPlace = (to: number, channel: number): number => (to << channelBits) | channel;

export const linkPlaceOf = (connection: ConnectionId): number =>
  (connection % linkSpan) & ((1 << (hostBits + channelBits)) - 1);
