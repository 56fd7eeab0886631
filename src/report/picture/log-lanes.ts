/** The logs of one partition on all its replicas, as the facts up to some moment leave them: what a picture draws. */
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { Fact } from "../facts/fact.ts";
import { Mirror } from "../facts/mirror.ts";

export interface Lane {
  readonly broker: number;
  readonly start: number;
  readonly end: number;
  /** Leader epoch of the record at an offset; -1 where there is none (deleted, compacted). */
  epochAt(offset: number): number;
  readonly highWatermark: number;
  readonly isUp: boolean;
  readonly isLeader: boolean;
  readonly isInSync: boolean;
}

/** The lanes after each of these facts, which are in order; those of `null` after all facts. */
export function lanesAfter(
  facts: readonly Fact[],
  tp: TopicPartition,
  moments: readonly (Fact | null)[],
): readonly (readonly Lane[])[] {
  const mirror = new Mirror();
  let next = 0;
  return moments.map((moment) => {
    const end = moment === null ? facts.length : moment.index + 1;
    while (next < end) mirror.apply(facts[next++]!);
    return lanesOf(mirror, tp);
  });
}

function lanesOf(mirror: Mirror, tp: TopicPartition): readonly Lane[] {
  const registration = mirror.registrations.get(tp);
  if (registration === undefined) return [];
  return [...registration.replicas]
    .sort((a, b) => a - b)
    .map((broker) => {
      const { start, end, highWatermark, isLeader, parts } = mirror.replica(broker, tp);
      const held = [...parts];
      return {
        ...{ broker, start, end, highWatermark, isLeader },
        isUp: !mirror.down.has(broker),
        isInSync: registration.isr.includes(broker),
        epochAt: (offset) =>
          offset < start ? -1 : (held.find((part) => part.from <= offset && offset < part.to)?.epoch ?? -1),
      };
    });
}
