/**
 * What released Kafka's own assignors gave. The note in vectors.json says which and how; rack-vectors.jsonl holds drawn groups with racks, and
 * what the classes of 4.4.0 gave for them.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { assignors } from "../../../src/kafka/assignors/assignors.ts";
import { rangeServerAssignor } from "../../../src/kafka/assignors/server/range-server-assignor.ts";
import type { ServerMember, TargetAssignment } from "../../../src/kafka/assignors/server/server-assignor.ts";
import { uniformAssignor } from "../../../src/kafka/assignors/server/uniform-assignor.ts";
import type { AssignorName } from "../../../src/kafka/config/resolve-group.ts";
import { hashOrder } from "../../../src/kafka/java-hash.ts";
import { member, type Share, sharesOf, type TestMember, topicsOf } from "./members.ts";

interface VectorMember extends TestMember {
  readonly previousTarget?: Share;
}

interface Vector {
  readonly id: string;
  readonly assignor: AssignorName | "uniform-homogeneous" | "uniform-heterogeneous" | "range-server";
  readonly topics: Readonly<Record<string, number>>;
  /** By topic, of each partition. */
  readonly racks?: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly topicIterationOrder?: readonly string[];
  readonly members: readonly VectorMember[];
  readonly memberHashOrder?: readonly string[];
  readonly expected: Readonly<Record<string, Share>>;
}

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

const { vectors } = JSON.parse(read("vectors.json")) as { readonly vectors: readonly Vector[] };
const withRacks = read("rack-vectors.jsonl")
  .trim()
  .split("\n")
  .map((line): Vector => JSON.parse(line));

test("all vectors are there", () => {
  expect(vectors).toHaveLength(61);
  expect(withRacks).toHaveLength(60);
});

const onServer = (vector: Vector): boolean => vector.members[0]?.previousTarget !== undefined;
const onLeader = [...vectors.filter((vector) => !onServer(vector)), ...withRacks];

test.each(onLeader)("$id, $assignor", ({ assignor, topics, racks, members, expected }) => {
  const assigned = assignors[assignor as AssignorName].assign(topicsOf(topics, racks), members.map(member));
  expect(sharesOf(assigned)).toEqual(sorted(expected));
});

test.each(vectors.filter(onServer))("$id, $assignor", (vector) => {
  const assignor = vector.assignor === "range-server" ? rangeServerAssignor : uniformAssignor;
  const names = Object.keys(vector.topics).sort();
  const assigned = assignor.assign({
    members: vector.members.map((one) => serverMember(one, names, vector.topicIterationOrder!)),
    isHomogeneous: vector.assignor === "uniform-homogeneous",
    partitionCountOf: (topicId) => vector.topics[names[topicId]!]!,
  });
  expect(targetsOf(assigned, vector.members, names)).toEqual(sorted(vector.expected));
});

/** Topic ids are the places of the names; maps are walked as the vector writes them. */
function serverMember(
  { id, instanceId, topics, previousTarget = {} }: VectorMember,
  names: readonly string[],
  order: readonly string[],
): ServerMember {
  const idOf = (topic: string): number => names.indexOf(topic);
  return {
    memberId: id,
    groupInstanceId: instanceId ?? null,
    topicIds: new Set(order.filter((topic) => topics.includes(topic)).map(idOf)),
    target: new Map(Object.entries(previousTarget).map(([topic, partitions]) => [idOf(topic), partitions])),
  };
}

const targetsOf = (
  assigned: TargetAssignment,
  members: readonly VectorMember[],
  names: readonly string[],
): Record<string, Share> =>
  Object.fromEntries(
    members.map(({ id }) => [
      id,
      Object.fromEntries(
        [...(assigned.get(id) ?? [])].map(([topicId, partitions]) => [names[topicId]!, [...partitions]]),
      ),
    ]),
  );

const sorted = (shares: Readonly<Record<string, Share>>): Record<string, Share> =>
  Object.fromEntries(
    Object.entries(shares).map(([id, share]) => [
      id,
      Object.fromEntries(
        Object.entries(share)
          .filter(([, partitions]) => partitions.length > 0)
          .map(([topic, partitions]) => [topic, [...partitions].sort((a, b) => a - b)]),
      ),
    ]),
  );

test.each(vectors.filter(({ memberHashOrder }) => memberHashOrder !== undefined))(
  "$id: members are walked in the order of the hash map",
  ({ members, memberHashOrder }) => {
    expect(hashOrder(members, ({ id }) => id).map(({ id }) => id)).toEqual(memberHashOrder);
  },
);
