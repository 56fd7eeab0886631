import { describe, expect, test } from "vitest";
import { type Availability, availability } from "../../src/check/availability.ts";
import type { PartitionRegistration } from "../../src/kafka/metadata/records.ts";

const registration = (fields: Partial<PartitionRegistration>): PartitionRegistration => ({
  replicas: [1, 2, 3],
  isr: [1, 2, 3],
  eligibleLeaderReplicas: [],
  lastKnownElr: [],
  addingReplicas: [],
  removingReplicas: [],
  leader: 1,
  leaderEpoch: 3,
  partitionEpoch: 9,
  leaderRecoveryState: "RECOVERED",
  ...fields,
});

const cases: readonly [string, Partial<PartitionRegistration>, number[], boolean, Availability][] = [
  ["all healthy", {}, [1, 2, 3], false, { leader: "required", writes: "required" }],
  ["enough replicas for writes", {}, [2, 3], false, { leader: "required", writes: "required" }],
  ["one of the ISR is left: reads, no writes", {}, [3], false, { leader: "required", writes: "forbidden" }],
  [
    "the ISR is gone, an eligible replica is there",
    { isr: [1], eligibleLeaderReplicas: [2] },
    [2, 3],
    false,
    { leader: "required", writes: "required" },
  ],
  [
    "who is healthy does not hold the records",
    { isr: [1] },
    [2, 3],
    false,
    { leader: "forbidden", writes: "forbidden" },
  ],
  ["the same, with unclean elections allowed", { isr: [1] }, [2, 3], true, { leader: "optional", writes: "optional" }],
  [
    "only the last known leader is left",
    { isr: [], lastKnownElr: [2] },
    [2, 3],
    false,
    { leader: "optional", writes: "optional" },
  ],
  ["nobody is healthy", {}, [], true, { leader: "forbidden", writes: "forbidden" }],
];

describe("the availability oracle", () => {
  test.each(cases)("%s", (_name, fields, healthy, uncleanLeaderElectionEnable, expected) => {
    const isHealthy = (broker: number): boolean => healthy.includes(broker);
    expect(availability(registration(fields), { isHealthy, minIsr: 2, uncleanLeaderElectionEnable })).toEqual(expected);
  });
});
