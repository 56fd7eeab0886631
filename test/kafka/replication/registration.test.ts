import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { deleteRecords, lowWatermark } from "../../../src/kafka/replication/delete-records.ts";
import { endOffsetForLeaderEpoch, listOffset } from "../../../src/kafka/replication/offsets.ts";
import { takeOffline } from "../../../src/kafka/replication/registration.ts";
import { ladder } from "../../../src/kafka/rules/ladder.ts";
import type { Override } from "../../../src/kafka/rules/rules.ts";
import { batchOf, tp } from "../log/world.ts";
import { type Cluster, fetch, newCluster, nodeOf, partitionOn, tell, tellAll, write } from "./cluster.ts";

const offset = (cluster: Cluster, broker: number, timestamp: number, replicaId = -1, currentLeaderEpoch = -1) =>
  listOffset(
    nodeOf(cluster, broker).partition,
    { topicPartition: tp, currentLeaderEpoch, timestamp },
    { replicaId, isolationLevel: "read_uncommitted" },
    nodeOf(cluster, broker).env,
  );

function settled(records: number, override?: Override): Cluster {
  const cluster = newCluster(override === undefined ? {} : { override });
  tellAll(cluster, { leader: 1, epoch: 1 });
  for (let i = 0; i < records; i++) write(cluster, 1, batchOf({ timestamp: 1_000_000_000_000 + i }));
  for (let i = 0; i < 4; i++) for (const id of [2, 3]) fetch(cluster, id, 1);
  return cluster;
}

describe("roles (R-10, R-30)", () => {
  test("begin anew at each leader epoch, also of the same leader", () => {
    const cluster = newCluster();
    expect(tell(cluster, 1, { leader: 1, epoch: 1 })).toBe("new-leader");
    expect(tell(cluster, 1, { leader: 1, epoch: 1, partitionEpoch: 11 })).toBe("leader");
    expect(tell(cluster, 1, { leader: 1, epoch: 2 })).toBe("new-leader");
    expect(tell(cluster, 2, { leader: 1, epoch: 1 })).toBe("new-follower");
    expect(tell(cluster, 2, { leader: 1, epoch: 1, partitionEpoch: 11 })).toBe("follower");
    expect(tell(cluster, 2, { leader: 1, epoch: 2 })).toBe("new-follower");
    expect(tell(cluster, 2, { leader: -1, epoch: 3 })).toBe("new-follower");
  });

  test("ignore older registrations, and everything once offline", () => {
    const cluster = newCluster();
    tell(cluster, 1, { leader: 1, epoch: 2 });
    expect(tell(cluster, 1, { leader: 2, epoch: 1 })).toBe("stale");
    expect(partitionOn(cluster, 1).role).toBe("leader");
    takeOffline(partitionOn(cluster, 1), nodeOf(cluster, 1).env);
    expect(tell(cluster, 1, { leader: 1, epoch: 3 })).toBe("stale");
  });

  test("of a leader record its epoch at once (KAFKA-7415)", () => {
    const cluster = settled(2);
    tell(cluster, 2, { leader: 2, epoch: 5 });
    expect(partitionOn(cluster, 2).log.latestEpoch).toBe(5);
    expect(partitionOn(cluster, 2).leaderEpochStartOffset).toBe(2);
  });

  test("keep what is known of followers, though another broker may have led between (Partition.makeLeader)", () => {
    const ends = (epoch: number, override?: Override): number[] => {
      const cluster = settled(2, override);
      tell(cluster, 1, { leader: 1, epoch });
      return partitionOn(cluster, 1).remotes.map((remote) => remote.logEndOffset);
    };
    const mended = ladder.at(-1)!;
    expect([ends(2), ends(3)]).toEqual([
      [2, 2],
      [2, 2],
    ]);
    expect([ends(2, mended), ends(3, mended)]).toEqual([
      [2, 2],
      [-1, -1],
    ]);
  });

  test("of a broker that did not lead forget them", () => {
    const cluster = settled(2);
    tell(cluster, 1, { leader: 2, epoch: 2 });
    tell(cluster, 1, { leader: 1, epoch: 3 });
    expect(partitionOn(cluster, 1).remotes.map((remote) => remote.logEndOffset)).toEqual([-1, -1]);
  });

  test("take replicas that were added, and drop those removed (R-50)", () => {
    const cluster = newCluster();
    tell(cluster, 1, { leader: 1, epoch: 1, replicas: [1, 2], isr: [1, 2] });
    tell(cluster, 1, { leader: 1, epoch: 1, replicas: [1, 2, 3], isr: [1, 2], partitionEpoch: 11 });
    expect(partitionOn(cluster, 1).remotes.map((remote) => remote.brokerId)).toEqual([2, 3]);
    tell(cluster, 1, { leader: 1, epoch: 1, replicas: [1, 3], isr: [1, 3], partitionEpoch: 12 });
    expect(partitionOn(cluster, 1).remotes.map((remote) => remote.brokerId)).toEqual([3]);
    expect(partitionOn(cluster, 1).maximalIsr).toEqual([1, 3]);
  });

  test("hear of an ISR of one: the high watermark goes to the end", () => {
    const cluster = newCluster({ brokers: 2 });
    tell(cluster, 1, { leader: 1, epoch: 1 });
    write(cluster, 1);
    tell(cluster, 1, { leader: 1, epoch: 1, isr: [1], partitionEpoch: 11 });
    expect(partitionOn(cluster, 1).log.highWatermark).toBe(1);
  });
});

describe("ListOffsets", () => {
  test("answers earliest, latest and by time", () => {
    const cluster = settled(3);
    write(cluster, 1, batchOf({ timestamp: 1_000_000_000_009 }));
    expect(offset(cluster, 1, -2).offset).toBe(0);
    expect(offset(cluster, 1, -1).offset).toBe(3);
    expect(offset(cluster, 1, -1, 2).offset).toBe(4);
    expect(offset(cluster, 1, 1_000_000_000_002)).toMatchObject({
      offset: 2,
      timestamp: 1_000_000_000_002,
      leaderEpoch: 1,
    });
    expect(offset(cluster, 1, 1_000_000_000_009).offset).toBe(-1);
  });

  test("does not tell a latest offset before the high watermark has reached the leader's epoch (R-16)", () => {
    const cluster = settled(3);
    write(cluster, 1, batchOf({ timestamp: 1_000_000_000_009 }));
    for (const id of [2, 3]) fetch(cluster, id, 1);
    tell(cluster, 2, { leader: 2, epoch: 2 });
    expect(offset(cluster, 2, -1).errorCode).toBe(Errors.OFFSET_NOT_AVAILABLE);
    expect(offset(cluster, 2, 1_000_000_000_009).errorCode).toBe(Errors.OFFSET_NOT_AVAILABLE);
    expect(offset(cluster, 2, -2).offset).toBe(0);
    expect(offset(cluster, 2, -1, 3).offset).toBe(4);
  });

  test("of a time is the append time where that is kept", () => {
    const cluster = newCluster({ topic: { messageTimestampType: "LogAppendTime" } });
    tellAll(cluster, { leader: 1, epoch: 1, isr: [1] });
    write(cluster, 1, batchOf({ timestamp: 5 }));
    const appendedMs = nodeOf(cluster, 1).env.wallClockMs();
    expect(offset(cluster, 1, appendedMs)).toMatchObject({ offset: 0, timestamp: appendedMs });
    expect(offset(cluster, 1, appendedMs + 1).offset).toBe(-1);
  });

  test("is fenced, and answered by the leader alone", () => {
    const cluster = settled(1);
    expect(offset(cluster, 1, -1, -1, 0).errorCode).toBe(Errors.FENCED_LEADER_EPOCH);
    expect(offset(cluster, 1, -1, -1, 2).errorCode).toBe(Errors.UNKNOWN_LEADER_EPOCH);
    expect(offset(cluster, 2, -1).errorCode).toBe(Errors.NOT_LEADER_OR_FOLLOWER);
  });
});

describe("OffsetForLeaderEpoch", () => {
  const end = (cluster: Cluster, leaderEpoch: number, currentLeaderEpoch = 7) => {
    const { partition, env } = nodeOf(cluster, 1);
    return endOffsetForLeaderEpoch(partition, { topicPartition: tp, currentLeaderEpoch, leaderEpoch }, env);
  };

  test("tells the largest epoch not above the one asked for, and its end", () => {
    const cluster = settled(2);
    tell(cluster, 1, { leader: 1, epoch: 7 });
    write(cluster, 1);
    expect(end(cluster, 1)).toMatchObject({ errorCode: Errors.NONE, leaderEpoch: 1, endOffset: 2 });
    expect(end(cluster, 4)).toMatchObject({ leaderEpoch: 1, endOffset: 2 });
    expect(end(cluster, 7)).toMatchObject({ leaderEpoch: 7, endOffset: 3 });
    expect(end(cluster, 8)).toMatchObject({ leaderEpoch: -1, endOffset: -1 });
    expect(end(cluster, 1, 6).errorCode).toBe(Errors.FENCED_LEADER_EPOCH);
    expect(end(cluster, 1, 8).errorCode).toBe(Errors.UNKNOWN_LEADER_EPOCH);
  });
});

describe("DeleteRecords", () => {
  const remove = (cluster: Cluster, at: number) => deleteRecords(partitionOn(cluster, 1), at, nodeOf(cluster, 1).env);

  test("moves the log start, and waits for the low watermark of the living", () => {
    const cluster = settled(3);
    expect(remove(cluster, 2)).toEqual({ errorCode: Errors.NONE, requiredOffset: 2 });
    const low = () => lowWatermark(partitionOn(cluster, 1), nodeOf(cluster, 1).env);
    expect(low()).toBe(0);
    for (let i = 0; i < 2; i++) fetch(cluster, 2, 1);
    expect(low()).toBe(0);
    cluster.alive.unfenced.delete(3);
    expect(low()).toBe(2);
    expect(remove(cluster, -1).requiredOffset).toBe(3);
  });

  test("refuses what is not committed, on followers, and where nothing is deleted", () => {
    const cluster = settled(1);
    expect(remove(cluster, 2).errorCode).toBe(Errors.OFFSET_OUT_OF_RANGE);
    expect(remove(cluster, -2).errorCode).toBe(Errors.OFFSET_OUT_OF_RANGE);
    const follower = nodeOf(cluster, 2);
    expect(deleteRecords(follower.partition, 1, follower.env).errorCode).toBe(Errors.NOT_LEADER_OR_FOLLOWER);
    const compacted = newCluster({ topic: { cleanupPolicy: ["compact"] } });
    tellAll(compacted, { leader: 1, epoch: 1 });
    expect(remove(compacted, -1).errorCode).toBe(Errors.POLICY_VIOLATION);
  });
});
