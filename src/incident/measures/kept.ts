/** How long records stay. */
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { Gauge, Seconds } from "./gauge.ts";

export interface KeptMeasures {
  readonly longestKeptSeconds: number;
  readonly shortestKeptSeconds: number;
}

export const keptSentences: Readonly<Record<keyof KeptMeasures, string>> = {
  longestKeptSeconds: "the longest time that a record stayed in its leader's log, deleted in the end or not",
  shortestKeptSeconds: "the shortest time after which retention deleted a record; -1: it deleted none",
};

interface Appended {
  readonly record: number;
  readonly lastOffset: number;
  readonly at: number;
}

export function keptGauge(now: Seconds): Gauge<KeptMeasures> {
  /** What leaders appended and retention has left, oldest first. */
  const logs = new Map<TopicPartition, Appended[]>();
  let longest = 0;
  let shortest = -1;
  let oldest = -1;
  let youngest = -1;
  const noteOldest = ({ at, record }: Appended): void => {
    if (now() - at <= longest) return;
    longest = now() - at;
    oldest = record;
  };
  return {
    observer: {
      appended(_broker, tp, batch, asLeader) {
        if (!asLeader) return;
        const log = logs.get(tp) ?? [];
        logs.set(tp, log);
        log.push({
          record: batch.records[0]?.id ?? -1,
          lastOffset: batch.baseOffset + batch.lastOffsetDelta,
          at: now(),
        });
      },
      logStartMoved(_broker, tp, logStartOffset, reason) {
        const log = logs.get(tp) ?? [];
        while (log.length > 0 && log[0]!.lastOffset < logStartOffset) {
          const gone = log.shift()!;
          const age = now() - gone.at;
          noteOldest(gone);
          if (reason !== "retention" || (shortest >= 0 && age >= shortest)) continue;
          shortest = age;
          youngest = gone.record;
        }
      },
    },
    values: () => {
      for (const [first] of logs.values()) if (first !== undefined) noteOldest(first);
      return { longestKeptSeconds: longest, shortestKeptSeconds: shortest };
    },
    witnesses: () => ({ longestKeptSeconds: [oldest], shortestKeptSeconds: [youngest] }),
  };
}
