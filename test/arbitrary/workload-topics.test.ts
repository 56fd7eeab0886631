/** Every topic of a configuration gets its share of the traffic. */
import { expect, test } from "vitest";
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import { propertySpace } from "../../src/arbitrary/space.ts";
import { topicsOf } from "../../src/workload/plan.ts";

test("producers and readers are drawn for each topic of the cluster, and for all of them", () => {
  const topics = ["orders", "payments", "refunds"].map((name) => ({
    name,
    partitions: 1,
    replicationFactor: 3,
    settings: {},
  }));
  const cluster = {
    brokers: 3,
    racks: [],
    disksPerBroker: 1,
    settings: {},
    topics,
    latencyMicros: { min: 300, max: 8000 },
  };
  const arbitrary = scenarioArbitrary({ ...propertySpace("kafka-4"), cluster });
  const written = new Set<string>();
  const read = new Set<string>();
  for (let index = 0; index < 40; index++) {
    const { workload } = scenarioAt(arbitrary, "topics", index);
    for (const producer of workload.producers) written.add(topicsOf(producer).join());
    for (const consumer of workload.consumers) read.add(topicsOf(consumer).join());
  }
  expect([...written].sort()).toEqual(["orders", "orders,payments,refunds", "payments", "refunds"]);
  expect([...read].sort()).toEqual(["orders", "orders,payments,refunds", "payments", "refunds"]);
});
