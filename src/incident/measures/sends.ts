/** How long the application waited. */
import type { Gauge, Seconds } from "./gauge.ts";

export interface SendMeasures {
  readonly longestSendSeconds: number;
  readonly stallSeconds: number;
}

export const sendSentences: Readonly<Record<keyof SendMeasures, string>> = {
  longestSendSeconds: "the longest time from a call of send to its success or error",
  stallSeconds: "the longest time in which sends were waiting and none succeeded",
};

/** The largest so far, and the record that showed it. */
interface Longest {
  seconds: number;
  record: number;
}

export function sendGauge(now: Seconds): Gauge<SendMeasures> {
  /** In the order of the calls. */
  const calledAt = new Map<number, number>();
  const send: Longest = { seconds: 0, record: -1 };
  const stall: Longest = { seconds: 0, record: -1 };
  /** Since then something waits, and nothing has succeeded. */
  let waitingSince = 0;
  const note = (longest: Longest, seconds: number, record: number): void => {
    if (seconds <= longest.seconds) return;
    longest.seconds = seconds;
    longest.record = record;
  };
  const noteStall = (): void => {
    for (const record of calledAt.keys()) {
      note(stall, now() - waitingSince, record);
      return;
    }
  };
  return {
    observer: {
      sendInvoked(_client, record) {
        if (calledAt.size === 0) waitingSince = now();
        calledAt.set(record, now());
      },
      sendCompleted(_client, record, _tp, outcome) {
        noteStall();
        const called = calledAt.get(record);
        if (called === undefined) return;
        calledAt.delete(record);
        note(send, now() - called, record);
        if (outcome === "ok") waitingSince = now();
      },
    },
    values: () => {
      noteStall();
      return { longestSendSeconds: send.seconds, stallSeconds: stall.seconds };
    },
    witnesses: () => ({ longestSendSeconds: [send.record], stallSeconds: [stall.record] }),
  };
}
