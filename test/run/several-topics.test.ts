/** Clients with several topics: every promise is judged in each of them. */
import { expect, test } from "vitest";
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import { propertySpace } from "../../src/arbitrary/space.ts";
import { topicIdOf } from "../../src/kafka/topic-partition.ts";
import { run } from "../../src/run/run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { parseScenario } from "../../src/scenario/scenario-schema.ts";

const names = ["orders", "payments"];
const cluster = {
  brokers: 3,
  racks: [],
  disksPerBroker: 1,
  settings: { "replica.lag.time.max.ms": "1000" },
  topics: names.map((name) => ({
    name,
    partitions: 2,
    replicationFactor: 3,
    settings: { "min.insync.replicas": "2" },
  })),
  latencyMicros: { min: 300, max: 8000 },
};

/** Every client of a drawn scenario takes both topics. */
function drawn(rules: string, index: number): Scenario {
  const arbitrary = scenarioArbitrary({ ...propertySpace(rules), cluster });
  const scenario = scenarioAt(arbitrary, "several topics", index);
  const both = <T extends { topic?: string; topics?: readonly string[] }>({ topic: _, topics: __, ...plan }: T) => ({
    ...plan,
    topics: names,
  });
  const { producers, consumers } = scenario.workload;
  const workload = { producers: producers.map(both), consumers: consumers.map(both) };
  const parsed = parseScenario(JSON.parse(JSON.stringify({ ...scenario, workload })), "drawn");
  if ("sentence" in parsed) throw new Error(parsed.sentence);
  return parsed;
}

test("under today's rules nothing is violated, and records come back from both topics", () => {
  const polled = new Set<number>();
  for (let index = 0; index < 12; index++) {
    const outcome = run(drawn("kafka-4", index), {
      listener: () => ({ polled: (_, tp) => polled.add(topicIdOf(tp)) }),
    });
    expect(outcome.violations).toEqual([]);
  }
  expect(polled.size).toBeGreaterThanOrEqual(names.length);
});

test("what a defect does is found in whichever topic it happens", () => {
  const lost = new Set<number>();
  for (let index = 0; index < 120 && lost.size < names.length; index++) {
    for (const { topicPartition } of run(drawn("R-01", index)).violations) lost.add(topicIdOf(topicPartition));
  }
  expect(lost.size).toBe(names.length);
});
