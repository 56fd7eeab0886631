/** What each statistic counts, in which unit, and which metric of Kafka it is: what `explain` and the JSON Schema say. */
import rows from "./statistic-cards.json" with { type: "json" };

interface StatisticCard {
  readonly name: string;
  readonly unit: string;
  readonly sentence: string;
  /** The MBean of Kafka's metric; null: no metric of Kafka's. */
  readonly metric: string | null;
}

/** In the order of the statistics. */
export const statisticCards: readonly StatisticCard[] = Object.entries(rows).map(([name, row]) => ({
  name,
  metric: null,
  ...row,
}));

/** How the numbers of several runs become one. */
export const keepsLargest = (name: string): boolean => /max$/i.test(name);
