import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { batchOf } from "../log/world.ts";
import { FakeCluster } from "./fake-cluster.ts";

const tp = topicPartition(7, 0);

const oneBroker = (): FakeCluster => {
  const cluster = new FakeCluster().start();
  cluster.controller.createTopic("t", 7, [[1]]);
  cluster.run(600);
  return cluster;
};

const threeBrokers = (minInsyncReplicas = 1): FakeCluster => {
  const cluster = new FakeCluster({ brokers: 3, topic: { minInsyncReplicas } }).start();
  cluster.controller.createTopic("t", 7, [[1, 2, 3]]);
  cluster.run(600);
  return cluster;
};

describe("produce", () => {
  test("acks=1 is answered after the append, and what was appended is fetched", () => {
    const cluster = oneBroker();
    const batch = batchOf({ count: 3 });
    expect(cluster.produced(cluster.produce(1, tp, 1, batch))).toMatchObject({ errorCode: Errors.NONE, baseOffset: 0 });
    expect(cluster.produced(cluster.produce(1, tp, 1))).toMatchObject({ errorCode: Errors.NONE, baseOffset: 3 });
    const fetched = cluster.answerTo(cluster.fetch(1, tp, 0), "FetchResponse").partitions[0]!;
    expect(fetched.highWatermark).toBe(4);
    expect(fetched.batches.map((one) => one.baseOffset)).toEqual([0, 3]);
    expect(fetched.batches[0]!.records).toBe(batch.records);
  });

  test("acks=all waits for the followers, then is answered within a fetch round trip or two", () => {
    const cluster = threeBrokers(2);
    const connection = cluster.produce(1, tp, -1);
    expect(cluster.answers.has(connection)).toBe(false);
    cluster.run(10);
    expect(cluster.produced(connection)).toMatchObject({ errorCode: Errors.NONE, baseOffset: 0 });
    for (const id of [2, 3])
      expect(cluster.host(id).state!.replicas.partitions.byKey.get(tp)!.log!.logEndOffset).toBe(1);
  });

  test("acks=1 does not wait, and consumers see nothing before the high watermark", () => {
    const cluster = threeBrokers();
    expect(cluster.produced(cluster.produce(1, tp, 1)).errorCode).toBe(Errors.NONE);
    expect(cluster.answerTo(cluster.fetch(1, tp, 0), "FetchResponse").partitions[0]!.batches).toHaveLength(0);
    cluster.run(10);
    expect(cluster.answerTo(cluster.fetch(1, tp, 0), "FetchResponse").partitions[0]!.batches).toHaveLength(1);
  });

  test("acks=0 is never answered; an error closes the connection", () => {
    const cluster = oneBroker();
    const fine = cluster.produce(1, tp, 0);
    const wrong = cluster.produce(1, topicPartition(99, 0), 0);
    cluster.run(10);
    expect(cluster.answers.has(fine) || cluster.answers.has(wrong)).toBe(false);
    expect(cluster.closed.has(fine)).toBe(false);
    expect(cluster.closed.has(wrong)).toBe(true);
    expect(cluster.host(1).state!.replicas.partitions.byKey.get(tp)!.log!.logEndOffset).toBe(1);
  });

  test("other acks are refused", () => {
    const cluster = oneBroker();
    expect(cluster.produced(cluster.produce(1, tp, 2)).errorCode).toBe(Errors.INVALID_REQUIRED_ACKS);
  });

  test("a follower names the leader; an unknown topic id is refused", () => {
    const cluster = threeBrokers();
    expect(cluster.produced(cluster.produce(2, tp, 1))).toMatchObject({
      errorCode: Errors.NOT_LEADER_OR_FOLLOWER,
      currentLeader: { leaderId: 1, leaderEpoch: 0 },
    });
    expect(cluster.produced(cluster.produce(1, topicPartition(99, 0), 1)).errorCode).toBe(Errors.UNKNOWN_TOPIC_ID);
    expect(cluster.produced(cluster.produce(1, topicPartition(7, 5), 1)).errorCode).toBe(
      Errors.UNKNOWN_TOPIC_OR_PARTITION,
    );
  });

  test("of a topic that was made anew is refused by the old id (KIP-516), and appended by the name", () => {
    const cluster = oneBroker();
    cluster.controller.append({ type: "RemoveTopicRecord", topicId: 7 });
    cluster.controller.createTopic("t", 8, [[1]]);
    cluster.run(600);
    expect(cluster.produced(cluster.produce(1, tp, 1)).errorCode).toBe(Errors.UNKNOWN_TOPIC_ID);
    const byName = (name: string) => cluster.produced(cluster.produce(1, tp, 1, batchOf(), 1000, [name]));
    expect(byName("t")).toMatchObject({ errorCode: Errors.NONE, topicPartition: topicPartition(8, 0), baseOffset: 0 });
    expect(byName("u")).toMatchObject({ errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION, topicPartition: tp });
  });

  test("with too small an ISR acks=all is refused before the append, acks=1 is not", () => {
    const cluster = threeBrokers(2);
    cluster.controller.change(tp, { isr: [1] });
    cluster.run(600);
    // Followers would come back at once.
    cluster.cut(1, 2);
    cluster.cut(1, 3);
    cluster.controller.change(tp, { isr: [1] });
    cluster.run(600);
    expect(cluster.produced(cluster.produce(1, tp, -1)).errorCode).toBe(Errors.NOT_ENOUGH_REPLICAS);
    expect(cluster.host(1).state!.replicas.partitions.byKey.get(tp)!.log!.logEndOffset).toBe(0);
    expect(cluster.produced(cluster.produce(1, tp, 1)).errorCode).toBe(Errors.NONE);
  });

  test("one request with a good and a bad partition waits for the good one and answers both", () => {
    const cluster = threeBrokers();
    const connection = cluster.ask(1, {
      kind: "Produce",
      name: 1,
      correlationId: 1,
      acks: -1,
      timeoutMs: 1000,
      partitions: [
        { topicPartition: topicPartition(99, 0), batch: batchOf() },
        { topicPartition: tp, batch: batchOf() },
      ],
      topicNames: null,
    });
    cluster.run(10);
    const answer = cluster.answerTo(connection, "ProduceResponse");
    expect(answer.partitions.map((one) => one.errorCode)).toEqual([Errors.UNKNOWN_TOPIC_ID, Errors.NONE]);
  });

  test("a duplicate waits for the high watermark like the original and gets its offset", () => {
    const cluster = threeBrokers();
    cluster.cut(1, 2);
    const batch = batchOf({ producerId: 5, baseSequence: 0 });
    const first = cluster.produce(1, tp, -1, batch);
    const second = cluster.produce(1, tp, -1, batch);
    cluster.run(10);
    expect(cluster.answers.has(first) || cluster.answers.has(second)).toBe(false);
    cluster.heal();
    cluster.run(40_000);
    expect(cluster.host(1).state!.replicas.partitions.byKey.get(tp)!.log!.logEndOffset).toBe(1);
    expect([first, second].map((one) => cluster.produced(one).errorCode)).toEqual([
      Errors.REQUEST_TIMED_OUT,
      Errors.REQUEST_TIMED_OUT,
    ]);
    const third = cluster.produce(1, tp, -1, batch);
    cluster.run(10);
    expect(cluster.produced(third)).toMatchObject({ errorCode: Errors.NONE, baseOffset: 0 });
  });
});

describe("a delayed produce", () => {
  test("times out with an unknown outcome when followers do not fetch", () => {
    const cluster = threeBrokers();
    cluster.cut(1, 2);
    const connection = cluster.produce(1, tp, -1, batchOf(), 1500);
    cluster.run(1499);
    expect(cluster.answers.has(connection)).toBe(false);
    cluster.run(2);
    expect(cluster.produced(connection)).toMatchObject({ errorCode: Errors.REQUEST_TIMED_OUT, baseOffset: 0 });
    expect(cluster.host(1).state!.replicas.delayedProduces.size).toBe(0);
  });

  test("ends with NOT_LEADER_OR_FOLLOWER when another leader is elected", () => {
    const cluster = threeBrokers();
    cluster.cut(1, 2);
    cluster.cut(1, 3);
    const connection = cluster.produce(1, tp, -1);
    cluster.controller.change(tp, { leader: 2, isr: [2, 3] });
    cluster.run(50);
    expect(cluster.produced(connection)).toMatchObject({
      errorCode: Errors.NOT_LEADER_OR_FOLLOWER,
      currentLeader: { leaderId: 2, leaderEpoch: 1 },
    });
  });

  test("ends with UNKNOWN_TOPIC_ID when the topic is deleted", () => {
    const cluster = threeBrokers();
    cluster.cut(1, 2);
    cluster.cut(1, 3);
    const connection = cluster.produce(1, tp, -1);
    cluster.controller.append({ type: "RemoveTopicRecord", topicId: 7 });
    cluster.run(50);
    expect(cluster.produced(connection).errorCode).toBe(Errors.UNKNOWN_TOPIC_ID);
    expect(cluster.host(1).state!.replicas.partitions.byKey.size).toBe(0);
  });

  test("completes when the ISR shrinks to those who have the record", () => {
    const cluster = threeBrokers(2);
    cluster.cut(1, 3);
    const connection = cluster.produce(1, tp, -1, batchOf(), 120_000);
    cluster.run(5000);
    expect(cluster.answers.has(connection)).toBe(false);
    cluster.run(42_000);
    expect(cluster.produced(connection).errorCode).toBe(Errors.NONE);
    expect(cluster.controller.image.partitions.get(tp)!.isr).toEqual([1, 2]);
  });
});

describe("producer ids", () => {
  test("come in blocks; without one the client asks again", () => {
    const cluster = oneBroker();
    const ask = () =>
      cluster.ask(1, { kind: "InitProducerId", name: 1, correlationId: 1, producerId: -1, producerEpoch: -1 });
    const early = cluster.answerTo(ask(), "InitProducerIdResponse");
    expect(early).toMatchObject({ errorCode: Errors.COORDINATOR_LOAD_IN_PROGRESS, producerId: -1 });
    cluster.run(10);
    const ids = Array.from({ length: 1200 }, () => {
      const answer = cluster.answerTo(ask(), "InitProducerIdResponse");
      cluster.run(3);
      expect(answer.errorCode).toBe(Errors.NONE);
      return answer.producerId;
    });
    expect(new Set(ids).size).toBe(1200);
    expect(cluster.controller.allocations).toBe(2);
  });
});
