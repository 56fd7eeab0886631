/** How evenly leadership lies. */
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { Gauge } from "./gauge.ts";

export interface LeadershipMeasures {
  readonly mostLedByOne: number;
  readonly leastLedByOne: number;
  readonly elections: number;
}

export const leadershipSentences: Readonly<Record<keyof LeadershipMeasures, string>> = {
  mostLedByOne: "in the end: partitions led by the broker that leads most",
  leastLedByOne: "in the end: partitions led by the broker that leads least, among those that hold replicas",
  elections: "elections of a leader, after the creation of the topic",
};

interface Held {
  readonly leader: number;
  readonly replicas: readonly number[];
}

export function leadershipGauge(): Gauge<LeadershipMeasures> {
  const partitions = new Map<TopicPartition, Held>();
  let elections = 0;
  return {
    observer: {
      partitionChanged(tp, before, after, election) {
        partitions.set(tp, after);
        if (before !== null && election !== "none" && election !== "leaderless") elections++;
      },
      topicDeleted(_name, tps) {
        for (const tp of tps) partitions.delete(tp);
      },
    },
    values: () => {
      const led = new Map<number, number>();
      for (const { replicas } of partitions.values()) for (const broker of replicas) led.set(broker, 0);
      for (const { leader } of partitions.values()) if (leader >= 0) led.set(leader, (led.get(leader) ?? 0) + 1);
      const counts = [...led.values()];
      return { mostLedByOne: Math.max(0, ...counts), leastLedByOne: Math.min(...counts), elections };
    },
  };
}
