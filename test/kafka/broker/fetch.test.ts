import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { setFirstUndecidedOffset } from "../../../src/kafka/log/partition-log.ts";
import { type TopicPartition, topicPartition } from "../../../src/kafka/topic-partition.ts";
import { batchOf } from "../log/world.ts";
import { FakeCluster } from "./fake-cluster.ts";

const tp = topicPartition(7, 0);

const cluster3 = (): FakeCluster => {
  const cluster = new FakeCluster({ brokers: 3 }).start();
  cluster.controller.createTopic("t", 7, [[1, 2, 3]]);
  cluster.run(600);
  return cluster;
};

describe("a delayed fetch", () => {
  test("is answered when the high watermark brings data, not before", () => {
    const cluster = cluster3();
    const connection = cluster.fetch(1, tp, 0, 500);
    cluster.run(100);
    expect(cluster.answers.has(connection)).toBe(false);
    cluster.produce(1, tp, 1);
    expect(cluster.answers.has(connection)).toBe(false);
    cluster.run(10);
    expect(cluster.answerTo(connection, "FetchResponse").partitions[0]!.batches).toHaveLength(1);
    expect(cluster.host(1).state!.replicas.parkedFetches.size).toBe(2);
  });

  test("with read_committed waits for what is decided", () => {
    const cluster = cluster3();
    cluster.produce(1, tp, -1);
    cluster.run(20);
    setFirstUndecidedOffset(cluster.host(1).state!.replicas.partitions.byKey.get(tp)!.log!, 0);
    const committed = cluster.fetch(1, tp, 0, 500, 1, "read_committed");
    const uncommitted = cluster.fetch(1, tp, 0, 500);
    expect(cluster.answers.has(committed)).toBe(false);
    expect(cluster.answerTo(uncommitted, "FetchResponse").partitions[0]!.batches).toHaveLength(1);
    cluster.run(500);
    expect(cluster.answerTo(committed, "FetchResponse").partitions.flatMap(({ batches }) => batches)).toEqual([]);
  });

  test("is answered empty when fetch.max.wait.ms is over", () => {
    const cluster = cluster3();
    const connection = cluster.fetch(1, tp, 0, 500);
    cluster.run(499);
    expect(cluster.answers.has(connection)).toBe(false);
    cluster.run(1);
    expect(cluster.answerTo(connection, "FetchResponse").errorCode).toBe(Errors.NONE);
  });

  test("waits for fetch.min.bytes", () => {
    const cluster = cluster3();
    const connection = cluster.fetch(1, tp, 0, 5000, 400);
    cluster.produce(1, tp, 1, batchOf({ sizeInBytes: 100 }));
    cluster.run(20);
    expect(cluster.answers.has(connection)).toBe(false);
    cluster.produce(1, tp, 1, batchOf({ sizeInBytes: 300 }));
    cluster.run(20);
    expect(cluster.answerTo(connection, "FetchResponse").partitions[0]!.batches).toHaveLength(2);
  });

  test("is answered at once when leadership moves away", () => {
    const cluster = cluster3();
    const connection = cluster.ask(1, {
      kind: "Fetch",
      name: 1,
      correlationId: 1,
      replicaId: -1,
      replicaEpoch: -1,
      isolationLevel: "read_uncommitted",
      maxWaitMs: 5000,
      minBytes: 1,
      maxBytes: 1000,
      sessionId: 0,
      sessionEpoch: -1,
      partitions: [
        {
          topicPartition: tp,
          currentLeaderEpoch: 0,
          fetchOffset: 0,
          lastFetchedEpoch: -1,
          logStartOffset: -1,
          partitionMaxBytes: 1000,
        },
      ],
      forgotten: [],
      rackId: "",
    });
    cluster.controller.change(tp, { leader: 2 });
    cluster.run(20);
    expect(cluster.answerTo(connection, "FetchResponse").partitions[0]!.errorCode).toBe(Errors.FENCED_LEADER_EPOCH);
  });

  test("a broker without a replica names the leader that it knows, and nobody for a partition that it does not (KIP-951)", () => {
    const cluster = cluster3();
    cluster.controller.createTopic("elsewhere", 8, [[1, 2]]);
    cluster.run(600);
    const refused = (asked: TopicPartition) => {
      const { errorCode, currentLeader } = cluster.answerTo(cluster.fetch(3, asked, 0, 0), "FetchResponse")
        .partitions[0]!;
      return { errorCode, currentLeader };
    };
    expect(refused(topicPartition(8, 0))).toEqual({
      errorCode: Errors.NOT_LEADER_OR_FOLLOWER,
      currentLeader: { leaderId: 1, leaderEpoch: 0 },
    });
    expect(refused(topicPartition(99, 0))).toEqual({ errorCode: Errors.UNKNOWN_TOPIC_ID, currentLeader: null });
  });

  test("an offset out of range is refused at once", () => {
    const cluster = cluster3();
    const answer = cluster.answerTo(cluster.fetch(1, tp, 99, 500), "FetchResponse");
    expect(answer.partitions[0]!.errorCode).toBe(Errors.OFFSET_OUT_OF_RANGE);
  });
});

describe("follower fetching", () => {
  test("an idle cluster fetches twice a second for each pair", () => {
    const cluster = cluster3();
    const before = cluster.sent.length;
    cluster.run(10_000);
    const fetches = cluster.sent.slice(before).filter(({ body }) => body.kind === "Fetch");
    expect(fetches.length).toBeGreaterThanOrEqual(36);
    expect(fetches.length).toBeLessThanOrEqual(42);
    expect(fetches.every(({ body }) => body.kind === "Fetch" && body.partitions.length === 0)).toBe(true);
  });

  test("a follower survives a silent leader: it times out, closes, and starts a new session", () => {
    const cluster = cluster3();
    cluster.cut(1, 2);
    cluster.run(31_000);
    cluster.heal();
    cluster.run(40_000);
    cluster.produce(1, tp, 1);
    cluster.run(20);
    expect(cluster.host(2).state!.replicas.partitions.byKey.get(tp)!.log!.logEndOffset).toBe(1);
  });

  test("a new leader is followed from its first epoch on", () => {
    const cluster = cluster3();
    cluster.produce(1, tp, -1);
    cluster.run(20);
    cluster.controller.change(tp, { leader: 3 });
    cluster.run(20);
    cluster.produce(3, tp, -1);
    cluster.run(1500);
    for (const id of [1, 2, 3]) {
      const { log, partition } = cluster.host(id).state!.replicas.partitions.byKey.get(tp)!;
      expect(log!.logEndOffset).toBe(2);
      expect(partition!.leaderEpoch).toBe(1);
      expect(partition!.role).toBe(id === 3 ? "leader" : "follower");
    }
    expect(cluster.host(3).state!.replicas.fetchers.byLeader.size).toBe(0);
  });

  test("a follower whose leader crashed goes on when it is back", () => {
    const cluster = cluster3();
    cluster.crash(1);
    cluster.run(5000);
    cluster.restart(1);
    cluster.run(2000);
    expect(cluster.produced(cluster.produce(1, tp, 1)).errorCode).toBe(Errors.NONE);
    cluster.run(1500);
    expect(cluster.host(2).state!.replicas.partitions.byKey.get(tp)!.log!.logEndOffset).toBe(1);
  });
});

describe("look-ups", () => {
  test("ListOffsets: earliest, latest for consumers, unknown partition", () => {
    const cluster = cluster3();
    cluster.produce(1, tp, -1, batchOf({ count: 4 }));
    cluster.run(20);
    const list = (topicPartition: number, timestamp: number) =>
      cluster.answerTo(
        cluster.ask(1, {
          kind: "ListOffsets",
          name: 1,
          correlationId: 1,
          replicaId: -1,
          isolationLevel: "read_uncommitted",
          partitions: [{ topicPartition, currentLeaderEpoch: -1, timestamp }],
        }),
        "ListOffsetsResponse",
      ).partitions[0]!;
    expect(list(tp, -2)).toMatchObject({ errorCode: Errors.NONE, offset: 0 });
    expect(list(tp, -1)).toMatchObject({ errorCode: Errors.NONE, offset: 4 });
    expect(list(topicPartition(8, 0), -1).errorCode).toBe(Errors.UNKNOWN_TOPIC_ID);
  });

  test("OffsetForLeaderEpoch: the end of an epoch, fenced", () => {
    const cluster = cluster3();
    cluster.produce(1, tp, -1, batchOf({ count: 4 }));
    cluster.run(20);
    const lookUp = (currentLeaderEpoch: number) =>
      cluster.answerTo(
        cluster.ask(1, {
          kind: "OffsetForLeaderEpoch",
          name: 1,
          correlationId: 1,
          replicaId: -1,
          partitions: [{ topicPartition: tp, currentLeaderEpoch, leaderEpoch: 0 }],
        }),
        "OffsetForLeaderEpochResponse",
      ).partitions[0]!;
    expect(lookUp(0)).toMatchObject({ errorCode: Errors.NONE, leaderEpoch: 0, endOffset: 4 });
    expect(lookUp(3).errorCode).toBe(Errors.UNKNOWN_LEADER_EPOCH);
  });
});
