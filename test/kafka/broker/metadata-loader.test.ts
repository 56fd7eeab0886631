import { describe, expect, test } from "vitest";
import type { Disk } from "../../../src/core/disk.ts";
import { timerKey } from "../../../src/core/timer.ts";
import { checkpointedRecoveryPoint } from "../../../src/kafka/log/checkpoints.ts";
import { ReplicaTimer } from "../../../src/kafka/replica-manager/timers.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { batchOf } from "../log/world.ts";
import { FakeCluster } from "./fake-cluster.ts";

const tp = topicPartition(7, 0);

describe("the metadata log", () => {
  test("nothing reaches the replicas before the whole log and the own registration are replayed", () => {
    const published: number[] = [];
    const led: number[] = [];
    const cluster = new FakeCluster({
      heard: {
        metadataApplied: (_broker, offset) => void published.push(offset),
        becameLeader: (_broker, _tp, leaderEpoch) => void led.push(leaderEpoch),
      },
    });
    // From the life of an earlier process: three leader epochs, one after the other.
    cluster.controller.createTopic("t", 7, [[1]]);
    cluster.controller.change(tp, { leader: 1 });
    cluster.controller.change(tp, { leader: 1 });
    cluster.start();
    const registered = cluster.controller.records.findIndex((one) => one.type === "RegisterBrokerRecord");
    expect(published[0]).toBeGreaterThanOrEqual(registered);
    expect(led).toEqual([2]);
  });

  test("records of one answer are one delta: the last state counts", () => {
    const led: number[] = [];
    const cluster = new FakeCluster({ heard: { becameLeader: (_broker, _tp, epoch) => void led.push(epoch) } }).start();
    cluster.controller.createTopic("t", 7, [[1]]);
    for (let i = 0; i < 3; i++) cluster.controller.change(tp, { leader: 1 });
    cluster.run(600);
    expect(led).toEqual([3]);
  });

  test("a log that ends below what was replayed is read again from its start", () => {
    const cluster = new FakeCluster().start();
    cluster.controller.createTopic("t", 7, [[1]]);
    cluster.run(600);
    const records = cluster.controller.records.splice(0);
    // The topic never was, as far as the log of now knows.
    cluster.controller.records.push(...records.slice(0, 2));
    cluster.run(1500);
    expect(cluster.host(1).state!.loader.image.topicsByName.size).toBe(0);
    expect(cluster.host(1).state!.replicas.partitions.sorted).toHaveLength(0);
    expect(cluster.host(1).state!.loader.nextOffset).toBe(2);
  });

  test("it is polled twice a second while nothing happens, and at most once a second while nobody answers", () => {
    const cluster = new FakeCluster().start();
    const count = (): number => cluster.sent.filter(({ body }) => body.kind === "MetadataFetch").length;
    let before = count();
    cluster.run(10_000);
    expect(count() - before).toBeLessThanOrEqual(21);
    before = count();
    cluster.cut(1, 0);
    cluster.run(30_000);
    expect(count() - before).toBeLessThanOrEqual(16);
  });
});

describe("storage tasks", () => {
  test("a background flush raises the recovery point, which is checkpointed every minute", () => {
    const cluster = new FakeCluster({ topic: { segmentBytes: 300 } }).start();
    cluster.controller.createTopic("t", 7, [[1]]);
    cluster.run(600);
    for (let i = 0; i < 10; i++) cluster.produce(1, tp, 1, batchOf({ sizeInBytes: 150 }));
    cluster.host(1).finishFlushes();
    const { log } = cluster.host(1).state!.replicas.partitions.byKey.get(tp)!;
    expect(log!.recoveryPoint).toBe(log!.active.baseOffset);
    const disk: Disk = cluster.host(1).disks[0]!;
    cluster.run(61_000);
    expect(checkpointedRecoveryPoint(disk, tp)).toBe(log!.recoveryPoint);
  });

  test("retention moves the log start, by size", () => {
    const cluster = new FakeCluster({ topic: { segmentBytes: 300, retentionBytes: 500 } }).start();
    cluster.controller.createTopic("t", 7, [[1]]);
    cluster.run(600);
    for (let i = 0; i < 10; i++) cluster.produce(1, tp, 1, batchOf({ sizeInBytes: 150 }));
    const { log } = cluster.host(1).state!.replicas.partitions.byKey.get(tp)!;
    cluster.run(290_000);
    expect(log!.logStartOffset).toBe(0);
    cluster.run(20_000);
    expect(log!.logStartOffset).toBeGreaterThan(5);
  });

  test("timers have names", () => {
    const cluster = new FakeCluster().start();
    const host = cluster.host(1);
    expect(host.timerName(ReplicaTimer.retention)).toBe("retention");
    expect(host.timerName(timerKey(ReplicaTimer.fetchTimeout, 2))).toBe("fetch-timeout(b2)");
  });
});
