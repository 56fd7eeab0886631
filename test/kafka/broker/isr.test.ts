import { describe, expect, test } from "vitest";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { FakeCluster } from "./fake-cluster.ts";

const tp = topicPartition(7, 0);
const other = topicPartition(7, 1);

const cluster3 = (): FakeCluster => {
  const cluster = new FakeCluster({ brokers: 3 }).start();
  cluster.controller.createTopic("t", 7, [
    [1, 2, 3],
    [1, 2, 3],
  ]);
  cluster.run(600);
  return cluster;
};

const isrOf = (cluster: FakeCluster, partition = tp): readonly number[] =>
  cluster.controller.image.partitions.get(partition)!.isr;

describe("AlterPartition", () => {
  test("a follower that lags leaves the ISR after 1 to 1.5 times replica.lag.time.max.ms, and comes back", () => {
    const cluster = cluster3();
    cluster.cut(1, 3);
    cluster.produce(1, tp, 1);
    cluster.run(29_000);
    expect(isrOf(cluster)).toEqual([1, 2, 3]);
    cluster.run(16_500);
    expect(isrOf(cluster)).toEqual([1, 2]);
    // Nothing was written to the other partition: whoever is at the log end does not lag.
    expect(isrOf(cluster, other)).toEqual([1, 2, 3]);
    const shrink = cluster.controller.alterPartitions.at(-1)!;
    expect(shrink.partitions[0]).toMatchObject({ topicPartition: tp, leaderEpoch: 0, partitionEpoch: 0 });
    cluster.heal();
    cluster.run(40_000);
    expect(isrOf(cluster)).toEqual([1, 2, 3]);
    const expand = cluster.controller.alterPartitions.at(-1)!;
    const epochs = expand.partitions[0]!.newIsr.map((one) => one.brokerEpoch);
    expect(epochs).toEqual([1, 2, 3].map((id) => cluster.controller.image.brokers.get(id)!.brokerEpoch));
  });

  test("one request in flight carries all proposals, the rest waits for its answer", () => {
    const cluster = cluster3();
    cluster.controller.acceptsIsr = false;
    cluster.cut(1, 3);
    cluster.produce(1, tp, 1);
    cluster.produce(1, other, 1);
    cluster.run(46_000);
    expect(cluster.controller.alterPartitions).toHaveLength(1);
    expect(cluster.controller.alterPartitions[0]!.partitions.map((one) => one.topicPartition)).toEqual([tp, other]);
  });

  test("an unanswered proposal is sent again, unchanged, after the request time-out", () => {
    const cluster = cluster3();
    cluster.controller.acceptsIsr = false;
    cluster.cut(1, 3);
    cluster.produce(1, tp, 1);
    cluster.run(46_000 + 31_000);
    const [first, second] = cluster.controller.alterPartitions;
    expect(second!.partitions).toEqual(first!.partitions);
    expect(second!.name).not.toBe(first!.name);
    cluster.controller.acceptsIsr = true;
    cluster.run(35_000);
    expect(isrOf(cluster)).toEqual([1, 2]);
  });
});
