import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { setFirstUndecidedOffset } from "../../../src/kafka/log/partition-log.ts";
import type { FetchPartitionResponse, FetchRequest } from "../../../src/kafka/messages/fetch.ts";
import { latestTimestamp } from "../../../src/kafka/messages/offsets.ts";
import { listOffset } from "../../../src/kafka/replication/offsets.ts";
import { remoteReplicaOf } from "../../../src/kafka/replication/partition.ts";
import { takeOffline } from "../../../src/kafka/replication/registration.ts";
import type { Override } from "../../../src/kafka/rules/rules.ts";
import { batchOf, tp } from "../log/world.ts";
import { type Cluster, fetch, newCluster, nodeOf, partitionOn, tell, write } from "./cluster.ts";
import { led } from "./led-cluster.ts";
import { follower, read, settle } from "./reading.ts";

describe("isolation", () => {
  const bases = (cluster: Cluster, isolationLevel: FetchRequest["isolationLevel"], fetchOffset = 0) =>
    offsetsOf(read(cluster, 1, { fetchOffset }, { isolationLevel }));
  const latest = (cluster: Cluster, isolationLevel: FetchRequest["isolationLevel"], timestamp = latestTimestamp) => {
    const { partition, env } = nodeOf(cluster, 1);
    const asked = { topicPartition: tp, currentLeaderEpoch: -1, timestamp };
    return listOffset(partition, asked, { replicaId: -1, isolationLevel }, env).offset;
  };

  test("with no open transaction both readers see what is committed", () => {
    const cluster = led();
    for (let i = 0; i < 3; i++) write(cluster, 1, batchOf({ timestamp: 1_000_000_000_000 + i }));
    expect(bases(cluster, "read_committed")).toEqual([]);
    settle(cluster);
    for (const level of ["read_committed", "read_uncommitted"] as const) {
      expect(bases(cluster, level)).toEqual([0, 1, 2]);
      expect(latest(cluster, level)).toBe(3);
    }
  });

  test("read_committed is shown nothing from the first undecided record on, until it is decided", () => {
    const cluster = led();
    for (let i = 0; i < 3; i++) write(cluster, 1, batchOf({ timestamp: 1_000_000_000_000 + i }));
    settle(cluster);
    const { log } = partitionOn(cluster, 1);
    setFirstUndecidedOffset(log, 1);
    expect(bases(cluster, "read_committed")).toEqual([0]);
    expect(bases(cluster, "read_committed", 2)).toEqual([]);
    expect(latest(cluster, "read_committed")).toBe(1);
    expect(latest(cluster, "read_committed", 1_000_000_000_001)).toBe(-1);
    expect(bases(cluster, "read_uncommitted")).toEqual([0, 1, 2]);
    expect(latest(cluster, "read_uncommitted")).toBe(3);
    expect(latest(cluster, "read_uncommitted", 1_000_000_000_001)).toBe(1);
    expect(offsetsOf(read(cluster, 1, {}, { ...follower(2), isolationLevel: "read_committed" }))).toEqual([0, 1, 2]);
    setFirstUndecidedOffset(log, -1);
    expect(bases(cluster, "read_committed")).toEqual([0, 1, 2]);
    expect(latest(cluster, "read_committed")).toBe(3);
  });
});

const offsetsOf = (response: FetchPartitionResponse): number[] => response.batches.map((batch) => batch.baseOffset);

describe("the fences (R-2)", () => {
  test.each([
    [0, Errors.FENCED_LEADER_EPOCH],
    [1, Errors.NONE],
    [2, Errors.UNKNOWN_LEADER_EPOCH],
    [-1, Errors.NONE],
  ])("epoch %i at a leader of epoch 1: error %i", (currentLeaderEpoch, errorCode) => {
    const cluster = led();
    expect(read(cluster, 1, { currentLeaderEpoch }).errorCode).toBe(errorCode);
    expect(read(cluster, 1, { currentLeaderEpoch }, follower(2)).errorCode).toBe(errorCode);
  });

  test("tells the leader with a fence, as far as it knows (KIP-951)", () => {
    const cluster = led();
    tell(cluster, 1, { leader: 2, epoch: 3 });
    expect(read(cluster, 1, { currentLeaderEpoch: 1 }).currentLeader).toEqual({ leaderId: 2, leaderEpoch: 3 });
    expect(read(cluster, 1, { currentLeaderEpoch: 3 }, follower(3))).toMatchObject({
      errorCode: Errors.NOT_LEADER_OR_FOLLOWER,
      currentLeader: { leaderId: 2, leaderEpoch: 3 },
    });
  });

  test("refuses an offline replica, and one without a role", () => {
    const cluster = led();
    takeOffline(partitionOn(cluster, 1), nodeOf(cluster, 1).env);
    expect(read(cluster, 1, {}).errorCode).toBe(Errors.KAFKA_STORAGE_ERROR);
    expect(read(newCluster(), 1, {}).errorCode).toBe(Errors.NOT_LEADER_OR_FOLLOWER);
  });
});

describe("followers", () => {
  test("read up to the log end, consumers up to the high watermark (R-6)", () => {
    const cluster = led();
    write(cluster, 1);
    settle(cluster);
    write(cluster, 1);
    expect(offsetsOf(read(cluster, 1, {}, follower(2)))).toEqual([0, 1]);
    expect(offsetsOf(read(cluster, 1, {}))).toEqual([0]);
  });

  test("that the leader does not know get UNKNOWN_LEADER_EPOCH (R-4)", () => {
    const cluster = led();
    expect(read(cluster, 1, {}, follower(9)).errorCode).toBe(Errors.UNKNOWN_LEADER_EPOCH);
    expect(read(cluster, 1, { currentLeaderEpoch: -1 }, follower(9)).errorCode).toBe(Errors.NOT_LEADER_OR_FOLLOWER);
  });

  test("of an older process than the registered one are refused and do not count (R-5, KIP-903)", () => {
    const cluster = led();
    write(cluster, 1);
    expect(read(cluster, 1, { fetchOffset: 1 }, follower(2, 5)).errorCode).toBe(Errors.NOT_LEADER_OR_FOLLOWER);
    expect(remoteReplicaOf(partitionOn(cluster, 1), 2)?.logEndOffset).toBe(-1);
    expect(read(cluster, 1, { fetchOffset: 1 }, follower(2)).errorCode).toBe(Errors.NONE);
    expect(remoteReplicaOf(partitionOn(cluster, 1), 2)?.logEndOffset).toBe(1);
  });

  test("of an older process count while the registered one is fenced (MetadataCache.getAliveBrokerEpoch)", () => {
    const cluster = led();
    write(cluster, 1);
    cluster.alive.unfenced.delete(2);
    expect(read(cluster, 1, { fetchOffset: 1 }, follower(2, 5)).errorCode).toBe(Errors.NONE);
    expect(remoteReplicaOf(partitionOn(cluster, 1), 2)?.logEndOffset).toBe(1);
  });

  test("of an older process are told first that they diverge or are out of range (Partition.fetchRecords)", () => {
    const cluster = led();
    write(cluster, 1);
    const old = follower(2, 5);
    expect(read(cluster, 1, { fetchOffset: 5, lastFetchedEpoch: 1 }, old).divergingEpoch).not.toBeNull();
    expect(read(cluster, 1, { fetchOffset: 5 }, old).errorCode).toBe(Errors.OFFSET_OUT_OF_RANGE);
  });

  test("with a fence count where acknowledgements of other epochs do (R-08), and with no other refusal", () => {
    const countsAll: Override = { name: "R-08", replication: { countsAcknowledgement: () => true } };
    const counted = (currentLeaderEpoch: number, brokerEpoch?: number): number | undefined => {
      const cluster = led({ override: countsAll });
      write(cluster, 1);
      read(cluster, 1, { fetchOffset: 1, currentLeaderEpoch }, follower(2, brokerEpoch));
      return remoteReplicaOf(partitionOn(cluster, 1), 2)?.logEndOffset;
    };
    expect([counted(0), counted(2), counted(1, 5)]).toEqual([1, 1, -1]);
  });

  test("at an offset within a batch count as being at its start (LogSegment.read)", () => {
    const cluster = led();
    write(cluster, 1, batchOf({ count: 3 }));
    read(cluster, 1, { fetchOffset: 2 }, follower(2));
    expect(remoteReplicaOf(partitionOn(cluster, 1), 2)?.logEndOffset).toBe(0);
    read(cluster, 1, { fetchOffset: 3 }, follower(2));
    expect(remoteReplicaOf(partitionOn(cluster, 1), 2)?.logEndOffset).toBe(3);
  });

  test("are told where they diverge, without data, and do not count (R-3, KAFKA-13141)", () => {
    const cluster = led();
    write(cluster, 1);
    settle(cluster);
    tell(cluster, 1, { leader: 1, epoch: 4 });
    write(cluster, 1);
    write(cluster, 1);
    const known = remoteReplicaOf(partitionOn(cluster, 1), 2)?.logEndOffset;
    const response = read(cluster, 1, { currentLeaderEpoch: 4, fetchOffset: 3, lastFetchedEpoch: 2 }, follower(2));
    expect(response.divergingEpoch).toEqual({ epoch: 1, endOffset: 1 });
    expect(response.batches).toEqual([]);
    expect(remoteReplicaOf(partitionOn(cluster, 1), 2)?.logEndOffset).toBe(known);
  });

  test("without the epoch of their last record do not learn that they diverge (E-15)", () => {
    const cluster = led();
    tell(cluster, 1, { leader: 1, epoch: 4 });
    write(cluster, 1);
    expect(read(cluster, 1, { currentLeaderEpoch: 4, fetchOffset: 1 }, follower(2)).divergingEpoch).toBeNull();
    expect(
      read(cluster, 1, { currentLeaderEpoch: 4, fetchOffset: 1, lastFetchedEpoch: 2 }, follower(2)).divergingEpoch,
    ).not.toBeNull();
  });

  test("beyond the end of the leader's own epoch diverge; without epochs they are out of range", () => {
    const cluster = led();
    write(cluster, 1);
    expect(read(cluster, 1, { fetchOffset: 5, lastFetchedEpoch: 1 }, follower(2)).divergingEpoch).toEqual({
      epoch: 1,
      endOffset: 1,
    });
    expect(read(cluster, 1, { fetchOffset: 5 }, follower(2)).errorCode).toBe(Errors.OFFSET_OUT_OF_RANGE);
    expect(read(cluster, 1, { fetchOffset: 1, lastFetchedEpoch: 7 }, follower(2)).errorCode).toBe(
      Errors.OFFSET_OUT_OF_RANGE,
    );
  });
});

describe("consumers", () => {
  test("of a follower are bounded by that follower's high watermark (KIP-392)", () => {
    const cluster = led();
    write(cluster, 1);
    fetch(cluster, 2, 1);
    expect(offsetsOf(read(cluster, 2, {}))).toEqual([]);
    settle(cluster);
    expect(offsetsOf(read(cluster, 2, {}))).toEqual([0]);
  });

  test("get nothing between high watermark and log end, and OFFSET_OUT_OF_RANGE outside the log", () => {
    const cluster = led();
    write(cluster, 1);
    expect(read(cluster, 1, { fetchOffset: 1 })).toMatchObject({ errorCode: Errors.NONE, batches: [] });
    expect(read(cluster, 1, { fetchOffset: 2 }).errorCode).toBe(Errors.OFFSET_OUT_OF_RANGE);
  });

  test("see uncommitted records when the bound is read twice (E-12)", () => {
    const cluster = led({ override: { name: "E-12", replication: { consumerBound: (_highWatermark, end) => end } } });
    write(cluster, 1);
    expect(offsetsOf(read(cluster, 1, {}))).toEqual([0]);
  });

  test("get at least one batch whatever the limit, and nothing without room", () => {
    const cluster = led({ brokers: 1, isr: [1] });
    for (let i = 0; i < 3; i++) write(cluster, 1, batchOf({ count: 10 }));
    expect(offsetsOf(read(cluster, 1, {}, {}, 10))).toEqual([0]);
    expect(offsetsOf(read(cluster, 1, { partitionMaxBytes: 10 }))).toEqual([0]);
    expect(offsetsOf(read(cluster, 1, {}, {}, 0))).toEqual([]);
  });
});
