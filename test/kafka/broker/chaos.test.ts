/** Brokers under faults with the real controller: what was acknowledged stays, and everything comes back. */
import { describe, expect, test } from "vitest";
import { brokerIds, SimulatedCluster } from "./simulated-cluster.ts";

const config = {
  replicaLagTimeMaxMs: 3000,
  brokerSessionTimeoutMs: 3000,
  brokerHeartbeatIntervalMs: 500,
  replicaSocketTimeoutMs: 3000,
};

/** One fault after another: crashes, power losses, pauses, cuts, resets, controlled shutdowns, the controller's crash. */
function torment(cluster: SimulatedCluster, rounds: number, power: boolean): void {
  const { simulator } = cluster;
  for (let round = 0; round < rounds; round++) {
    const id = brokerIds[cluster.pick(round * 3, 3)]!;
    const lastsMs = 200 + cluster.pick(round * 3 + 1, 6000);
    const other = brokerIds.find((one) => one !== id)!;
    const kind = cluster.pick(round * 3 + 2, power ? 8 : 7);
    if (kind === 0) simulator.crash(id);
    if (kind === 1) simulator.pause(id);
    if (kind === 2) for (const to of [0, ...brokerIds]) if (to !== id) simulator.cut(id, to);
    if (kind === 3) simulator.cut(id, other);
    if (kind === 4) simulator.reset(id, other);
    if (kind === 5) simulator.deliver(id, 9000, { kind: "ControlledShutdown", name: round });
    if (kind === 6) simulator.crash(0);
    if (kind === 7) simulator.losePower(id, round, true);
    cluster.run(lastsMs);
    if (kind === 1) simulator.resume(id);
    if (kind === 2) for (const to of [0, ...brokerIds]) if (to !== id) simulator.heal(id, to);
    if (kind === 3) simulator.heal(id, other);
    if (simulator.statusOf(0) === "down") simulator.boot(0);
    cluster.run(cluster.pick(round * 3 + 1, 3000));
    for (const one of brokerIds)
      if (simulator.statusOf(one) === "down" || simulator.statusOf(one) === "off") simulator.boot(one);
  }
}

const settled = (cluster: SimulatedCluster): boolean =>
  brokerIds.every((id) => cluster.broker(id)?.lifecycle.phase === "RUNNING") &&
  cluster.isrs().every((isr) => isr !== null && isr.length === 3);

describe("three brokers, replication factor 3, min.insync.replicas 2", () => {
  for (let seed = 0; seed < 12; seed++) {
    test(`lose nothing that was acknowledged, and recover (seed ${seed})`, () => {
      let risky = 0;
      const topic = { minInsyncReplicas: 2, segmentBytes: 4000, retentionMs: -1 };
      const cluster = new SimulatedCluster(`broker-${seed}`, 4, config, topic, {
        partitionChanged: (_tp, _before, _after, election) => {
          if (election === "last-known" || election === "unclean") risky++;
        },
      });
      cluster.start(3);
      cluster.run(2000);
      const before = cluster.told.acked.size;
      expect(before).toBeGreaterThan(100);
      torment(cluster, 15, seed % 2 === 1);
      for (let waited = 0; waited < 60 && !settled(cluster); waited++) cluster.run(1000);
      expect(cluster.isrs().map((isr) => isr?.length)).toEqual([3, 3, 3, 3]);
      // Two unclean restarts at once are beyond what ELR promises with min.insync.replicas 2; power losses may bring them.
      if (seed % 2 === 0 || risky === 0) expect(cluster.lost()).toEqual([]);
      const then = cluster.told.acked.size;
      cluster.run(3000);
      expect(cluster.told.acked.size).toBeGreaterThan(then + 300);
    });
  }

  test("the same seed gives the same digest", () => {
    const digest = (): string => {
      const cluster = new SimulatedCluster("twice", 3, config, { minInsyncReplicas: 2 });
      cluster.start(3);
      torment(cluster, 6, true);
      return cluster.simulator.digest.value().join(" ");
    };
    expect(digest()).toBe(digest());
  });
});
