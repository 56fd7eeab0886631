/** What operators do meanwhile: move, reorder and grow partitions, elect, alter, delete, add brokers and retire them. */
import fc from "fast-check";
import type { AdminAction, MembershipAction } from "../chaos/fault.ts";
import type { Names } from "./fault-parts.ts";

export function adminActions(names: Names): fc.Arbitrary<AdminAction | MembershipAction> {
  const topic = fc.constantFrom(...names.topics);
  const partition = fc.integer({ min: 0, max: names.partitions - 1 });
  const brokers = names.brokers.map((_, i) => i + 1);
  return fc.oneof(
    { weight: 3, arbitrary: reassignment(topic, partition, brokers) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("elect-preferred" as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant("add-partitions" as const),
        topic,
        count: fc.integer({ min: 1, max: names.partitions + 2 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant("alter-config" as const),
        topic,
        key: fc.constantFrom("min.insync.replicas", "retention.ms", "segment.bytes"),
        value: fc.constantFrom("1", "2", null),
      }),
    },
    { weight: 1, arbitrary: membership(brokers) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant("delete-records" as const),
        topic,
        partition,
        offset: fc.integer({ min: 0, max: 40 }),
      }),
    },
  );
}

/** One broker more comes, stays or goes; one of the others goes, and perhaps comes back. */
const membership = (brokers: number[]): fc.Arbitrary<MembershipAction> =>
  fc.record({
    do: fc.constantFrom("add-broker" as const, "add-broker" as const, "remove-broker" as const),
    broker: fc.constantFrom(...brokers, brokers.length + 1, brokers.length + 1),
  });

/** In any order: the first replica is the preferred leader, so reordering alone prepares an election. */
const reassignment = (
  topic: fc.Arbitrary<string>,
  partition: fc.Arbitrary<number>,
  brokers: number[],
): fc.Arbitrary<AdminAction> =>
  fc.record({
    do: fc.constant("reassign" as const),
    topic,
    partition,
    replicas: fc.shuffledSubarray(brokers, {
      minLength: Math.min(2, brokers.length),
      maxLength: Math.min(3, brokers.length),
    }),
  });
