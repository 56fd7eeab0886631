/** Where the records of a key went, and in which order a reader met them. */
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { Gauge } from "./gauge.ts";

export interface KeyMeasures {
  readonly keysMoved: number;
  readonly keyReadsOutOfOrder: number;
}

export const keySentences: Readonly<Record<keyof KeyMeasures, string>> = {
  keysMoved: "keys whose records lie in more than one partition",
  keyReadsOutOfOrder:
    "records that a reader was given after one of the same key whose send was called later, by whatever producer",
};

interface Sent {
  readonly record: number;
  readonly key: string;
  /** Place among all calls of send. */
  readonly order: number;
}

interface Place {
  readonly tp: TopicPartition;
  readonly record: number;
}

export function keyGauge(): Gauge<KeyMeasures> {
  const sent = new Map<number, Sent>();
  /** Where the latest record of each key went. */
  const places = new Map<string, Place>();
  const moved = new Set<string>();
  /** By reader and key: the latest that it was given. */
  const latest = new Map<string, Sent>();
  let outOfOrder = 0;
  let firstMove: readonly number[] = [];
  let firstOutOfOrder: readonly number[] = [];
  return {
    observer: {
      sendInvoked(_client, record, key) {
        if (key !== null) sent.set(record, { record, key, order: sent.size });
      },
      sendAssigned(_client, record, tp) {
        const known = sent.get(record);
        if (known === undefined) return;
        const before = places.get(known.key);
        places.set(known.key, { tp, record });
        if (before === undefined || before.tp === tp) return;
        if (moved.size === 0) firstMove = [before.record, record];
        moved.add(known.key);
      },
      polled(client, _tp, batch, fromOffset, toOffset) {
        for (const { id, offsetDelta } of batch.records) {
          const offset = batch.baseOffset + offsetDelta;
          const known = offset >= fromOffset && offset < toOffset ? sent.get(id) : undefined;
          if (known === undefined) continue;
          const reading = `${client}/${known.key}`;
          const before = latest.get(reading);
          if (before === undefined || before.order < known.order) latest.set(reading, known);
          else if (outOfOrder++ === 0) firstOutOfOrder = [known.record, before.record];
        }
      },
    },
    values: () => ({ keysMoved: moved.size, keyReadsOutOfOrder: outOfOrder }),
    witnesses: () => ({ keysMoved: firstMove, keyReadsOutOfOrder: firstOutOfOrder }),
  };
}
