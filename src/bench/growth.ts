/** How the rate falls with the size of the cluster: one axis at a time, tenfold. */
import type { Scenario } from "../scenario/scenario.ts";
import { type BenchRow, row } from "./row.ts";
import { best, type Measured, measure, rate, standardLoad } from "./standard-load.ts";

const events = 400_000;

interface Axis {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly scenario: (size: number) => Scenario;
}

const axes: readonly Axis[] = [
  { name: "brokers", sizes: [3, 30], scenario: (brokers) => resize({ brokers }) },
  { name: "partitions", sizes: [6, 60, 600], scenario: (partitions) => resize({ partitions }) },
  { name: "records", sizes: [1000, 10_000, 100_000], scenario: forRecords },
];

export function benchGrowth(): BenchRow[] {
  return axes.map(({ name, sizes, scenario }) => {
    const rates = sizes.map((size) => rate(best(5, () => measureLong(scenario(size)))));
    const ratios = rates.slice(1).map((fast, i) => fast / rates[i]!);
    const detail = `${name} ${sizes.join(" -> ")}: ${rates.map((one) => `${Math.round(one)}`).join(" -> ")} events/s`;
    return row("growth", Math.min(...ratios), "rate kept per tenfold", { floor: 0.5, aim: 1, atLeast: true }, detail);
  });
}

/** Short runs are repeated until there is as much to time as in a long one. */
function measureLong(scenario: Scenario): Measured {
  let sum: Measured = { events: 0, seconds: 0, virtualSeconds: 0, records: 0 };
  while (sum.events < events) {
    const one = measure(scenario);
    sum = {
      events: sum.events + one.events,
      seconds: sum.seconds + one.seconds,
      virtualSeconds: sum.virtualSeconds + one.virtualSeconds,
      records: sum.records + one.records,
    };
  }
  return sum;
}

/** As long as the records last: a longer run would time the idle cluster. */
function forRecords(records: number): Scenario {
  const base = resize({ records });
  const chaosMs = Math.max(...base.workload.producers.map((plan) => plan.records * plan.everyMs));
  return { ...base, limits: { ...base.limits, chaosMs, maxEvents: 10_000_000 } };
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
