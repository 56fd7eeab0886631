/**
 * One fault while it lasts. It ends once: by itself, or when everything is healed, whichever is first.
 *
 *   begun -> over (its time is up, its last step is done) | healed
 */
import { mix } from "../core/mix.ts";
import type { FaultWorld } from "./fault-world.ts";
import type { FaultHead } from "./trigger.ts";

export class Episode {
  readonly fault: FaultHead;
  readonly index: number;
  /** For the order of what happens at one time: of this fault alone. */
  readonly key: number;
  /** Fired by an observation: what the node had sent by then arrives for certain. */
  readonly anchored: boolean;
  #undo: (() => void) | null = null;
  #ended = false;
  readonly #onEnd: (episode: Episode) => void;

  constructor(fault: FaultHead, index: number, onEnd: (episode: Episode) => void) {
    this.fault = fault;
    this.index = index;
    this.key = mix(0xfa017, fault.id);
    this.anchored = "on" in fault.trigger;
    this.#onEnd = onEnd;
  }

  get isOver(): boolean {
    return this.#ended;
  }

  /** What takes the fault back; `lastingMs` null: the fault says itself when it is over. */
  lasts(world: FaultWorld, lastingMs: number | null, undo: () => void): void {
    this.#undo = undo;
    if (lastingMs !== null) world.after(lastingMs, this.key, () => this.end());
  }

  /** Takes the fault back, if that has not happened yet. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#undo?.();
    this.#onEnd(this);
  }
}
