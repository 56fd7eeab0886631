/**
 * The controller answers administration as the tables of KIP-195, KIP-339, KIP-455, KIP-460, KIP-464 and KIP-516 say, item by item, and
 * the image afterwards holds what was answered with NONE and nothing else.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ErrorCode, Errors } from "../src/kafka/errors.ts";
import type { ConfigEntries, CreateTopicsRequest } from "../src/kafka/messages/admin.ts";
import type { KafkaRequest } from "../src/kafka/messages/index.ts";
import { ControllerHost } from "../test/kafka/controller/host.ts";
import {
  adminErrors,
  alterConfigs,
  createPartitions,
  createTopics,
  deleteTopics,
  electLeaders,
  heartbeat,
  newTopic,
  reassign,
  registration,
  startBrokers,
} from "../test/kafka/controller/requests.ts";
import { optionsWith } from "../test/kafka/controller/settings.ts";
import { errors, newTally } from "./tally.ts";
import { alter, brokers, create, grow, isActive, type Topic } from "./topics-by-hand.ts";

type NewTopic = CreateTopicsRequest["topics"][number];

const { meet, often } = newTally();

const names = [
  "orders",
  "orders",
  "orders",
  "orders",
  "orders",
  "payments",
  "payments",
  "a.b",
  "a_b",
  "",
  ".",
  "..",
  "sp ace",
  "é",
  "__cluster_metadata",
];
const anyName = fc.constantFrom(...names, "n".repeat(249), "n".repeat(250));
/** A setting that is mostly not given. */
const rarely = (...values: readonly string[]): fc.Arbitrary<string | undefined> =>
  fc.constantFrom(...new Array<undefined>(8).fill(undefined), ...values);
const minIsr = rarely("1", " 02 ", "0", "x", "");
const unclean = rarely("true", "FALSE", "yes");

const configsOf = (min: string | undefined, allow: string | undefined): ConfigEntries => ({
  ...(min === undefined ? {} : { "min.insync.replicas": min }),
  ...(allow === undefined ? {} : { "unclean.leader.election.enable": allow }),
});
const configs = fc.tuple(minIsr, unclean).map(([min, allow]) => configsOf(min, allow));

const assignment = fc.constantFrom<readonly (readonly number[])[]>(
  [],
  [[1, 2]],
  [
    [2, 1],
    [1, 4],
  ],
  [[1, 2], [3]],
  [[1, 1]],
  [[1, 9]],
  [[]],
  [[4]],
);
const counts = fc.record({
  numPartitions: fc.constantFrom(-1, -1, 1, 1, 2, 2, 3, 3, 0, -2, 65_537),
  replicationFactor: fc.constantFrom(-1, -1, 1, 2, 2, 3, 4, 5, 0, -2),
});
const newTopics: fc.Arbitrary<NewTopic> = fc
  .record({
    name: anyName,
    counts,
    assignments: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: assignment }),
    isBare: fc.boolean(),
    configs,
  })
  .map(({ name, counts: given, assignments, isBare, configs: settings }) => ({
    ...newTopic(name, given),
    ...(assignments !== null && isBare ? { numPartitions: -1, replicationFactor: -1 } : {}),
    assignments,
    configs: settings,
  }));

const request = fc.oneof(
  { weight: 5, arbitrary: fc.array(newTopics, { minLength: 1, maxLength: 3 }).map((all) => createTopics(...all)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom("orders", "payments", "nobody"), fc.integer({ min: 0, max: 6 }))
      .map(([name, n]) => createPartitions(name, n)),
  },
  { weight: 1, arbitrary: fc.array(anyName, { minLength: 1, maxLength: 2 }).map((all) => deleteTopics(...all)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom("orders", "payments", "a.b"), configs)
      .map(([name, all]) => alterConfigs(name, all)),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.nat({ max: 9 }), fc.option(fc.constantFrom([1, 2], [3], [2, 3, 1], [], [1, 1], [9], [4, 1])))
      .map(([partition, target]) => reassign(partition, target)),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom("preferred" as const, "unclean" as const), fc.option(fc.nat({ max: 9 })))
      .map(([type, partition]) => electLeaders(type, partition === null ? null : [partition])),
  },
);

/** Of partitions, by what the image says of them before. */
function ofPartition({ image }: ControllerHost, tp: number, asked: KafkaRequest): ErrorCode {
  const partition = image.partitions.get(tp);
  if (partition === undefined) return Errors.UNKNOWN_TOPIC_OR_PARTITION;
  const { replicas, isr, leader, addingReplicas, removingReplicas } = partition;
  if (asked.kind === "ElectLeaders" && asked.electionType === "unclean") return Errors.ELECTION_NOT_NEEDED;
  if (asked.kind === "ElectLeaders") {
    const [preferred] = replicas;
    if (leader === preferred) return Errors.ELECTION_NOT_NEEDED;
    return isActive(preferred!) && isr.includes(preferred!) ? Errors.NONE : Errors.PREFERRED_LEADER_NOT_AVAILABLE;
  }
  const target = asked.kind === "AlterPartitionReassignments" ? asked.partitions[0]!.replicas : null;
  const isMoving = addingReplicas.length + removingReplicas.length > 0;
  if (target === null) return isMoving ? Errors.NONE : Errors.NO_REASSIGNMENT_IN_PROGRESS;
  const isOdd =
    target.length === 0 || new Set(target).size < target.length || !target.every((id) => brokers.includes(id));
  return isOdd ? Errors.INVALID_REPLICA_ASSIGNMENT : Errors.NONE;
}

const twice = (all: readonly string[], name: string): boolean => all.filter((one) => one === name).length > 1;

function expected(host: ControllerHost, topics: Map<string, Topic>, asked: KafkaRequest): ErrorCode[] {
  switch (asked.kind) {
    case "CreateTopics": {
      const all = asked.topics.map(({ name }) => name);
      return asked.topics.map((topic) => (twice(all, topic.name) ? Errors.INVALID_REQUEST : create(topics, topic)));
    }
    case "CreatePartitions":
      return asked.topics.map(({ name, count }) => grow(topics, name, count));
    case "DeleteTopics":
      return asked.names.map((name) => {
        if (twice(asked.names, name)) return Errors.INVALID_REQUEST;
        return topics.delete(name) ? Errors.NONE : Errors.UNKNOWN_TOPIC_OR_PARTITION;
      });
    case "IncrementalAlterConfigs":
      return asked.topics.map(({ name, configs: all }) => alter(topics, name, all));
    case "AlterPartitionReassignments":
      return asked.partitions.map(({ topicPartition }) => ofPartition(host, topicPartition, asked));
    case "ElectLeaders": {
      const all = [...host.image.partitions.keys()].sort((a, b) => a - b);
      const codes = (asked.partitions ?? all).map((tp) => ofPartition(host, tp, asked));
      return asked.partitions === null ? codes.filter((code) => code !== Errors.ELECTION_NOT_NEEDED) : codes;
    }
    default:
      return [];
  }
}

/** Partitions are named by their place among those that there are; beyond them, one that there is not. */
function placed(host: ControllerHost, asked: KafkaRequest): KafkaRequest {
  const all = [...host.image.partitions.keys()];
  const real = (nth: number): number => all[nth] ?? 77 * 65_536;
  if (asked.kind === "ElectLeaders") return { ...asked, partitions: asked.partitions?.map(real) ?? null };
  if (asked.kind !== "AlterPartitionReassignments") return asked;
  return {
    ...asked,
    partitions: asked.partitions.map((one) => ({ ...one, topicPartition: real(one.topicPartition) })),
  };
}

function compare({ image }: ControllerHost, topics: ReadonlyMap<string, Topic>, areMoved: boolean): void {
  expect([...image.topicsByName.keys()].sort()).toEqual([...topics.keys()].sort());
  const ids = new Set<number>();
  for (const [name, { copies, configs: all }] of topics) {
    const { topicId, partitions } = image.topicsByName.get(name)!;
    ids.add(topicId);
    expect(partitions.length, name).toBe(copies.length);
    if (!areMoved) expect(partitions.map((tp) => image.partitions.get(tp)!.replicas.length)).toEqual(copies);
    expect(image.topicConfigs.get(topicId) ?? {}).toEqual(all);
  }
  expect(ids.size).toBe(topics.size);
  expect(image.partitions.size).toBe([...topics.values()].reduce((sum, { copies }) => sum + copies.length, 0));
}

test("administration", () => {
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 25, size: "max" }), fc.nat(), (requests, seed) => {
      const host = new ControllerHost(optionsWith({}), {}, seed);
      startBrokers(host, 1, 2, 3);
      host.send(registration(4, 400));
      const topics = new Map<string, Topic>();
      let areMoved = false;
      for (const one of requests) {
        for (const [id, { brokerEpoch }] of host.image.brokers) if (isActive(id)) host.send(heartbeat(id, brokerEpoch));
        const asked = placed(host, one);
        const codes = expected(host, topics, asked);
        expect(adminErrors(host.send(asked))).toEqual(codes);
        for (const code of codes) meet(`${asked.kind} ${code}`);
        areMoved ||= asked.kind === "AlterPartitionReassignments" && codes.includes(Errors.NONE);
        compare(host, topics, areMoved);
      }
    }),
    { numRuns: 400, seed: 48 },
  );
  const { INVALID_REQUEST, UNKNOWN_TOPIC_OR_PARTITION, NONE, INVALID_REPLICA_ASSIGNMENT } = Errors;
  often([
    ...errors("CreateTopics", [NONE, INVALID_REQUEST, INVALID_REPLICA_ASSIGNMENT, Errors.TOPIC_ALREADY_EXISTS]),
    ...errors("CreateTopics", [Errors.INVALID_TOPIC_EXCEPTION, Errors.INVALID_CONFIG, Errors.INVALID_PARTITIONS]),
    ...errors("CreatePartitions", [NONE, UNKNOWN_TOPIC_OR_PARTITION, Errors.INVALID_PARTITIONS]),
    ...errors("DeleteTopics", [NONE, UNKNOWN_TOPIC_OR_PARTITION, INVALID_REQUEST]),
    ...errors("IncrementalAlterConfigs", [NONE, UNKNOWN_TOPIC_OR_PARTITION, Errors.INVALID_CONFIG]),
    ...errors("AlterPartitionReassignments", [NONE, Errors.NO_REASSIGNMENT_IN_PROGRESS, INVALID_REPLICA_ASSIGNMENT]),
    ...errors("ElectLeaders", [Errors.ELECTION_NOT_NEEDED]),
  ]);
});
