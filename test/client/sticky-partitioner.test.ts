import { describe, expect, test } from "vitest";
import { partitionHash } from "../../src/client/producer/murmur2.ts";
import { kafka4, overrideRules } from "../../src/kafka/rules/rules.ts";
import { partitionOf } from "../../src/kafka/topic-partition.ts";
import { type Leader, producerConfig, records } from "./client-settings.ts";
import { answer, startProducer } from "./producer-driver.ts";

const four: readonly Leader[] = [1, 2, 1, 2].map((leaderId) => ({ leaderId, leaderEpoch: 0 }));
const keyless = { partition: -1 };

/** The partition of each record, in the order of the sends. */
function partitionsOf(
  count: number,
  everyMs: number,
  options: Parameters<typeof startProducer>[0],
  leaders = four,
): number[] {
  const driver = startProducer(options, leaders);
  for (let atMs = 0; atMs <= count * everyMs + 1000; atMs++) {
    driver.host.runTo(atMs);
    for (const sent of driver.produces()) answer(driver, sent);
  }
  return Array.from({ length: count }, (_, i) => partitionOf(driver.facts.assigned.get(i)!));
}

const times = (count: number, everyMs: number): number[] => Array.from({ length: count }, (_, i) => i * everyMs);
const runsOf = (partitions: readonly number[]): number[] => {
  const lengths: number[] = [];
  for (const [i, partition] of partitions.entries()) {
    if (i > 0 && partitions[i - 1] === partition) lengths[lengths.length - 1]!++;
    else lengths.push(1);
  }
  return lengths;
};

describe("sticky partitioning without key (KIP-794)", () => {
  const config = producerConfig({ batchSize: 1000, lingerMs: 5 });

  test("stays until batch.size bytes went to a partition, whatever the number of batches, their headers among them", () => {
    const partitions = partitionsOf(400, 3, { config, workload: records(times(400, 3), () => keyless) });
    // Four batches of two records are 4 * (61 + 200) bytes.
    expect(Math.min(...runsOf(partitions).slice(0, -1))).toBe(8);
  });

  test("spreads over all partitions, evenly in the long run", () => {
    const partitions = partitionsOf(4000, 1, { config, workload: records(times(4000, 1), () => keyless) });
    for (let partition = 0; partition < 4; partition++) {
      const share = partitions.filter((chosen) => chosen === partition).length / partitions.length;
      expect(share).toBeGreaterThan(0.15);
      expect(share).toBeLessThan(0.35);
    }
  });

  test("leaves out partitions without a leader", () => {
    const leaders = four.map((leader, i) => (i === 2 ? { leaderId: -1, leaderEpoch: 1 } : leader));
    const partitions = partitionsOf(300, 1, { config, workload: records(times(300, 1), () => keyless) }, leaders);
    expect(new Set(partitions)).toEqual(new Set([0, 1, 3]));
  });
});

describe("sticky partitioning as before 3.3 (KIP-480)", () => {
  const rules = overrideRules(kafka4, { name: "kip-480", producer: { switchesPartition: "at-new-batch" } });

  test("goes elsewhere with each new batch, however small", () => {
    const config = producerConfig({ lingerMs: 0 });
    const partitions = partitionsOf(40, 3, { rules, config, workload: records(times(40, 3), () => keyless) });
    expect(runsOf(partitions)).toEqual(times(40, 0).map(() => 1));
  });

  test("stays as long as the batch has room", () => {
    const config = producerConfig({ batchSize: 61 + 500, lingerMs: 1000 });
    const workload = records(times(40, 0), () => keyless);
    expect(runsOf(partitionsOf(40, 0, { rules, config, workload }))).toEqual(times(8, 0).map(() => 5));
  });

  test("gives way to a record with a partition of its own that needs a batch there", () => {
    const config = producerConfig({ batchSize: 1000, lingerMs: 1000 });
    for (let partition = 0; partition < 4; partition++) {
      const large = { partition, sizeInBytes: 2000 };
      const workload = records(times(2, 0), (index) => (index === 1 ? large : keyless));
      const driver = startProducer({ rules, config, workload }, four);
      driver.produces();
      const first = partitionOf(driver.facts.assigned.get(0)!);
      expect(driver.host.state.topics[0]!.sticky.partition === first).toBe(partition !== first);
    }
  });
});

describe("the partition of a record", () => {
  const keyed = (index: number): { partition: number; key: string; keyHash: number } => {
    const key = `key-${index % 7}`;
    return { partition: -1, key, keyHash: partitionHash(key) };
  };

  test("with a key is the hash of the key", () => {
    const partitions = partitionsOf(20, 1, { workload: records(times(20, 1), keyed) });
    expect(partitions).toEqual(Array.from({ length: 20 }, (_, i) => partitionHash(`key-${i % 7}`) % 4));
  });

  test("partitioner.ignore.keys treats keyed records like keyless ones", () => {
    const config = producerConfig({ partitionerIgnoreKeys: true });
    const partitions = partitionsOf(20, 1, { config, workload: records(times(20, 1), keyed) });
    expect(new Set(partitions).size).toBe(1);
  });

  test("named by the application wins over its own partitioner, and that over the key", () => {
    const explicit = records(times(8, 1), (index) => ({ ...keyed(index), partition: index }));
    expect(partitionsOf(8, 1, { workload: explicit })).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    const partitioner = (record: { id: number }, count: number): number => count - 1 - (record.id % 2);
    expect(partitionsOf(8, 1, { workload: explicit, partitioner })).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect(partitionsOf(4, 1, { workload: records(times(4, 1), keyed), partitioner })).toEqual([3, 2, 3, 2]);
  });
});
