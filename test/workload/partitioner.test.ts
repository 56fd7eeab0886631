import { describe, expect, test } from "vitest";
import type { producerMachine } from "../../src/client/producer.ts";
import { partitionOf } from "../../src/kafka/topic-partition.ts";
import type { ProducerPlan } from "../../src/workload/plan.ts";
import { producerWorkload } from "../../src/workload/producer-workload.ts";
import { startProducer } from "../client/producer-driver.ts";

const plan: ProducerPlan = {
  settings: {},
  topic: "orders",
  records: 40,
  everyMs: 0,
  burst: 1,
  keys: 5,
  valueBytes: [1, 1],
  tombstoneEvery: 0,
  timestampSkewMs: [0, 0],
  startMs: 0,
};

const leaders = [1, 2, 3].map((leaderId) => ({ leaderId, leaderEpoch: 0 }));

/** The partitions that the records of each key went to. */
function partitionsByKey(
  options: Partial<Parameters<typeof producerMachine>[0]>,
  changes: Partial<ProducerPlan> = {},
): Map<string | null, Set<number>> {
  const workload = producerWorkload({ ...plan, ...changes }, 1, 0);
  const driver = startProducer({ workload, ...options }, leaders);
  driver.produces();
  const byKey = new Map<string | null, Set<number>>();
  const draft = {
    topic: 0,
    id: 0,
    key: null,
    keyHash: 0,
    value: null,
    headers: [],
    sizeInBytes: 0,
    timestampSkewMs: 0,
    partition: 0,
  };
  for (let index = 0; index < plan.records; index++) {
    workload.fill(index, draft);
    const partitions = byKey.get(draft.key) ?? new Set();
    byKey.set(draft.key, partitions.add(partitionOf(driver.facts.assigned.get(index)!)));
  }
  return byKey;
}

describe("the partitioner of a workload", () => {
  test("keeps a key in one partition", () => {
    for (const partitions of partitionsByKey({}).values()) expect(partitions.size).toBe(1);
  });

  test("may be replaced by the application's own", () => {
    const all = partitionsByKey({ partitioner: () => 5 });
    for (const partitions of all.values()) expect(partitions).toEqual(new Set([2]));
  });

  test("is not asked where the application names the partition", () => {
    const all = partitionsByKey({}, { partitioning: "explicit" });
    expect([...all].sort().map(([key, partitions]) => [key, ...partitions])).toEqual([
      ["key-0", 0],
      ["key-1", 1],
      ["key-2", 2],
      ["key-3", 0],
      ["key-4", 1],
    ]);
  });
});
