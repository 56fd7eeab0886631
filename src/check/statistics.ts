import cards from "./statistic-cards.json" with { type: "json" };

/**
 * Numbers of one run. Counts and seconds add up over runs; names that end in Max (or max) keep the largest. What each of
 * them counts, and in which unit, stands in statistic-cards.json. Those that begin with a capital, and `records-lag-max`, are
 * Kafka's own metrics, under the names that operators know: `Max` the largest value of a gauge, `Count` that attribute of
 * a meter (`…PerSec`).
 *
 * Every send has one fate:
 *
 *   sentRecords = ackedRecords + reportedFailed + ambiguous + neverReported + undecided
 *   ackedRecords = ackedSurvived + lostAcked
 */
const none = Object.fromEntries(Object.keys(cards).map((name) => [name, 0])) as Record<StatisticName, number>;

export type StatisticName = keyof typeof cards;

export type Counts = Record<StatisticName, number>;

export type Statistics = Readonly<Counts>;

export const newCounts = (): Counts => ({ ...none });
