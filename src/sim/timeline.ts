/** Virtual time and what is still to come: shared by the parts of one simulator. */
import type { Micros } from "../core/time.ts";
import { EventQueue } from "./event-queue.ts";

export class Timeline {
  now: Micros = 0;
  readonly queue = new EventQueue();
}
