/**
 * Numbers of one run that incidents make claims about: the statistics of every run, and some that only a listener sees:
 * how long sends waited, where keys went, how long records were kept, who leads.
 */

import { type TrialObserver, trialObservations } from "../../check/observer.ts";
import { newCounts, type Statistics } from "../../check/statistics.ts";
import { observerOf } from "../../core/observer.ts";
import type { Outcome } from "../../scenario/outcome.ts";
import type { Gauge, Seconds } from "./gauge.ts";
import { type GroupMeasures, groupGauge, groupSentences } from "./groups.ts";
import { type KeptMeasures, keptGauge, keptSentences } from "./kept.ts";
import { type KeyMeasures, keyGauge, keySentences } from "./keys.ts";
import { type LeadershipMeasures, leadershipGauge, leadershipSentences } from "./leadership.ts";
import { type ReaderMeasures, readerGauge, readerSentences } from "./readers.ts";
import { type SendMeasures, sendGauge, sendSentences } from "./sends.ts";
import { type StartMeasures, startGauge, startSentences } from "./starts.ts";

interface Heard
  extends SendMeasures,
    KeyMeasures,
    ReaderMeasures,
    KeptMeasures,
    LeadershipMeasures,
    StartMeasures,
    GroupMeasures {}

export interface Measures extends Statistics, Heard {
  /** Of the acknowledged records, those that are lost: 0 to 1. */
  readonly lostShare: number;
}

export type MeasureName = keyof Measures;

/** What each number is that does not stand among the statistics of `run --json`. */
export const measureSentences: Readonly<Record<Exclude<MeasureName, keyof Statistics>, string>> = {
  lostShare: "of the acknowledged records, the share that is lost, from 0 to 1",
  ...sendSentences,
  ...keySentences,
  ...readerSentences,
  ...keptSentences,
  ...leadershipSentences,
  ...startSentences,
  ...groupSentences,
};

export const measureNames: readonly string[] = [...Object.keys(newCounts()), ...Object.keys(measureSentences)];

export const isMeasure = (name: string): name is MeasureName => measureNames.includes(name);

export interface MeasureListener {
  readonly observer: Partial<TrialObserver>;
  of(outcome: Outcome): Measures;
  /** The records that show the number, if records do. Ask after `of`. */
  witnesses(name: MeasureName): readonly number[];
}

export function measureListener(now: Seconds): MeasureListener {
  const sends = sendGauge(now);
  const keys = keyGauge();
  const readers = readerGauge();
  const kept = keptGauge(now);
  const leadership = leadershipGauge();
  const starts = startGauge(now);
  const groups = groupGauge();
  const gauges: readonly Gauge<object>[] = [sends, keys, readers, kept, leadership, starts, groups];
  return {
    observer: observerOf(
      trialObservations,
      gauges.map((gauge) => gauge.observer),
    ),
    witnesses: (name) =>
      gauges.flatMap((gauge) => {
        const found: unknown = Reflect.get(gauge.witnesses?.() ?? {}, name);
        return Array.isArray(found) ? found.filter((record) => typeof record === "number" && record >= 0) : [];
      }),
    of: ({ statistics }) => ({
      ...statistics,
      ...sends.values(),
      ...keys.values(),
      ...readers.values(),
      ...kept.values(),
      ...leadership.values(),
      ...starts.values(),
      ...groups.values(),
      lostShare: statistics.ackedRecords === 0 ? 0 : statistics.lostAcked / statistics.ackedRecords,
    }),
  };
}
