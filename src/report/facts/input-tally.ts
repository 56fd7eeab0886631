/** How often each node was given each input, by the second: what a story of a cluster that spins is about. */
import type { TraceEvent } from "../../sim/recorder.ts";

export interface Busy {
  readonly node: string;
  readonly input: string;
  readonly times: number;
}

export class InputTally {
  readonly #seconds = new Map<number, Map<string, Busy>>();

  note({ atMicros, node, input }: TraceEvent): void {
    const second = Math.floor(atMicros / 1_000_000);
    const counts = this.#seconds.get(second) ?? new Map<string, Busy>();
    this.#seconds.set(second, counts);
    const key = `${node} ${input}`;
    counts.set(key, { node, input, times: (counts.get(key)?.times ?? 0) + 1 });
  }

  /** The most frequent inputs of the second in which this moment lies. */
  busiest(atMicros: number, most: number): readonly Busy[] {
    const counts = this.#seconds.get(Math.floor(atMicros / 1_000_000)) ?? new Map<string, Busy>();
    return [...counts.values()].sort((a, b) => b.times - a.times).slice(0, most);
  }
}
