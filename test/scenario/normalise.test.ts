/** Normalising makes any value meaningful, changes nothing that is, and once is enough. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Fault } from "../../src/chaos/fault.ts";
import { normalise } from "../../src/scenario/normalise.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { quietCluster } from "../golden/scenario.ts";

const quiet = quietCluster({ seed: "normal", producer: {}, faults: [], chaosMs: 1000 });

const { topic: _, ...plan } = quiet.workload.producers[0]!;

const anyNumber = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }));
const anyFault: fc.Arbitrary<Fault> = fc.record({
  id: fc.integer({ min: 0, max: 3 }),
  trigger: fc.oneof(fc.record({ at: anyNumber }), fc.constant({ on: "appended" as const })),
  kind: fc.constant("process-crash" as const),
  node: fc.constantFrom("b1", "b9"),
  downMs: fc.nat(),
});
const anyScenario: fc.Arbitrary<Scenario> = fc
  .record({
    brokers: anyNumber,
    min: anyNumber,
    max: anyNumber,
    topics: fc.array(fc.record({ partitions: anyNumber, replicationFactor: anyNumber }), { maxLength: 3 }),
    faults: fc.array(anyFault, { maxLength: 8 }),
    chosen: fc.oneof(
      fc.record({ topic: fc.constantFrom("orders", "orders1", "gone") }),
      fc.record({ topics: fc.array(fc.constantFrom("orders0", "orders1", "gone")) }),
    ),
    chaosMs: fc.integer({ min: 0, max: 5000 }),
  })
  .map(({ brokers, min, max, topics, faults, chosen, chaosMs }) => ({
    ...quiet,
    cluster: {
      ...quiet.cluster,
      brokers,
      latencyMicros: { min, max },
      topics: topics.map((shape, i) => ({ name: `orders${i}`, settings: {}, ...shape })),
    },
    workload: { ...quiet.workload, producers: [{ ...plan, ...chosen }] },
    faults,
    limits: { ...quiet.limits, chaosMs },
  }));

test("total, idempotent, and meaningful in the end", () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const normal = normalise(scenario);
      expect(normalise(normal)).toEqual(normal);
      const { brokers, topics, latencyMicros } = normal.cluster;
      expect(Number.isInteger(brokers) && brokers >= 1 && brokers <= 99).toBe(true);
      expect(latencyMicros.max).toBeGreaterThanOrEqual(latencyMicros.min);
      expect(latencyMicros.min).toBeGreaterThanOrEqual(1);
      for (const topic of topics) {
        expect(topic.partitions).toBeGreaterThanOrEqual(1);
        expect(Number.isInteger(topic.partitions)).toBe(true);
        expect(topic.replicationFactor >= 1 && topic.replicationFactor <= brokers).toBe(true);
      }
      const { topic, topics: several } = normal.workload.producers[0]!;
      expect([topic === undefined, several === undefined].sort()).toEqual([false, true]);
      const known = new Set(["orders", ...topics.map(({ name }) => name)]);
      for (const name of several ?? [topic!]) expect(known.has(name)).toBe(true);
      expect(several?.length ?? 2).toBeGreaterThan(1);
      const ids = normal.faults.map((fault) => fault.id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { trigger } of normal.faults)
        if ("at" in trigger) expect(trigger.at >= 0 && trigger.at <= normal.limits.chaosMs).toBe(true);
    }),
    { numRuns: 500, seed: 5 },
  );
});

test("what is meaningful stays as it is, down to the objects", () => {
  const fault: Fault = { id: 1, kind: "process-crash", node: "b1", downMs: 5, trigger: { at: 10 } };
  const scenario = { ...quiet, faults: [fault] };
  const normal = normalise(scenario);
  expect(normal).toEqual(scenario);
  expect(normal.cluster).toBe(scenario.cluster);
  expect(normal.faults[0]).toBe(fault);
});

test("a plan for a topic that is gone goes to the first one", () => {
  const producers = [{ ...quiet.workload.producers[0]!, topic: "gone" }];
  expect(normalise({ ...quiet, workload: { producers, consumers: [] } }).workload.producers[0]!.topic).toBe("orders");
});
