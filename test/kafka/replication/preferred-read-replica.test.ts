import { describe, expect, test } from "vitest";
import { remoteReplicaOf } from "../../../src/kafka/replication/partition.ts";
import type { RemoteReplica } from "../../../src/kafka/replication/remote-replica.ts";
import { type Cluster, fetch, partitionOn, tell, write } from "./cluster.ts";
import { led } from "./led-cluster.ts";
import { follower, read, settle } from "./reading.ts";

describe("the preferred read replica (KIP-392, R-7)", () => {
  test("of several is the longest, then the one that was caught up last, then the one with the larger id (ReplicaView)", () => {
    const better = (second: Partial<RemoteReplica>, third: Partial<RemoteReplica>): number => {
      const cluster = racked();
      Object.assign(remoteReplicaOf(partitionOn(cluster, 1), 2)!, {
        logEndOffset: 1,
        lastCaughtUpTimeMs: 5,
        ...second,
      });
      Object.assign(remoteReplicaOf(partitionOn(cluster, 1), 3)!, { logEndOffset: 1, lastCaughtUpTimeMs: 5, ...third });
      return preferred(cluster, 0, "b");
    };
    expect(better({}, {})).toBe(3);
    expect(better({ lastCaughtUpTimeMs: 6 }, {})).toBe(2);
    expect(better({ logEndOffset: 2 }, { lastCaughtUpTimeMs: 9 })).toBe(2);
    expect(better({ lastCaughtUpTimeMs: 9 }, { logEndOffset: 2 })).toBe(3);
  });

  function racked(selector: "leader" | "rack-aware" = "rack-aware"): Cluster {
    const cluster = led({ broker: { replicaSelectorClass: selector } });
    for (const [id, rack] of [
      [1, "a"],
      [2, "b"],
      [3, "b"],
    ] as const)
      cluster.racks.set(id, rack);
    write(cluster, 1);
    settle(cluster);
    return cluster;
  }
  const preferred = (cluster: Cluster, fetchOffset: number, rackId: string): number =>
    read(cluster, 1, { fetchOffset }, { rackId }).preferredReadReplica;

  test("is in the consumer's rack; without one, or in the leader's, it is the leader", () => {
    expect(preferred(racked(), 0, "b")).toBe(3);
    expect(preferred(racked(), 0, "a")).toBe(-1);
    expect(preferred(racked(), 0, "c")).toBe(-1);
    expect(preferred(racked(), 0, "")).toBe(-1);
    expect(preferred(racked("leader"), 0, "b")).toBe(-1);
  });

  test("holds the offset, is in the ISR and not fenced (KAFKA-14372, KAFKA-15390)", () => {
    const cluster = racked();
    write(cluster, 1);
    fetch(cluster, 2, 1);
    fetch(cluster, 2, 1);
    expect(preferred(cluster, 2, "b")).toBe(2);
    cluster.alive.unfenced.delete(2);
    expect(preferred(cluster, 2, "b")).toBe(-1);
    cluster.alive.unfenced.add(2);
    tell(cluster, 1, { leader: 1, epoch: 1, isr: [1, 3], partitionEpoch: 11 });
    expect(preferred(cluster, 2, "b")).toBe(-1);
  });

  test("is told without data, and never to followers", () => {
    const cluster = racked();
    expect(read(cluster, 1, {}, { rackId: "b" }).batches).toEqual([]);
    expect(read(cluster, 1, {}, { rackId: "b", ...follower(2) }).preferredReadReplica).toBe(-1);
  });
});
