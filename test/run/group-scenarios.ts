/** Scenarios with groups: drawn ones, and one whose group dies out and is forgotten. */
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import { groupSpace } from "../../src/arbitrary/space.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { scenarioVersion } from "../../src/scenario/scenario.ts";

export function drawnGroupScenario(index: number, rules = "kafka-4"): Scenario {
  return scenarioAt(scenarioArbitrary(groupSpace(rules)), "groups", index);
}

export const forgottenGroup: Scenario = {
  version: scenarioVersion,
  seed: "forgotten",
  cluster: {
    brokers: 3,
    racks: [],
    disksPerBroker: 1,
    settings: {
      "offsets.topic.num.partitions": "1",
      "offsets.retention.minutes": "1",
      "offsets.retention.check.interval.ms": "1000",
    },
    topics: [{ name: "orders", partitions: 2, replicationFactor: 3, settings: {} }],
    latencyMicros: { min: 300, max: 3000 },
  },
  rules: "kafka-4",
  workload: {
    producers: [
      {
        settings: {},
        topic: "orders",
        records: 20,
        everyMs: 50,
        burst: 1,
        keys: 0,
        valueBytes: [10, 40],
        tombstoneEvery: 0,
        timestampSkewMs: [0, 0],
        startMs: 0,
      },
    ],
    consumers: [
      {
        settings: { "group.id": "g", "auto.offset.reset": "earliest", "session.timeout.ms": "6000" },
        topic: "orders",
        startMs: 0,
        pollEveryMs: 100,
        start: "earliest",
        rack: "",
      },
    ],
  },
  faults: [{ id: 1, trigger: { at: 12_000 }, kind: "process-crash", node: "consumer-0", downMs: 80_000 }],
  overrides: {},
  limits: { chaosMs: 95_000, calmMs: 400_000, maxEvents: 400_000 },
};
