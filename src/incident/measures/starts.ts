/** How long brokers take to come back. */
import type { Gauge, Seconds } from "./gauge.ts";

export interface StartMeasures {
  readonly longestStartSeconds: number;
}

export const startSentences: Readonly<Record<keyof StartMeasures, string>> = {
  longestStartSeconds:
    "the longest time from the start of a broker's process to its registration: loading and recovering logs",
};

export function startGauge(now: Seconds): Gauge<StartMeasures> {
  const upSince = new Map<number, number>();
  let longest = 0;
  return {
    observer: {
      nodeUp(node) {
        upSince.set(node, now());
      },
      nodeDown(node) {
        upSince.delete(node);
      },
      brokerRegistered(broker) {
        const since = upSince.get(broker);
        upSince.delete(broker);
        if (since !== undefined) longest = Math.max(longest, now() - since);
      },
    },
    values: () => ({ longestStartSeconds: longest }),
  };
}
