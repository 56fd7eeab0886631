import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { batchOf } from "../log/world.ts";
import { FakeCluster } from "./fake-cluster.ts";

const tp = topicPartition(7, 0);

const createTopic = (cluster: FakeCluster, name: string): number =>
  cluster.ask(1, {
    kind: "CreateTopics",
    name: 1,
    correlationId: 42,
    topics: [{ name, numPartitions: 2, replicationFactor: 1, assignments: null, configs: {} }],
  });

describe("forwarding", () => {
  test("an admin request goes to the controller, its answer comes back", () => {
    const cluster = new FakeCluster().start();
    const connection = createTopic(cluster, "t");
    cluster.run(10);
    expect(cluster.answerTo(connection, "AdminResponse")).toMatchObject({
      correlationId: 42,
      errorCode: Errors.NONE,
      results: [{ errorCode: Errors.NONE, topicId: 1 }],
    });
    expect(cluster.controller.image.topicsByName.has("t")).toBe(true);
  });

  test("requests keep their order, one in flight", () => {
    const cluster = new FakeCluster().start();
    for (const name of ["a", "b", "c"]) createTopic(cluster, name);
    cluster.run(20);
    expect([...cluster.controller.image.topicsByName.keys()]).toEqual(["a", "b", "c"]);
  });

  test("REQUEST_TIMED_OUT when the controller stays away", () => {
    const cluster = new FakeCluster().start();
    cluster.cut(1, 0);
    const connection = createTopic(cluster, "t");
    cluster.run(59_000);
    expect(cluster.answers.has(connection)).toBe(false);
    cluster.run(35_000);
    expect(cluster.answerTo(connection, "AdminResponse").errorCode).toBe(Errors.REQUEST_TIMED_OUT);
  });

  test("a flood of requests waits, and each is answered", () => {
    const cluster = new FakeCluster().start();
    cluster.cut(1, 0);
    const connections = Array.from({ length: 10_100 }, (_, i) => createTopic(cluster, `t${i}`));
    cluster.run(95_000);
    const answers = connections.map((connection) => cluster.answerTo(connection, "AdminResponse").errorCode);
    expect(new Set(answers)).toEqual(new Set([Errors.REQUEST_TIMED_OUT]));
  });
});

describe("Metadata", () => {
  const ask = (cluster: FakeCluster, topics: readonly string[] | null, allowAutoTopicCreation = false, to = 1) =>
    cluster.answerTo(
      cluster.ask(to, { kind: "Metadata", name: 1, correlationId: 1, topics, allowAutoTopicCreation }),
      "MetadataResponse",
    );

  test("names live brokers, topics, leaders and ISRs", () => {
    const cluster = new FakeCluster({ brokers: 3 }).start();
    cluster.controller.createTopic("t", 7, [
      [1, 2, 3],
      [2, 3, 1],
    ]);
    cluster.run(600);
    const answer = ask(cluster, null, false, 3);
    expect(answer.brokers.map((one) => one.nodeId)).toEqual([1, 2, 3]);
    expect(answer.topics[0]).toMatchObject({ name: "t", topicId: 7, errorCode: Errors.NONE });
    expect(answer.topics[0]!.partitions[1]).toMatchObject({
      partition: 1,
      leaderId: 2,
      leaderEpoch: 0,
      isr: [2, 3, 1],
    });
  });

  test("a fenced leader is none", () => {
    const cluster = new FakeCluster({ brokers: 2 }).start();
    cluster.controller.createTopic("t", 7, [[2]]);
    cluster.controller.unfences = false;
    cluster.controller.fence(2, true);
    cluster.run(600);
    expect(ask(cluster, ["t"]).topics[0]!.partitions[0]).toMatchObject({
      errorCode: Errors.LEADER_NOT_AVAILABLE,
      leaderId: -1,
      offlineReplicas: [2],
    });
  });

  test("an unknown topic is created when asked for and allowed, once", () => {
    const cluster = new FakeCluster().start();
    expect(ask(cluster, ["new"]).topics[0]!.errorCode).toBe(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    cluster.run(100);
    expect(cluster.controller.admin).toHaveLength(0);
    ask(cluster, ["new"], true);
    ask(cluster, ["new"], true);
    cluster.run(600);
    expect(cluster.controller.admin).toHaveLength(1);
    expect(ask(cluster, ["new"], true).topics[0]).toMatchObject({ errorCode: Errors.NONE, topicId: 1 });
  });

  test("nothing is created where auto.create.topics.enable is false", () => {
    const cluster = new FakeCluster({ config: { autoCreateTopicsEnable: false } }).start();
    ask(cluster, ["new"], true);
    cluster.run(600);
    expect(cluster.controller.admin).toHaveLength(0);
  });
});

describe("DeleteRecords", () => {
  const deleteBelow = (cluster: FakeCluster, offset: number, timeoutMs = 10_000): number =>
    cluster.ask(1, {
      kind: "DeleteRecords",
      name: 1,
      correlationId: 1,
      timeoutMs,
      partitions: [{ topicPartition: tp, offset }],
    });
  const cluster2 = (): FakeCluster => {
    const cluster = new FakeCluster({ brokers: 2 }).start();
    cluster.controller.createTopic("t", 7, [[1, 2]]);
    cluster.run(600);
    cluster.produce(1, tp, -1, batchOf({ count: 5 }));
    cluster.run(20);
    return cluster;
  };

  test("moves the log start and is answered when every replica followed", () => {
    const cluster = cluster2();
    const connection = deleteBelow(cluster, 3);
    expect(cluster.answers.has(connection)).toBe(false);
    cluster.run(2000);
    expect(cluster.answerTo(connection, "DeleteRecordsResponse").partitions[0]).toMatchObject({
      errorCode: Errors.NONE,
      lowWatermark: 3,
    });
    expect(cluster.host(2).state!.replicas.partitions.byKey.get(tp)!.log!.logStartOffset).toBe(3);
    const fetched = cluster.answerTo(cluster.fetch(1, tp, 0), "FetchResponse").partitions[0]!;
    expect(fetched.errorCode).toBe(Errors.OFFSET_OUT_OF_RANGE);
  });

  test("of a partition that is not here is refused, without a low watermark", () => {
    const cluster = cluster2();
    const connection = cluster.ask(1, {
      kind: "DeleteRecords",
      name: 1,
      correlationId: 1,
      timeoutMs: 10_000,
      partitions: [{ topicPartition: topicPartition(7, 9), offset: 1 }],
    });
    expect(cluster.answerTo(connection, "DeleteRecordsResponse").partitions).toEqual([
      { topicPartition: topicPartition(7, 9), errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION, lowWatermark: -1 },
    ]);
  });

  test("-1 means the high watermark; above it is out of range", () => {
    const cluster = cluster2();
    expect(cluster.answerTo(deleteBelow(cluster, 6), "DeleteRecordsResponse").partitions[0]!.errorCode).toBe(
      Errors.OFFSET_OUT_OF_RANGE,
    );
    deleteBelow(cluster, -1);
    expect(cluster.host(1).state!.replicas.partitions.byKey.get(tp)!.log!.logStartOffset).toBe(5);
  });

  test("times out when a live replica does not follow", () => {
    const cluster = cluster2();
    cluster.cut(1, 2);
    const connection = deleteBelow(cluster, 3, 1000);
    cluster.run(1001);
    expect(cluster.answerTo(connection, "DeleteRecordsResponse").partitions[0]!.errorCode).toBe(
      Errors.REQUEST_TIMED_OUT,
    );
  });

  test("ends when leadership moves", () => {
    const cluster = cluster2();
    cluster.cut(1, 2);
    const connection = deleteBelow(cluster, 3);
    cluster.controller.change(tp, { leader: 2 });
    cluster.run(100);
    expect(cluster.answerTo(connection, "DeleteRecordsResponse").partitions[0]!.errorCode).toBe(
      Errors.NOT_LEADER_OR_FOLLOWER,
    );
  });
});
