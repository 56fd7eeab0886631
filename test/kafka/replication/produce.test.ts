import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { isProduceSatisfied } from "../../../src/kafka/replication/produce.ts";
import { setPartitionConfig, stopPartition, takeOffline } from "../../../src/kafka/replication/registration.ts";
import type { Override } from "../../../src/kafka/rules/rules.ts";
import { batchOf } from "../log/world.ts";
import {
  type Cluster,
  type ClusterShape,
  fetch,
  highWatermarkOn,
  idsOn,
  newCluster,
  nodeOf,
  partitionOn,
  tell,
  tellAll,
  write,
} from "./cluster.ts";
import { overrideOf } from "./override-of.ts";

function led(shape: ClusterShape & { isr?: readonly number[] } = {}): Cluster {
  const cluster = newCluster(shape);
  tellAll(cluster, { leader: 1, epoch: 1, isr: shape.isr ?? [1, 2, 3] });
  return cluster;
}

const satisfied = (cluster: Cluster, offset: number): number | "pending" =>
  isProduceSatisfied(partitionOn(cluster, 1), offset, nodeOf(cluster, 1).env);

/** Everybody fetches until all is told. */
function settle(cluster: Cluster): void {
  for (let i = 0; i < 4; i++) for (const id of [2, 3]) fetch(cluster, id, 1);
}

describe("before the append", () => {
  test("refuses unknown acks (P-1)", () => {
    expect(write(led(), 1, batchOf(), 2).errorCode).toBe(Errors.INVALID_REQUIRED_ACKS);
  });

  test("refuses on followers, and on replicas that are gone or offline", () => {
    const cluster = led();
    expect(write(cluster, 2).errorCode).toBe(Errors.NOT_LEADER_OR_FOLLOWER);
    takeOffline(partitionOn(cluster, 1), nodeOf(cluster, 1).env);
    expect(write(cluster, 1).errorCode).toBe(Errors.KAFKA_STORAGE_ERROR);
    stopPartition(partitionOn(cluster, 2), nodeOf(cluster, 2).env);
    expect(write(cluster, 2).errorCode).toBe(Errors.NOT_LEADER_OR_FOLLOWER);
  });

  test("refuses acks=all below min.insync.replicas, and writes nothing (P-2); acks 0 and 1 pass (P-7)", () => {
    const cluster = led({ isr: [1], topic: { minInsyncReplicas: 2 } });
    expect(write(cluster, 1).errorCode).toBe(Errors.NOT_ENOUGH_REPLICAS);
    expect(partitionOn(cluster, 1).log.logEndOffset).toBe(0);
    expect(write(cluster, 1, batchOf(), 1).errorCode).toBe(Errors.NONE);
    expect(write(cluster, 1, batchOf(), 0).baseOffset).toBe(1);
  });

  test("asks for no more replicas than there are (P-6)", () => {
    const cluster = led({ brokers: 1, isr: [1], topic: { minInsyncReplicas: 3 } });
    expect(write(cluster, 1).errorCode).toBe(Errors.NONE);
    expect(satisfied(cluster, 1)).toBe(Errors.NONE);
  });

  test("reports a failed disk once to the broker", () => {
    const cluster = led();
    nodeOf(cluster, 1).disk.healthy = false;
    expect(write(cluster, 1).errorCode).toBe(Errors.KAFKA_STORAGE_ERROR);
    expect(nodeOf(cluster, 1).asked.failedDirs).toBe(1);
  });
});

describe("after the append", () => {
  test("waits until every member of the ISR has it", () => {
    const cluster = led();
    const { lastOffset } = write(cluster, 1, batchOf({ count: 3 }));
    expect(lastOffset).toBe(2);
    fetch(cluster, 2, 1);
    fetch(cluster, 2, 1);
    expect(satisfied(cluster, 3)).toBe("pending");
    settle(cluster);
    expect(satisfied(cluster, 3)).toBe(Errors.NONE);
  });

  test("tells that too few were left, although it is committed (P-3)", () => {
    const cluster = led({ topic: { minInsyncReplicas: 2 } });
    write(cluster, 1);
    settle(cluster);
    tell(cluster, 1, { leader: 1, epoch: 1, isr: [1], partitionEpoch: 20 });
    expect(satisfied(cluster, 1)).toBe(Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND);
  });

  test("ends when leadership is lost, outcome unknown (P-4)", () => {
    const cluster = led();
    write(cluster, 1);
    tell(cluster, 1, { leader: 2, epoch: 2 });
    expect(satisfied(cluster, 1)).toBe(Errors.NOT_LEADER_OR_FOLLOWER);
  });

  test("answers a duplicate with the original offsets, and waits like the original (L-11)", () => {
    const cluster = led();
    const batch = batchOf({ producerId: 7, baseSequence: 0 });
    write(cluster, 1, batch);
    const again = write(cluster, 1, batch);
    expect([again.baseOffset, again.lastOffset, again.duplicate]).toEqual([0, 0, true]);
    expect(satisfied(cluster, 1)).toBe("pending");
  });
});

describe("P-01: a batch sent again because its answer was lost", () => {
  const stored = (override?: Override): number => {
    const cluster = led(override === undefined ? {} : { override });
    const batch = batchOf({ producerId: 7, baseSequence: 0 });
    write(cluster, 1, batch);
    write(cluster, 1, batch);
    return idsOn(cluster, 1).length;
  };

  test("is in the log once today, twice without the memory", () => {
    expect([stored(), stored(overrideOf("P-01"))]).toEqual([1, 2]);
  });
});

describe("the high watermark", () => {
  test("stands still below the minimum, whatever acks (P-8, KAFKA-15583; I-07)", () => {
    const shape = { isr: [1], topic: { minInsyncReplicas: 2 } };
    const cluster = led(shape);
    write(cluster, 1, batchOf(), 1);
    expect(highWatermarkOn(cluster, 1)).toBe(0);
    const before = led({ ...shape, override: { name: "I-07", replication: { mayAdvanceHighWatermark: () => true } } });
    write(before, 1, batchOf(), 1);
    expect(highWatermarkOn(before, 1)).toBe(1);
  });

  test("goes on when min.insync.replicas is lowered", () => {
    const cluster = led({ isr: [1], topic: { minInsyncReplicas: 2 } });
    write(cluster, 1, batchOf(), 1);
    const { partition, env } = nodeOf(cluster, 1);
    setPartitionConfig(partition, { ...partition.config, minInsyncReplicas: 1 }, env);
    expect(highWatermarkOn(cluster, 1)).toBe(1);
  });

  test("waits for a replica that keeps up and may enter the ISR (KAFKA-15021), not for one that lags or is fenced", () => {
    const cluster = led({ brokers: 2, isr: [1] });
    fetch(cluster, 2, 1);
    partitionOn(cluster, 1).pending = null;
    tell(cluster, 1, { leader: 1, epoch: 1, isr: [1], partitionEpoch: 20 });
    write(cluster, 1);
    expect(highWatermarkOn(cluster, 1)).toBe(0);
    cluster.alive.active.delete(2);
    write(cluster, 1);
    expect(highWatermarkOn(cluster, 1)).toBe(2);
  });

  test("reaches followers with the next answer, bounded by their log (R-15, R-35)", () => {
    const cluster = led();
    write(cluster, 1);
    for (const id of [2, 3]) fetch(cluster, id, 1);
    expect([1, 2, 3].map((id) => highWatermarkOn(cluster, id))).toEqual([0, 0, 0]);
    for (const id of [2, 3]) fetch(cluster, id, 1);
    expect(highWatermarkOn(cluster, 1)).toBe(1);
    expect(highWatermarkOn(cluster, 3)).toBe(0);
    for (const id of [2, 3]) fetch(cluster, id, 1);
    expect([1, 2, 3].map((id) => highWatermarkOn(cluster, id))).toEqual([1, 1, 1]);
  });
});
