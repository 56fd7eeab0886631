import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { checkpointedHighWatermark } from "../../../src/kafka/log/checkpoints.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { batchOf } from "../log/world.ts";
import { FakeCluster } from "./fake-cluster.ts";

const tp = topicPartition(7, 0);
const logOf = (cluster: FakeCluster, id: number, partition = tp) =>
  cluster.host(id).state!.replicas.partitions.byKey.get(partition)?.log;

describe("log directories", () => {
  const twoDisks = (): FakeCluster => {
    const cluster = new FakeCluster({ disks: 2 }).start();
    cluster.controller.createTopic("t", 7, [[1], [1], [1], [1]]);
    cluster.run(600);
    return cluster;
  };

  test("new replicas go to the directory with the fewest", () => {
    const cluster = twoDisks();
    const { directories, partitions } = cluster.host(1).state!.replicas;
    expect(directories.map((one) => one.replicas)).toEqual([2, 2]);
    expect(partitions.sorted.map((one) => one.directory!.index)).toEqual([0, 1, 0, 1]);
    expect(new Set(directories.map((one) => one.id)).size).toBe(2);
  });

  test("every directory gets its checkpoints", () => {
    const cluster = twoDisks();
    for (let partition = 0; partition < 4; partition++) {
      expect(cluster.produced(cluster.produce(1, topicPartition(7, partition), -1)).errorCode).toBe(Errors.NONE);
    }
    cluster.run(6000);
    const { disks } = cluster.host(1);
    expect([0, 1, 2, 3].map((one) => checkpointedHighWatermark(disks[one % 2]!, topicPartition(7, one)))).toEqual([
      1, 1, 1, 1,
    ]);
  });

  test("the controller is told once which replicas got one", () => {
    const cluster = twoDisks();
    cluster.run(5000);
    const named = cluster.controller.heartbeats.flatMap(({ newReplicas }) => newReplicas ?? []);
    expect(named).toEqual([0, 1, 2, 3].map((partition) => topicPartition(7, partition)));
  });

  test("a failed directory takes only its replicas offline, and the controller hears of it", () => {
    const cluster = twoDisks();
    cluster.host(1).disks[0]!.healthy = false;
    expect(cluster.produced(cluster.produce(1, tp, 1)).errorCode).toBe(Errors.KAFKA_STORAGE_ERROR);
    expect(cluster.produced(cluster.produce(1, topicPartition(7, 2), 1)).errorCode).toBe(Errors.KAFKA_STORAGE_ERROR);
    expect(cluster.produced(cluster.produce(1, topicPartition(7, 1), 1)).errorCode).toBe(Errors.NONE);
    cluster.run(10);
    const heartbeat = cluster.controller.heartbeats.at(-1)!;
    expect(heartbeat.offlineLogDirs).toEqual([cluster.host(1).state!.replicas.directories[0]!.id]);
    expect(heartbeat.offlineReplicas).toEqual([tp, topicPartition(7, 2)]);
    // New replicas avoid it.
    cluster.controller.createTopic("u", 8, [[1], [1]]);
    cluster.run(600);
    expect(cluster.host(1).state!.replicas.partitions.byKey.get(topicPartition(8, 1))!.directory!.index).toBe(1);
  });

  test("a directory that cannot note where a new replica lies is offline: its next start would delete the true copy", () => {
    const cluster = twoDisks();
    cluster.host(1).disks[1]!.full = true;
    cluster.controller.createTopic("u", 8, [[1]]);
    cluster.run(600);
    expect(cluster.host(1).state!.replicas.directories.map((one) => one.offline)).toEqual([false, true]);
  });

  test("the broker halts when the last directory failed", () => {
    const cluster = twoDisks();
    for (const disk of cluster.host(1).disks) disk.healthy = false;
    cluster.produce(1, tp, 1);
    cluster.produce(1, topicPartition(7, 1), 1);
    expect(cluster.host(1).exitReason).toBe("all log directories failed");
  });

  test("after a restart with one directory gone its replicas are not made anew beside it", () => {
    const cluster = twoDisks();
    cluster.produce(1, tp, 1);
    cluster.crash(1);
    cluster.host(1).disks[0]!.healthy = false;
    cluster.restart(1);
    cluster.run(2000);
    expect(cluster.produced(cluster.produce(1, tp, 1)).errorCode).toBe(Errors.KAFKA_STORAGE_ERROR);
    expect(cluster.produced(cluster.produce(1, topicPartition(7, 1), 1)).errorCode).toBe(Errors.NONE);
    expect(cluster.controller.registrations.at(-1)!.logDirs).toHaveLength(1);
    expect(cluster.controller.heartbeats.at(-1)!.offlineReplicas).toEqual([tp, topicPartition(7, 2)]);
  });

  test("the ids of directories survive restarts, not wipes", () => {
    const cluster = twoDisks();
    cluster.crash(1);
    cluster.restart(1);
    cluster.run(500);
    const [first, second] = cluster.controller.registrations;
    expect(second!.logDirs).toEqual(first!.logDirs);
  });
});

describe("restart", () => {
  test("after a process crash the log is there, and a request before the start is over finds the door closed", () => {
    const cluster = new FakeCluster().start();
    cluster.controller.createTopic("t", 7, [[1]]);
    cluster.run(600);
    cluster.produce(1, tp, 1, batchOf({ count: 5 }));
    cluster.crash(1);
    cluster.restart(1);
    const early = cluster.produce(1, tp, 1);
    expect(cluster.closed.has(early)).toBe(true);
    cluster.run(1000);
    expect(logOf(cluster, 1)!.logEndOffset).toBe(5);
    expect(cluster.produced(cluster.produce(1, tp, 1))).toMatchObject({ errorCode: Errors.NONE, baseOffset: 5 });
  });

  interface Start {
    readonly threads: number;
    readonly disks?: number;
    readonly partitions?: number;
    /** All logs lie in one directory. */
    readonly crowded?: boolean;
    readonly clean?: boolean;
  }

  /** Virtual time until a broker registers again; each log has some twenty segments to look at. */
  function readyAfterMs({ threads, disks = 1, partitions = 1, crowded = false, clean = false }: Start): number {
    const cluster = new FakeCluster({
      disks: crowded ? 1 : disks,
      topic: { segmentBytes: 300 },
      config: { numRecoveryThreadsPerDataDir: threads },
    }).start();
    cluster.controller.createTopic(
      "t",
      7,
      Array.from({ length: partitions }, () => [1]),
    );
    cluster.run(600);
    for (let partition = 0; partition < partitions; partition++)
      for (let i = 0; i < 40; i++) cluster.produce(1, topicPartition(7, partition), 1, batchOf({ sizeInBytes: 150 }));
    if (clean) {
      for (let partition = 0; partition < partitions; partition++)
        cluster.controller.change(topicPartition(7, partition), { leader: -1 });
      cluster.host(1).message(-1, 0, 0, { kind: "ControlledShutdown", name: 1 });
      cluster.run(3000);
      expect(cluster.host(1).exitReason).toBe("controlled shutdown");
    } else cluster.crash(1);
    const startedMs = cluster.clock.nowMs;
    const before = cluster.controller.registrations.length;
    cluster.restart(1);
    while (cluster.controller.registrations.length === before) cluster.run(1);
    return cluster.clock.nowMs - startedMs;
  }

  test("recovery takes longer after an unclean stop, and less with more threads, but for one log", () => {
    const unclean = readyAfterMs({ threads: 1, partitions: 4 });
    expect(readyAfterMs({ threads: 1, partitions: 4, clean: true })).toBeLessThan(unclean / 5);
    expect(readyAfterMs({ threads: 4, partitions: 4 })).toBeLessThan(unclean / 3);
    expect(readyAfterMs({ threads: 4 })).toBe(readyAfterMs({ threads: 1 }));
  });

  test("3 directories of 8 threads are 24 threads, if the logs lie in all three: 24 logs take as long as one", () => {
    const one = readyAfterMs({ threads: 8 });
    expect(readyAfterMs({ threads: 8, disks: 3, partitions: 24 })).toBe(one);
    // The threads of a directory look at its own logs alone.
    expect(readyAfterMs({ threads: 8, disks: 3, partitions: 24, crowded: true })).toBeGreaterThan(2.5 * one);
  });

  test("the high watermark comes back from its checkpoint", () => {
    const cluster = new FakeCluster({ brokers: 2 }).start();
    cluster.controller.createTopic("t", 7, [[1, 2]]);
    cluster.run(600);
    cluster.produce(1, tp, -1, batchOf({ count: 5 }));
    cluster.run(6000);
    cluster.cut(1, 2);
    cluster.crash(1);
    cluster.restart(1);
    cluster.run(50);
    expect(cluster.answerTo(cluster.fetch(1, tp, 0), "FetchResponse").partitions[0]!.highWatermark).toBe(5);
  });

  test("an idle broker writes no checkpoints", () => {
    const cluster = new FakeCluster().start();
    cluster.controller.createTopic("t", 7, [[1]]);
    cluster.run(70_000);
    const disk = cluster.host(1).disks[0]!;
    let writes = 0;
    const write = disk.writeCheckpoint.bind(disk);
    disk.writeCheckpoint = (name, value, durable) => {
      writes++;
      return write(name, value, durable);
    };
    cluster.run(130_000);
    expect(writes).toBe(0);
  });
});

describe("topics", () => {
  test("a deleted topic's logs go; a topic of the same name starts empty", () => {
    const cluster = new FakeCluster({ brokers: 2 }).start();
    cluster.controller.createTopic("t", 7, [[1, 2]]);
    cluster.run(600);
    cluster.produce(1, tp, -1, batchOf({ count: 5 }));
    cluster.run(20);
    cluster.controller.append({ type: "RemoveTopicRecord", topicId: 7 });
    cluster.controller.createTopic("t", 8, [[2, 1]]);
    cluster.run(600);
    const again = topicPartition(8, 0);
    for (const id of [1, 2]) {
      expect(logOf(cluster, id)).toBeUndefined();
      expect(logOf(cluster, id, again)!.logEndOffset).toBe(0);
      expect(
        cluster
          .host(id)
          .disks[0]!.files()
          .some((name) => name.startsWith(`${tp}/`)),
      ).toBe(false);
    }
    expect(cluster.produced(cluster.produce(2, again, 1)).errorCode).toBe(Errors.NONE);
    expect(cluster.produced(cluster.produce(1, tp, 1)).errorCode).toBe(Errors.UNKNOWN_TOPIC_ID);
  });

  test("a broker that was down while the topic was re-created drops the old log (E-14)", () => {
    const cluster = new FakeCluster({ brokers: 2 }).start();
    cluster.controller.createTopic("t", 7, [[1, 2]]);
    cluster.run(600);
    cluster.produce(1, tp, -1, batchOf({ count: 5 }));
    cluster.run(20);
    cluster.crash(2);
    cluster.controller.append({ type: "RemoveTopicRecord", topicId: 7 });
    cluster.controller.createTopic("t", 8, [[1, 2]]);
    cluster.run(600);
    cluster.restart(2);
    cluster.run(2000);
    expect(logOf(cluster, 2)).toBeUndefined();
    expect(logOf(cluster, 2, topicPartition(8, 0))!.logEndOffset).toBe(0);
  });

  test("a replica that was reassigned away goes, a new one is filled", () => {
    const cluster = new FakeCluster({ brokers: 3 }).start();
    cluster.controller.createTopic("t", 7, [[1, 2]]);
    cluster.run(600);
    cluster.produce(1, tp, -1, batchOf({ count: 5 }));
    cluster.run(20);
    cluster.controller.change(tp, { replicas: [1, 2, 3], addingReplicas: [3] });
    cluster.run(2000);
    expect(logOf(cluster, 3)!.logEndOffset).toBe(5);
    expect(cluster.controller.image.partitions.get(tp)!.isr).toEqual([1, 2, 3]);
    cluster.controller.change(tp, { replicas: [1, 3], isr: [1, 3], addingReplicas: [] });
    cluster.run(1000);
    expect(logOf(cluster, 2)).toBeUndefined();
  });

  test("a change of min.insync.replicas takes effect at once", () => {
    const cluster = new FakeCluster({ brokers: 2 }).start();
    cluster.controller.createTopic("t", 7, [[1, 2]]);
    cluster.run(600);
    cluster.cut(1, 2);
    // Longer than the lag time: a follower that is caught up holds the high watermark back (KAFKA-15021).
    cluster.run(31_000);
    cluster.controller.change(tp, { isr: [1] });
    cluster.run(600);
    expect(cluster.produced(cluster.produce(1, tp, -1)).errorCode).toBe(Errors.NONE);
    cluster.controller.append({ type: "ConfigRecord", topicId: 7, name: "min.insync.replicas", value: "2" });
    cluster.run(600);
    expect(cluster.produced(cluster.produce(1, tp, -1)).errorCode).toBe(Errors.NOT_ENOUGH_REPLICAS);
  });

  test("partitions added later are led and followed", () => {
    const cluster = new FakeCluster({ brokers: 2 }).start();
    cluster.controller.createTopic("t", 7, [[1, 2]]);
    cluster.run(600);
    cluster.controller.addPartition(topicPartition(7, 1), [2, 1]);
    cluster.run(600);
    const connection = cluster.produce(2, topicPartition(7, 1), -1);
    cluster.run(20);
    expect(cluster.produced(connection).errorCode).toBe(Errors.NONE);
  });
});
