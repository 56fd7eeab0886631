/** What the network knows of a host. */
import type { NodeId } from "../core/ids.ts";
import type { Micros } from "../core/time.ts";
import type { Connection, Link } from "./connection.ts";
import type { Direction } from "./direction.ts";

/**
 * Why a host takes no input now, as bits; 0: it does. Paused and busy hosts take it later, in order; a host whose
 * process is down refuses it; one without power is silent.
 */
export const Gate = { paused: 1, busy: 2, down: 4, off: 8 } as const;

/** From here on there is no process. */
export const noProcess = Gate.down;

export interface Endpoint<Message> {
  readonly id: NodeId;
  readonly index: number;
  gate: number;
  /** Of the running process, or the last one; -1 before the first. */
  incarnation: number;
  /** A slow disk or a flush keeps the process until then: what it sends leaves then. */
  busyUntil: Micros;
  /** Opened by this host, by place (connection.ts). */
  readonly links: Map<number, Link<Message>>;
  /** Opened towards this host. */
  readonly accepted: Link<Message>[];
  /** This host lost power while they were open: the other side does not know yet. */
  readonly orphans: Connection<Message>[];
  /** Where the messages went that leave only when the process is no longer busy. */
  readonly held: Direction<Message>[];
}
