/** The last events of a run in typed arrays: context for a failure, at next to no cost. */
import { type NodeId, nodeName } from "../core/ids.ts";
import type { Micros } from "../core/time.ts";

/** What an event gave its machine. */
export const InputKind = { boot: 0, message: 1, disconnect: 2, timer: 3, flushed: 4 } as const;
const kindNames = ["boot", "message", "disconnect", "timer", "flushed"] as const;

interface RingEntry {
  readonly event: number;
  readonly atMicros: Micros;
  readonly node: string;
  readonly input: (typeof kindNames)[number];
  /** A message's or file's structural name, a timer's key, the other node of a disconnect. */
  readonly name: number;
}

export class EventRing {
  readonly #mask: number;
  readonly #times: Float64Array;
  readonly #nodes: Int32Array;
  readonly #kinds: Uint8Array;
  readonly #names: Float64Array;
  #next = 0;

  /** `size`: a power of two. */
  constructor(size = 256) {
    this.#mask = size - 1;
    this.#times = new Float64Array(size);
    this.#nodes = new Int32Array(size);
    this.#kinds = new Uint8Array(size);
    this.#names = new Float64Array(size);
  }

  add(at: Micros, node: NodeId, kind: number, name: number): void {
    const place = this.#next++ & this.#mask;
    this.#times[place] = at;
    this.#nodes[place] = node;
    this.#kinds[place] = kind;
    this.#names[place] = name;
  }

  /** Oldest first. */
  last(): RingEntry[] {
    const entries: RingEntry[] = [];
    for (let event = Math.max(0, this.#next - this.#mask - 1); event < this.#next; event++) {
      const place = event & this.#mask;
      entries.push({
        event,
        atMicros: this.#times[place]!,
        node: nodeName(this.#nodes[place]!),
        input: kindNames[this.#kinds[place]!]!,
        name: this.#names[place]!,
      });
    }
    return entries;
  }
}
