/**
 * The readable trace of a run, event by event, for a run that is made again to be told: what each machine was given,
 * what it sent. Plain JSON, one object per event; never kept during a campaign.
 */
import { type NodeId, nodeName } from "../core/ids.ts";
import type { Micros } from "../core/time.ts";

export interface TraceEvent {
  readonly event: number;
  readonly atMicros: Micros;
  readonly node: string;
  /** `boot`, `Fetch from b2`, `timer isr-check`, `disconnect b1`, `flushed orders-0 12`. */
  readonly input: string;
  /** The message that came, as it is. */
  readonly body?: unknown;
  readonly sends: readonly TraceSend[];
}

interface TraceSend {
  readonly to: string;
  readonly channel: number;
  readonly kind: string;
  /** Structural name, as in the decision `latency/…`. */
  readonly name: string;
  readonly arrivesAtMicros: Micros;
}

export class Recorder {
  readonly #sink: (event: TraceEvent) => void;
  #sends: TraceSend[] = [];
  #pending: TraceEvent | null = null;

  /** `sink` gets each event when it is over. */
  constructor(sink: (event: TraceEvent) => void) {
    this.#sink = sink;
  }

  begin(event: number, atMicros: Micros, node: NodeId, input: string, body: unknown): void {
    this.#sends = [];
    const head = { event, atMicros, node: nodeName(node), input };
    this.#pending = body === null ? { ...head, sends: this.#sends } : { ...head, body, sends: this.#sends };
  }

  sent(to: NodeId, channel: number, kind: string, name: number, arrivesAtMicros: Micros): void {
    const hex = (name >>> 0).toString(16).padStart(8, "0");
    this.#sends.push({ to: nodeName(to), channel, kind, name: hex, arrivesAtMicros });
  }

  end(): void {
    if (this.#pending !== null) this.#sink(this.#pending);
    this.#pending = null;
  }
}
