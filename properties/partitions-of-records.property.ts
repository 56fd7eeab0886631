/**
 * Each record goes to the partition that its producer chose: the one named in the record, else that of the application's own partitioner,
 * else that of the key's hash; whatever fails, retries and restarts meanwhile.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { scenarioArbitrary } from "../src/arbitrary/scenario-arbitrary.ts";
import { propertySpace } from "../src/arbitrary/space.ts";
import { profiles } from "../src/chaos/fault-kinds.ts";
import { partitionHash } from "../src/client/producer/murmur2.ts";
import type { Partitioner } from "../src/client/producer-config.ts";
import { partitionOf } from "../src/kafka/topic-partition.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { application } from "./readers-and-writers.ts";
import { tooSeldom } from "./vacuity.ts";

/** The number of partitions stays. */
const kinds = profiles.all.kinds.filter((kind) => kind !== "admin");

/** Of the length of the key, as a wrong partitioner might be: still one partition a key. */
const own: Partitioner = ({ key }) => (key === null ? 0 : key.length + key.charCodeAt(key.length - 1));

type Choice = "named" | "own" | "key";

const choosing = (scenario: Scenario, choice: Choice): Scenario => ({
  ...scenario,
  workload: {
    ...scenario.workload,
    producers: scenario.workload.producers.map((producer) => ({
      ...producer,
      keys: Math.max(1, producer.keys),
      partitioning: choice === "named" ? ("explicit" as const) : ("partitioner" as const),
    })),
  },
});

const expected: Readonly<Record<Choice, (key: string) => number>> = {
  named: (key) => Number(key.slice("key-".length)),
  own: (key) => own({ key } as Parameters<Partitioner>[0], 1),
  key: partitionHash,
};

test.each(["named", "own", "key"] as const)("partitions of records: %s", (choice) => {
  const partitionsUsed = new Set<number>();
  let stored = 0;
  fc.assert(
    fc.property(scenarioArbitrary({ ...propertySpace("kafka-4"), kinds }), (drawn) => {
      const scenario = choosing(drawn, choice);
      const count = scenario.cluster.topics[0]!.partitions;
      const { sent, batches } = application(scenario, choice === "key" ? {} : { partitioner: own });
      for (const { where, tp, batch } of batches) {
        if (where !== "leader") continue;
        for (const { id, key } of batch.records) {
          // A probe at the end names its partition, whatever the application does.
          const chosen = key!.startsWith("probe-") ? Number(key!.slice("probe-".length)) : expected[choice](key!);
          expect(partitionOf(tp), `record ${id}`).toBe(chosen % count);
          expect(sent.get(id)!.key).toBe(key);
          partitionsUsed.add(partitionOf(tp));
          stored++;
        }
      }
    }),
    { numRuns: 80, seed: 23 },
  );
  expect(partitionsUsed.size, tooSeldom).toBeGreaterThan(1);
  expect(stored, tooSeldom).toBeGreaterThan(500);
});
