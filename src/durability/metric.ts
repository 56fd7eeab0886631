/** What is counted of each run. The unit of replication is the run, never the record. Definitions stand in metrics.json. */
import type { StatisticName, Statistics } from "../check/statistics.ts";
import cards from "./metrics.json" with { type: "json" };

export type MetricName = keyof typeof cards;

export interface Metric {
  readonly name: MetricName;
  /** `share`: of the runs in which it is above zero. `mean`: of its amount over the runs. */
  readonly kind: "share" | "mean";
  readonly unit: string;
  readonly sentence: string;
}

export const metricNames = Object.keys(cards) as MetricName[];

export const metric = (name: MetricName): Metric => ({ name, ...cards[name] }) as Metric;

/** The amount of each metric in one run, in the order of `metricNames`. */
export const amountsOf = (statistics: Statistics): readonly number[] =>
  metricNames.map((name) => amount(cards[name].statistic as StatisticName | "failedSends", statistics));

const amount = (name: StatisticName | "failedSends", statistics: Statistics): number =>
  name === "failedSends" ? statistics.reportedFailed + statistics.ambiguous : statistics[name];

const places = new Map(metricNames.map((name, place) => [name, place]));

/** Where a metric stands among the amounts of a run. */
export const placeOf = (name: MetricName): number => places.get(name)!;
