/** A scenario written by hand over a small quick cluster: three brokers, or more that stand by, and one producer with acks=all. */
import { quickBrokerSettings } from "../src/arbitrary/cluster-arbitrary.ts";
import type { Fault } from "../src/chaos/fault.ts";
import { type Scenario, type Settings, scenarioVersion } from "../src/scenario/scenario.ts";
import type { ProducerPlan } from "../src/workload/plan.ts";

export interface SmallRun {
  readonly seed: string;
  readonly brokers?: number;
  readonly disksPerBroker?: number;
  readonly settings?: Settings;
  readonly topicSettings?: Settings;
  readonly assignments: readonly (readonly number[])[];
  readonly producer: Partial<ProducerPlan>;
  readonly faults: readonly Fault[];
  readonly chaosMs: number;
}

export const smallRun = (shape: SmallRun): Scenario => ({
  version: scenarioVersion,
  seed: shape.seed,
  cluster: {
    brokers: shape.brokers ?? 3,
    racks: [],
    disksPerBroker: shape.disksPerBroker ?? 1,
    settings: { ...quickBrokerSettings, ...shape.settings },
    topics: [
      {
        name: "orders",
        partitions: shape.assignments.length,
        replicationFactor: shape.assignments[0]!.length,
        settings: shape.topicSettings ?? {},
        assignments: shape.assignments,
      },
    ],
    latencyMicros: { min: 500, max: 5000 },
  },
  rules: "kafka-4",
  workload: {
    producers: [
      {
        settings: { acks: "all", "request.timeout.ms": "1500", "delivery.timeout.ms": "15000" },
        topic: "orders",
        records: 50,
        everyMs: 50,
        burst: 1,
        keys: 10,
        valueBytes: [10, 100],
        tombstoneEvery: 0,
        timestampSkewMs: [0, 0],
        startMs: 0,
        ...shape.producer,
      },
    ],
    consumers: [],
  },
  faults: shape.faults,
  overrides: {},
  limits: { chaosMs: shape.chaosMs, calmMs: 60_000, maxEvents: 400_000 },
});
