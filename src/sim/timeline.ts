/** Virtual time and what is still to come: shared by the parts of one simulator. */
import { invariant } from "../core/invariant.ts";
import type { Micros } from "../core/time.ts";
import { EventQueue } from "./event-queue.ts";

/** What stands in the event queue; in brackets the three integers of the event. */
export const EventKind = {
  /** The head of one direction of a connection arrives (direction, version). */
  arrival: 1,
  /** A timer may be due (host, slot, version). */
  timer: 2,
  /** A busy host may go on with its deferred inputs (host). */
  drain: 3,
  /** A background flush is done (host, job). */
  flushed: 4,
  /** A fault, a workload start, an operator's command (action). */
  action: 5,
} as const;

export class Timeline {
  now: Micros = 0;
  readonly queue = new EventQueue();

  advanceTo(time: Micros): void {
    invariant(time >= this.now, "virtual time never runs back");
    this.now = time;
  }
}
