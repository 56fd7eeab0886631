/** The records of one producer that its application was told nothing of, and those of them that wait to be sent, by partition. */
import type { Millis } from "../../core/time.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";

interface OpenRecord {
  readonly id: number;
  tp: TopicPartition;
  /** When it got its partition, and its place among all calls. */
  readonly atMs: Millis;
  readonly call: number;
  /** It was not sent yet. */
  isWaiting: boolean;
  /** The number under which it was sent last. */
  producerId: number;
  producerEpoch: number;
  sequence: number;
}

/** The records of a partition in the order of their calls; those before `head` do not wait any more, of the others some may not. */
interface Queue {
  readonly tp: TopicPartition;
  readonly records: OpenRecord[];
  head: number;
}

/** So many that do not wait are kept at most, beside as many that may. */
const keptBehind = 64;

export class OpenRecords {
  readonly #byId = new Map<number, OpenRecord>();
  readonly #queues: Queue[] = [];
  readonly #queueOf = new Map<TopicPartition, Queue>();
  #calls = 0;

  get(id: number): OpenRecord | undefined {
    return this.#byId.get(id);
  }

  delete(id: number): void {
    this.#byId.delete(id);
  }

  /** Its application chose a partition, or another one, before it was sent. */
  assign(id: number, tp: TopicPartition, atMs: Millis): void {
    const known = this.#byId.get(id);
    if (known === undefined) this.#queue(tp).records.push(this.enter(id, tp, atMs));
    else if (known.isWaiting && known.tp !== tp) {
      known.tp = tp;
      const queue = this.#queue(tp);
      const place = queue.records.findLastIndex(({ call }) => call < known.call) + 1;
      queue.records.splice(place, 0, known);
      queue.head = Math.min(queue.head, place);
    }
  }

  enter(id: number, tp: TopicPartition, atMs: Millis): OpenRecord {
    const call = ++this.#calls;
    const entered = { id, tp, atMs, call, isWaiting: true, producerId: -1, producerEpoch: -1, sequence: -1 };
    this.#byId.set(id, entered);
    return entered;
  }

  #queue(tp: TopicPartition): Queue {
    let queue = this.#queueOf.get(tp);
    if (queue === undefined) {
      queue = { tp, records: [], head: 0 };
      this.#queues.push(queue);
      this.#queueOf.set(tp, queue);
    }
    return queue;
  }

  /** Of all that have waited for so long where they may go, the one of the first call; the oldest of a partition goes first. */
  overdue(atMs: Millis, waitedMs: Millis, canGo: (tp: TopicPartition) => boolean): OpenRecord | null {
    let first: OpenRecord | null = null;
    for (let i = 0; i < this.#queues.length; i++) {
      const oldest = oldestIn(this.#queues[i]!);
      if (oldest === null || atMs - oldest.atMs < waitedMs) continue;
      if ((first === null || oldest.call < first.call) && canGo(oldest.tp)) first = oldest;
    }
    return first;
  }
}

function oldestIn(queue: Queue): OpenRecord | null {
  const { records, tp } = queue;
  while (queue.head < records.length) {
    const record = records[queue.head]!;
    if (record.isWaiting && record.tp === tp) break;
    queue.head++;
  }
  if (queue.head > keptBehind && queue.head * 2 > records.length) {
    records.splice(0, queue.head);
    queue.head = 0;
  }
  return records[queue.head] ?? null;
}
