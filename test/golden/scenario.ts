/** A small quiet cluster with Kafka's defaults, written by hand: one topic of one partition on three brokers, one producer. */
import type { Fault } from "../../src/chaos/fault.ts";
import { type Scenario, scenarioVersion } from "../../src/scenario/scenario.ts";
import type { ProducerPlan } from "../../src/workload/plan.ts";

export interface Shape {
  readonly seed: string;
  readonly producer: Partial<ProducerPlan>;
  readonly faults: readonly Fault[];
  readonly chaosMs: number;
}

export const quietCluster = ({ seed, producer, faults, chaosMs }: Shape): Scenario => ({
  version: scenarioVersion,
  seed,
  cluster: {
    brokers: 3,
    racks: [],
    disksPerBroker: 1,
    settings: { "min.insync.replicas": "2" },
    topics: [{ name: "orders", partitions: 1, replicationFactor: 3, settings: {} }],
    latencyMicros: { min: 500, max: 500 },
  },
  rules: "kafka-4",
  workload: {
    producers: [
      {
        settings: { acks: "all" },
        topic: "orders",
        records: 4,
        everyMs: 1000,
        burst: 1,
        keys: 1,
        valueBytes: [100, 100],
        tombstoneEvery: 0,
        timestampSkewMs: [0, 0],
        startMs: 0,
        ...producer,
      },
    ],
    consumers: [],
  },
  faults,
  overrides: {},
  limits: { chaosMs, calmMs: 60_000, maxEvents: 100_000 },
});
