/**
 * How connections die.
 *
 * Whatever the cause, the stream of one side ends: what was in flight on it is lost or still delivered, decided message
 * by message (`late/…`), a lost one taking those behind it along, as a stream breaks once. Then comes the end of the
 * stream, which the other side sees as `disconnect`. Replies on a dead connection are dropped.
 */
import type { Named } from "../core/machine.ts";
import { type Connection, type Direction, type Endpoint, Gate, type Link } from "./connection.ts";
import type { Streams } from "./streams.ts";

/** Drops what is in flight; nobody is told. */
export function discard<M extends Named>(streams: Streams<M>, direction: Direction<M>): void {
  if (direction.index === -1) return;
  direction.cutAt(0);
  streams.release(direction);
}

/** The sender's end is gone: the receiver is told after all that is still in flight. */
function endStream<M extends Named>(streams: Streams<M>, direction: Direction<M>): void {
  if (direction.finished) return;
  streams.transmit(direction, null);
  direction.finished = true;
}

/** No process listens: a reset goes back, unless the way back is cut. */
export function refuse<M extends Named>(streams: Streams<M>, direction: Direction<M>): void {
  const connection = direction.connection;
  if (!connection.isOpen) discard(streams, direction);
  else if (connection.backward.isCut) streams.stall(direction);
  else breakOff(streams, connection);
}

/** The accepting side is gone: requests in flight are lost, the opener is told. */
function breakOff<M extends Named>(streams: Streams<M>, connection: Connection<M>): void {
  discard(streams, connection.forward);
  endStream(streams, connection.backward);
}

/** The opener closes its own connection: no `disconnect` comes to it. */
export function close<M extends Named>(streams: Streams<M>, link: Link<M>): void {
  const connection = link.current;
  if (connection === null) return;
  link.current = null;
  discard(streams, connection.backward);
  if (connection.acceptedBy === -1) discard(streams, connection.forward);
  else {
    decideLate(streams, connection.forward, false);
    endStream(streams, connection.forward);
  }
}

/** The accepting side closes it: answers sent before still arrive, then the opener is told. */
export function closeIncoming<M extends Named>(streams: Streams<M>, connection: Connection<M>): void {
  if (!connection.backward.finished) breakOff(streams, connection);
}

/** Something on the way resets every connection between two hosts, whoever opened it. */
export function reset<M extends Named>(streams: Streams<M>, one: Endpoint<M>, other: Endpoint<M>): void {
  for (const link of one.links.values()) if (link.to === other) resetConnection(streams, link.current);
  if (one === other) return;
  for (const link of other.links.values()) if (link.to === one) resetConnection(streams, link.current);
}

function resetConnection<M extends Named>(streams: Streams<M>, connection: Connection<M> | null): void {
  if (connection === null || connection.backward.finished) return;
  if (connection.acceptedBy === -1) {
    breakOff(streams, connection);
    return;
  }
  decideLate(streams, connection.forward, true);
  endStream(streams, connection.forward);
  connection.backward.cutAt(0);
  streams.disarm(connection.backward);
  endStream(streams, connection.backward);
}

/**
 * The process died, the machine below it lives: its kernel ends every connection. `sendsArrive`: what the process had
 * sent arrives for certain.
 */
export function processDied<M extends Named>(streams: Streams<M>, host: Endpoint<M>, sendsArrive: boolean): void {
  unsendHeld(streams, host);
  for (const link of host.links.values()) {
    const connection = abandon(streams, link, sendsArrive);
    if (connection !== null) endStream(streams, connection.forward);
  }
  for (const link of host.accepted) {
    const connection = link.current;
    if (connection === null || connection.acceptedBy !== host.incarnation || connection.backward.finished) continue;
    if (!sendsArrive) decideLate(streams, connection.backward, false);
    breakOff(streams, connection);
  }
}

/** Silence: the others hear nothing until `powerReturned`. */
export function powerLost<M extends Named>(streams: Streams<M>, host: Endpoint<M>, sendsArrive: boolean): void {
  unsendHeld(streams, host);
  for (const link of host.links.values()) {
    const connection = abandon(streams, link, sendsArrive);
    if (connection !== null) host.orphans.push(connection);
  }
  if (sendsArrive) return;
  for (const link of host.accepted) {
    const backward = link.current?.backward;
    if (backward && !backward.finished) decideLate(streams, backward, false);
  }
}

/** The machine is back: it knows none of its old connections and resets them. */
export function powerReturned<M extends Named>(streams: Streams<M>, host: Endpoint<M>): void {
  for (const connection of host.orphans) endStream(streams, connection.forward);
  host.orphans.length = 0;
  for (const link of host.accepted) {
    const connection = link.current;
    if (connection !== null && connection.acceptedBy !== -1 && !connection.backward.finished) {
      breakOff(streams, connection);
    }
  }
}

/** The opener is gone. The connection whose other side has heard, or will hear, of it; null if there is none. */
function abandon<M extends Named>(streams: Streams<M>, link: Link<M>, sendsArrive: boolean): Connection<M> | null {
  const connection = link.current;
  if (connection === null) return null;
  link.current = null;
  discard(streams, connection.backward);
  if (!sendsArrive || connection.forward.isCut || connection.forward.stalled)
    decideLate(streams, connection.forward, false);
  if (connection.acceptedBy !== -1 || connection.forward.count > 0) return connection;
  discard(streams, connection.forward);
  return null;
}

/** What the process had decided to send but, being busy, had not sent. */
function unsendHeld<M extends Named>(streams: Streams<M>, host: Endpoint<M>): void {
  if (host.busyUntil > streams.timeline.now) while (host.held.length > 0) streams.unsend(host.held.pop()!);
  host.held.length = 0;
}

/** Each message in flight is lost or kept; with `delays`, a kept one comes late. Behind a cut all is lost. */
function decideLate<M extends Named>(streams: Streams<M>, direction: Direction<M>, delays: boolean): void {
  if (direction.finished || direction.count === 0) return;
  const stalledAtPeer = direction.stalled && (direction.receiver.gate & Gate.off) !== 0;
  if (direction.isCut || stalledAtPeer) direction.cutAt(0);
  const { sender, receiver } = direction;
  const channel = direction.connection.link.channel;
  for (let i = 0; i < direction.count; i++) {
    const body = direction.at(i);
    if (body === null) break;
    const late = streams.chance.late(sender.id, receiver.id, channel, body.name);
    if (late === 0) direction.cutAt(i);
    else if (delays) direction.postpone(i, Math.max(direction.arrivalAt(i), streams.timeline.now) + late);
  }
  const waited = direction.stalled;
  streams.disarm(direction);
  if (direction.count === 0) return;
  if (waited) streams.resend(direction);
  else streams.arm(direction);
}
