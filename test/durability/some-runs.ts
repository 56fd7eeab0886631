/** Runs of two configurations with given amounts. */
import type { ExploredRun, ProfileResult } from "../../src/durability/exploration.ts";
import { type MetricName, metricNames } from "../../src/durability/metric.ts";

/** By run, then by configuration, what the metrics that are named show; all others show nothing. */
export const someRuns = (runs: readonly (readonly Partial<Record<MetricName, number>>[])[]): ProfileResult => ({
  profile: "process-crash",
  runs: runs.map(
    (configurations, index): ExploredRun => ({
      index,
      digests: configurations.map(() => "0123456789abcdef"),
      amounts: configurations.map((shown) => metricNames.map((name) => shown[name] ?? 0)),
    }),
  ),
});
