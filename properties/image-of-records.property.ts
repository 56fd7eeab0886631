/**
 * The metadata image is what its records say, read from the first to the last: each thing as its latest records left it, and a record
 * about a thing that is not known (any more) changes nothing (KIP-631).
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  brokerEpochOf,
  brokerIds,
  configsOf,
  emptyImage,
  isActive,
  isUnfenced,
  type MetadataImage,
  partitionRegistration,
  rackOf,
  replay,
  topicById,
  topicByName,
  topicNameOf,
} from "../src/kafka/metadata/image.ts";
import type { MetadataRecord, PartitionChange, PartitionRegistration } from "../src/kafka/metadata/records.ts";
import { topicIdOf, topicPartition } from "../src/kafka/topic-partition.ts";
import { newTally } from "./tally.ts";

const { meet, often } = newTally();

const broker = fc.integer({ min: 1, max: 3 });
const topic = fc.integer({ min: 1, max: 4 });
const some = fc.subarray([1, 2, 3]);
const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined, freq: 3 });

const step = fc.oneof(
  fc.record({
    do: fc.constant("register" as const),
    broker,
    isNew: fc.boolean(),
    rack: fc.constantFrom("a", "b"),
    fenced: fc.boolean(),
  }),
  fc.record({
    do: fc.constant("change" as const),
    broker,
    isStale: fc.constantFrom(false, false, false, true),
    fenced: maybe(fc.boolean()),
    inControlledShutdown: maybe(fc.boolean()),
    logDirs: maybe(fc.subarray([10, 20, 30])),
    offlineReplicas: maybe(fc.subarray([topicPartition(1, 0), topicPartition(2, 0)])),
  }),
  fc.record({ do: fc.constant("unregister" as const), broker, isStale: fc.boolean() }),
  fc.record({ do: fc.constant("topic" as const), topic, partitions: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ do: fc.constant("grow" as const), topic }),
  fc.record({ do: fc.constant("remove" as const), topic }),
  fc.record({
    do: fc.constant("partition" as const),
    topic,
    partition: fc.nat({ max: 2 }),
    isr: maybe(some),
    leader: maybe(fc.constantFrom(-1, 1, 2, 3)),
    eligibleLeaderReplicas: maybe(some),
    lastKnownElr: maybe(some),
    addingReplicas: maybe(some),
    removingReplicas: maybe(some),
    leaderRecoveryState: maybe(fc.constantFrom("RECOVERED" as const, "RECOVERING" as const)),
  }),
  fc.record({
    do: fc.constant("config" as const),
    topic,
    key: fc.constantFrom("b", "a", "c"),
    value: fc.option(fc.constantFrom("1", "2")),
  }),
  fc.record({ do: fc.constant("ids" as const) }),
  fc.record({ do: fc.constant("nothing" as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const first: PartitionRegistration = {
  replicas: [1, 2, 3],
  isr: [1, 2],
  eligibleLeaderReplicas: [],
  lastKnownElr: [],
  addingReplicas: [],
  removingReplicas: [],
  leader: 1,
  leaderEpoch: 0,
  partitionEpoch: 0,
  leaderRecoveryState: "RECOVERED",
};

/** Without what is undefined. */
const given = <T extends object>(all: T): T =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T;

interface Said {
  readonly brokers: Map<number, Record<string, unknown> & { brokerEpoch: number; logDirs: readonly number[] }>;
  /** By topic: its name and its partitions. */
  readonly topics: Map<number, { name: string; partitions: PartitionRegistration[]; configs: Record<string, string> }>;
  readonly everNamed: Map<string, number>;
  nextProducerId: number;
  nextTopicId: number;
}

/** A name is used again, by a topic of another id. */
const nameOf = (topicId: number): string => (topicId % 2 === 0 ? "even" : "odd");

/** The records of a step, and what they say. */
function say(said: Said, one: Step, offset: number): MetadataRecord[] {
  switch (one.do) {
    case "register": {
      const before = said.brokers.get(one.broker);
      const brokerEpoch = one.isNew || before === undefined ? offset : before.brokerEpoch;
      const fields = {
        brokerId: one.broker,
        incarnationId: brokerEpoch * 7,
        brokerEpoch,
        rack: one.rack,
        logDirs: [10, 20],
        fenced: one.fenced,
        inControlledShutdown: false,
      };
      said.brokers.set(one.broker, { ...fields, registrationOffset: offset, offlineLogDirs: [], offlineReplicas: [] });
      return [{ type: "RegisterBrokerRecord", ...fields }];
    }
    case "change": {
      const { do: _, broker: brokerId, isStale, ...changes } = one;
      const before = said.brokers.get(brokerId);
      const brokerEpoch = (before?.brokerEpoch ?? 5) - (isStale ? 1 : 0);
      if (before !== undefined && !isStale) {
        const { logDirs = before.logDirs } = changes;
        const known = [...(before["offlineLogDirs"] as number[]), ...before.logDirs];
        const offlineLogDirs =
          changes.logDirs === undefined ? before["offlineLogDirs"] : known.filter((dir) => !logDirs.includes(dir));
        said.brokers.set(brokerId, { ...before, ...given(changes), logDirs, offlineLogDirs });
        meet("broker changed");
      } else meet("unknown broker");
      return [{ type: "BrokerRegistrationChangeRecord", brokerId, brokerEpoch, ...given(changes) } as MetadataRecord];
    }
    case "unregister": {
      const brokerEpoch = (said.brokers.get(one.broker)?.brokerEpoch ?? 5) - (one.isStale ? 1 : 0);
      if (!one.isStale) said.brokers.delete(one.broker);
      return [{ type: "UnregisterBrokerRecord", brokerId: one.broker, brokerEpoch }];
    }
    default:
      return sayOfTopic(said, one);
  }
}

function sayOfTopic(said: Said, one: Step): MetadataRecord[] {
  if (one.do === "nothing") return [{ type: "NoOpRecord" }];
  if (one.do === "ids") {
    said.nextProducerId += 1000;
    return [{ type: "ProducerIdsRecord", brokerId: 1, nextProducerId: said.nextProducerId }];
  }
  if (!("topic" in one)) return [];
  const { topic: topicId } = one;
  const known = said.topics.get(topicId);
  if (known === undefined) meet(`unknown topic: ${one.do}`);
  switch (one.do) {
    case "topic": {
      const name = nameOf(topicId);
      if ([...said.topics.values()].some((other) => other.name === name)) return [];
      const partitions = Array.from({ length: one.partitions }, () => first);
      said.topics.set(topicId, { name, partitions, configs: {} });
      said.everNamed.set(name, topicId);
      said.nextTopicId = Math.max(said.nextTopicId, topicId + 1);
      return [
        { type: "TopicRecord", name, topicId },
        ...partitions.map((registration, i) => ({
          type: "PartitionRecord" as const,
          topicPartition: topicPartition(topicId, i),
          registration,
        })),
      ];
    }
    case "grow":
      known?.partitions.push(first);
      return [
        {
          type: "PartitionRecord",
          topicPartition: topicPartition(topicId, Math.max(0, (known?.partitions.length ?? 1) - 1)),
          registration: first,
        },
      ];
    case "remove":
      said.topics.delete(topicId);
      return [{ type: "RemoveTopicRecord", topicId }];
    case "config":
      if (known !== undefined && one.value === null) delete known.configs[one.key];
      else if (known !== undefined) known.configs[one.key] = one.value!;
      return [{ type: "ConfigRecord", topicId, name: one.key, value: one.value }];
    case "partition": {
      const { do: _, topic: _topic, partition, ...all } = one;
      const changes: PartitionChange = given(all) as PartitionChange;
      const before = known?.partitions[partition];
      if (before !== undefined)
        known!.partitions[partition] = {
          ...before,
          ...changes,
          partitionEpoch: before.partitionEpoch + 1,
          leaderEpoch: before.leaderEpoch + (changes.leader === undefined ? 0 : 1),
        };
      meet(before === undefined ? "unknown partition" : "partition changed");
      return [{ type: "PartitionChangeRecord", topicPartition: topicPartition(topicId, partition), changes }];
    }
    default:
      return [];
  }
}

function compare(image: MetadataImage, said: Said): void {
  expect(Object.fromEntries(image.brokers)).toEqual(Object.fromEntries(said.brokers));
  expect(brokerIds(image)).toEqual([...said.brokers.keys()].sort());
  for (const id of [1, 2, 3, 4]) {
    const one = said.brokers.get(id);
    expect([brokerEpochOf(image, id), rackOf(image, id)]).toEqual([one?.brokerEpoch ?? -1, one?.["rack"] ?? ""]);
    const isUp = one !== undefined && one["fenced"] === false;
    expect([isUnfenced(image, id), isActive(image, id)]).toEqual([isUp, isUp && one["inControlledShutdown"] === false]);
  }
  expect([...image.topicsById.keys()].sort()).toEqual([...said.topics.keys()].sort());
  expect(image.topicsByName.size).toBe(said.topics.size);
  let partitions = 0;
  for (const [topicId, { name, partitions: all, configs }] of said.topics) {
    const tps = all.map((_, i) => topicPartition(topicId, i));
    expect(topicById(image, topicId)).toEqual({ name, topicId, partitions: tps });
    expect(topicByName(image, name)).toBe(topicById(image, topicId));
    expect(tps.map((tp) => partitionRegistration(image, tp))).toEqual(all);
    expect(configsOf(image, topicId)).toEqual(configs);
    expect(Object.keys(configsOf(image, topicId))).toEqual(Object.keys(configs).sort());
    expect(tps.every((tp) => topicNameOf(image, tp) === name && topicIdOf(tp) === topicId)).toBe(true);
    partitions += all.length;
  }
  expect(image.partitions.size).toBe(partitions);
  expect([...image.topicConfigs.keys()].every((topicId) => said.topics.has(topicId))).toBe(true);
  expect(Object.fromEntries(image.topicIdsByName)).toEqual(Object.fromEntries(said.everNamed));
  expect([image.nextProducerId, image.nextTopicId]).toEqual([said.nextProducerId, said.nextTopicId]);
}

test("an image is what its records say", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40, size: "max" }), (steps) => {
      const image = emptyImage();
      const said: Said = {
        brokers: new Map(),
        topics: new Map(),
        everNamed: new Map(),
        nextProducerId: 0,
        nextTopicId: 1,
      };
      let offset = 10;
      for (const one of steps) {
        for (const record of say(said, one, offset)) replay(image, record, offset++);
        expect(image.lastOffset).toBeLessThan(offset);
      }
      compare(image, said);
    }),
    { numRuns: 400, seed: 49 },
  );
  const unknown = ["grow", "remove", "config"].map((what) => `unknown topic: ${what}`);
  often([...unknown, "unknown broker", "broker changed", "unknown partition", "partition changed"]);
});
