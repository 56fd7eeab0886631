/** What the harness does at a virtual time: faults, workload starts, commands. Places are used again. */
import { invariant } from "../core/invariant.ts";
import { mix } from "../core/mix.ts";
import type { Micros } from "../core/time.ts";
import { EventKind, type Timeline } from "./timeline.ts";

const nothing = () => {};

export class Actions {
  readonly #timeline: Timeline;
  readonly #salt: number;
  readonly #pending: (() => void)[] = [];
  readonly #free: number[] = [];

  constructor(timeline: Timeline, salt: number) {
    this.#timeline = timeline;
    this.#salt = salt;
  }

  /** Not before now; equal times are ordered by `key`. */
  at(micros: Micros, key: number, action: () => void): void {
    const place = this.#free.pop() ?? this.#pending.length;
    this.#pending[place] = action;
    const time = Math.max(this.#timeline.now, Math.ceil(micros));
    invariant(Number.isFinite(time), "an action has a time");
    this.#timeline.queue.push(time, mix(this.#salt, key), key, EventKind.action, place, 0, 0);
  }

  run(place: number): void {
    const action = this.#pending[place]!;
    invariant(action !== nothing, "an action happens once");
    this.#pending[place] = nothing;
    this.#free.push(place);
    action();
  }
}
