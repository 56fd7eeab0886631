/** When all has come to rest, each application writes once more to each partition, and each reader has read it. */
import { expect, test } from "vitest";
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import { propertySpace } from "../../src/arbitrary/space.ts";
import type { FinalState } from "../../src/check/final-state.ts";
import { run } from "../../src/run/run.ts";
import { topicsOf } from "../../src/workload/plan.ts";

test("every partition of every producer gets a probe, which is acknowledged and read", () => {
  const space = scenarioArbitrary(propertySpace("kafka-4"));
  const drawn = Array.from({ length: 50 }, (_, index) => scenarioAt(space, "probes", index));
  const scenario = drawn.find(({ workload }) => workload.producers.length > 0 && workload.consumers.length > 0)!;
  const acknowledged = new Set<number>();
  const reads = new Set<number>();
  let final: FinalState | null = null;
  const { stop, violations } = run(scenario, {
    final: (state) => {
      final = state;
    },
    listener: () => ({
      sendCompleted: (_client, record, _tp, outcome) => {
        if (outcome === "ok") acknowledged.add(record);
      },
      polled: (_client, _tp, batch) => {
        for (const { id } of batch.records) reads.add(id);
      },
    }),
  });
  expect([stop, violations]).toEqual(["done", []]);
  const { clients, partitions } = final!;
  for (const [i, plan] of scenario.workload.producers.entries()) {
    const { probes, unsent } = clients[i]!;
    const written = partitions.filter(({ topic }) => topicsOf(plan).includes(topic));
    expect(unsent).toBe(0);
    expect(new Set(probes.map(({ topicPartition }) => topicPartition))).toEqual(
      new Set(written.map(({ topicPartition }) => topicPartition)),
    );
    for (const { record } of probes) expect([acknowledged.has(record), reads.has(record)]).toEqual([true, true]);
  }
  expect(clients.flatMap(({ behind }) => behind)).toEqual([]);
});
