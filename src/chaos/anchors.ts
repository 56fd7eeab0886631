/** Faults that wait for an observation, matched as observations come in. Each fires once, on its nth match. */
import type { NodeId } from "../core/ids.ts";
import { type Micros, microsOf } from "../core/time.ts";
import type { AnchorEvent, Fault } from "./fault.ts";

interface Anchor {
  readonly fault: Fault;
  readonly index: number;
  readonly node: NodeId | undefined;
  readonly topicPartition: string | undefined;
  readonly offset: number | undefined;
  readonly leaderEpoch: number | undefined;
  readonly sinceMicros: Micros;
  /** Matches to go, this one included. */
  left: number;
}

/** `dropSends` as the trigger says; whether it can be is for the nemesis. */
type AnchorListener = (fault: Fault, index: number, node: NodeId, dropSends: boolean) => void;

export class Anchors {
  readonly #waiting = new Map<AnchorEvent, Anchor[]>();
  readonly #now: () => Micros;
  readonly #listener: AnchorListener;

  constructor(faults: readonly Fault[], now: () => Micros, listener: AnchorListener) {
    this.#now = now;
    this.#listener = listener;
    faults.forEach((fault, index) => {
      if (!("on" in fault.trigger)) return;
      const { on, node, topicPartition, offset, leaderEpoch, nth, sinceMs } = fault.trigger;
      const named = { node, topicPartition, offset, leaderEpoch };
      const anchor = { fault, index, ...named, sinceMicros: microsOf(sinceMs ?? 0), left: Math.max(1, nth ?? 1) };
      this.#waiting.set(on, [...(this.#waiting.get(on) ?? []), anchor]);
    });
  }

  /** No anchor left: observations need not be reported any more. */
  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Whether some fault waits for such an observation: spares the caller the building of its values. */
  wants(event: AnchorEvent): boolean {
    return this.#waiting.has(event);
  }

  clear(): void {
    this.#waiting.clear();
  }

  observed(event: AnchorEvent, node: NodeId, topicPartition: string, offset: number, leaderEpoch: number): void {
    const anchors = this.#waiting.get(event);
    if (anchors === undefined) return;
    const now = this.#now();
    for (const anchor of anchors) {
      if (anchor.sinceMicros > now || !matches(anchor, node, topicPartition, offset, leaderEpoch) || --anchor.left > 0)
        continue;
      const { trigger } = anchor.fault;
      this.#listener(anchor.fault, anchor.index, node, "on" in trigger && trigger.withSends === false);
    }
    const left = anchors.filter((anchor) => anchor.left > 0);
    if (left.length > 0) this.#waiting.set(event, left);
    else this.#waiting.delete(event);
  }
}

const matches = (anchor: Anchor, node: NodeId, topicPartition: string, offset: number, leaderEpoch: number): boolean =>
  (anchor.node === undefined || anchor.node === node) &&
  (anchor.topicPartition === undefined || anchor.topicPartition === topicPartition) &&
  (anchor.offset === undefined || anchor.offset === offset) &&
  (anchor.leaderEpoch === undefined || anchor.leaderEpoch === leaderEpoch);
