/** What the harness does at a virtual time: faults, workload starts, commands. Places are used again. */
import { mix } from "../core/mix.ts";
import type { Micros } from "../core/time.ts";
import { EventKind } from "./event-kind.ts";
import type { Timeline } from "./timeline.ts";

const nothing = () => {};

export class Actions {
  private readonly timeline: Timeline;
  private readonly salt: number;
  private readonly pending: (() => void)[] = [];
  private readonly free: number[] = [];

  constructor(timeline: Timeline, salt: number) {
    this.timeline = timeline;
    this.salt = salt;
  }

  /** Not before now; equal times are ordered by `key`. */
  at(micros: Micros, key: number, action: () => void): void {
    const place = this.free.pop() ?? this.pending.length;
    this.pending[place] = action;
    const time = Math.max(this.timeline.now, Math.ceil(micros));
    this.timeline.queue.push(time, mix(this.salt, key), key, EventKind.action, place, 0, 0);
  }

  run(place: number): void {
    const action = this.pending[place]!;
    this.pending[place] = nothing;
    this.free.push(place);
    action();
  }
}
