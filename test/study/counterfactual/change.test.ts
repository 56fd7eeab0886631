/** Which single settings are tried: legal ones, that change something, in the direction that keeps more. */
import { describe, expect, test } from "vitest";
import { type Side, termsOf } from "../../../src/arbitrary/side.ts";
import { changesOf } from "../../../src/study/counterfactual/change.ts";
import { loaded } from "./configurations.ts";

const strimzi = "strimzi/kafka-persistent.yaml";
const names = (side: Side): readonly string[] => changesOf(side).map((change) => change.name);
const changed = (side: Side, name: string): Side => changesOf(side).find((change) => change.name === name)!.side;

describe("the changes of a configuration", () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    [strimzi, [], ["min.insync.replicas=3", "flush.messages=1"]],
    [
      strimzi,
      ["acks=1"],
      ["acks=all", "max.in.flight.requests.per.connection=1", "min.insync.replicas=3", "flush.messages=1"],
    ],
    [
      strimzi,
      ["enable.idempotence=false", "min.insync.replicas=1", "eligible.leader.replicas.enable=false"],
      [
        "enable.idempotence=true",
        "max.in.flight.requests.per.connection=1",
        "min.insync.replicas=2",
        "eligible.leader.replicas.enable=true",
        "flush.messages=1",
      ],
    ],
    [
      strimzi,
      ["unclean.leader.election.enable=true", "flush.messages=1", "min.insync.replicas=3"],
      ["unclean.leader.election.enable=false"],
    ],
    ["strimzi/kafka-single-node.yaml", [], ["replication factor 3 with min.insync.replicas=2", "flush.messages=1"]],
    // Kafka refuses an explicit enable.idempotence=true with six in flight.
    [
      strimzi,
      ["enable.idempotence=false", "max.in.flight.requests.per.connection=6"],
      ["max.in.flight.requests.per.connection=1", "min.insync.replicas=3", "flush.messages=1"],
    ],
  ])("%s %j", (file, set, expected) => {
    expect(names(loaded(file, ...set).side)).toEqual(expected);
  });

  test("each changes one thing", () => {
    const { side } = loaded(strimzi, "acks=1");
    expect(termsOf(changed(side, "min.insync.replicas=3"))).toEqual({
      ...termsOf(side),
      topics: termsOf(side).topics.map((topic) => ({ ...topic, minInsyncReplicas: 3 })),
    });
    expect(termsOf(changed(side, "acks=all")).producers[0]).toMatchObject({ acks: -1, enableIdempotence: true });
    expect(changesOf(side)[0]!.note).toBe("which brings idempotence with it");
  });

  test("more copies than brokers bring brokers along, and say so", () => {
    const { side } = loaded("strimzi/kafka-single-node.yaml");
    expect(changed(side, "replication factor 3 with min.insync.replicas=2").cluster).toMatchObject({
      brokers: 3,
      topics: [{ replicationFactor: 3, settings: { "min.insync.replicas": "2" } }],
    });
    expect(changesOf(side)[0]!.note).toBe("on 3 brokers: the 2 new ones meet faults of their own");
  });

  test("a fourth copy only where a broker carries it; racks only where racks are known", () => {
    const { side } = loaded(strimzi);
    const cluster = { ...side.cluster, brokers: 4, racks: ["a", "b"] };
    expect(names({ ...side, cluster })).toEqual(
      expect.arrayContaining(["replication factor 4", "broker.rack a,b,rack-3"]),
    );
    expect(changed({ ...side, cluster }, "broker.rack a,b,rack-3").cluster.racks).toEqual(["a", "b", "rack-3"]);
  });
});
