/** The batches that each replica holds, as far as observed: says which offsets a torn file took with it. */
import type { TopicPartition } from "../../kafka/topic-partition.ts";

interface Range {
  readonly from: number;
  readonly to: number;
}

export class ReplicaShadows {
  readonly #replicas = new Map<string, Range[]>();

  appended(broker: number, tp: TopicPartition, from: number, to: number): void {
    const key = `${broker}/${tp}`;
    const batches = this.#replicas.get(key);
    if (batches === undefined) this.#replicas.set(key, [{ from, to }]);
    else batches.push({ from, to });
  }

  /** Nothing at or above `end` is left. */
  cut(broker: number, tp: TopicPartition, end: number): void {
    const batches = this.#replicas.get(`${broker}/${tp}`);
    while (batches !== undefined && batches.length > 0 && batches.at(-1)!.to > end) batches.pop();
  }

  /** The offsets lost when a segment keeps `kept` of its `had` batches; null if they are not known (compacted). */
  torn(broker: number, tp: TopicPartition, segment: number, kept: number, had: number): Range | null {
    const inSegment = (this.#replicas.get(`${broker}/${tp}`) ?? []).filter((batch) => batch.from >= segment);
    const first = inSegment[kept];
    const last = inSegment[had - 1];
    return first === undefined || last === undefined ? null : { from: first.from, to: last.to };
  }
}
