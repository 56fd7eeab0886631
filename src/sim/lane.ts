/**
 * The path from one host to another, as faults see it: cuts and slowness, counted so that overlapping faults compose.
 * All connections between the two hosts share it, whichever side opened them.
 */
import { invariant } from "../core/invariant.ts";
import type { Micros } from "../core/time.ts";

export class Lane {
  /** 0: nothing is wrong, the one check of the hot path. Counts whole and single-channel cuts. */
  cuts = 0;
  /** Added to every latency. */
  extraMicros: Micros = 0;
  #wholeCuts = 0;
  readonly #channelCuts = new Map<number, number>();

  /** `channel` null: all of them. */
  cut(channel: number | null): void {
    this.cuts++;
    if (channel === null) this.#wholeCuts++;
    else this.#channelCuts.set(channel, (this.#channelCuts.get(channel) ?? 0) + 1);
  }

  /** Takes one cut back. */
  heal(channel: number | null): void {
    if (channel === null && this.#wholeCuts > 0) this.#wholeCuts--;
    else if (channel !== null && (this.#channelCuts.get(channel) ?? 0) > 0) {
      this.#channelCuts.set(channel, this.#channelCuts.get(channel)! - 1);
    } else return;
    this.cuts--;
    invariant(this.cuts >= this.#wholeCuts, "every cut of a lane is counted");
  }

  isCut(channel: number): boolean {
    return this.cuts !== 0 && (this.#wholeCuts > 0 || (this.#channelCuts.get(channel) ?? 0) > 0);
  }
}
