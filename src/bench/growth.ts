/** How the rate falls with the size of the cluster: one axis at a time, tenfold. */
import type { Scenario } from "../run/scenario.ts";
import { type BenchRow, row } from "./row.ts";
import { best, measure, rate, standardLoad } from "./standard-load.ts";

const events = 600_000;

interface Axis {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly scenario: (size: number) => Scenario;
}

const axes: readonly Axis[] = [
  { name: "brokers", sizes: [3, 30], scenario: (brokers) => resize({ brokers }) },
  { name: "partitions", sizes: [6, 60, 600], scenario: (partitions) => resize({ partitions }) },
  { name: "records", sizes: [1000, 10_000, 100_000], scenario: (records) => resize({ records }) },
];

export function benchGrowth(): BenchRow[] {
  return axes.map(({ name, sizes, scenario }) => {
    const rates = sizes.map((size) => rate(best(2, () => measure(scenario(size)))));
    const ratios = rates.slice(1).map((fast, i) => fast / rates[i]!);
    const detail = `${name} ${sizes.join(" -> ")}: ${rates.map((one) => `${Math.round(one)}`).join(" -> ")} events/s`;
    return row("growth", Math.min(...ratios), "rate kept per tenfold", { floor: 0.5, aim: 1, atLeast: true }, detail);
  });
}

function resize(size: {
  readonly brokers?: number;
  readonly partitions?: number;
  readonly records?: number;
}): Scenario {
  const base = standardLoad(events);
  const { cluster, workload } = base;
  return {
    ...base,
    cluster: {
      ...cluster,
      brokers: size.brokers ?? cluster.brokers,
      topics: cluster.topics.map((topic) => ({ ...topic, partitions: size.partitions ?? topic.partitions })),
    },
    workload: {
      ...workload,
      producers: workload.producers.map((plan) => ({
        ...plan,
        records: size.records === undefined ? plan.records : Math.ceil(size.records / workload.producers.length),
      })),
    },
  };
}
