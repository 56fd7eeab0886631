import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { buildAlterPartition } from "../../../src/kafka/replication/alter-partition.ts";
import { onIsrCheckTimer } from "../../../src/kafka/replication/isr.ts";
import { isProduceSatisfied } from "../../../src/kafka/replication/produce.ts";
import type { FollowerLag } from "../../../src/kafka/rules/replication-rules.ts";
import type { Override } from "../../../src/kafka/rules/rules.ts";
import { type Cluster, fetch, highWatermarkOn, nodeOf, partitionOn, request, serve, write } from "./cluster.ts";
import { answer, led, proposal } from "./led-cluster.ts";
import { overrideOf } from "./override-of.ts";

function checkIsr(cluster: Cluster, afterMs: number): void {
  cluster.clock.nowMs += afterMs;
  onIsrCheckTimer(partitionOn(cluster, 1), nodeOf(cluster, 1).env);
}

const two: Override = { name: "test" };

describe("shrinking (R-12, R-20)", () => {
  test("proposes the ISR without a follower that has not caught up for the lag time", () => {
    const cluster = led();
    for (const id of [2, 3]) fetch(cluster, id, 1);
    cluster.clock.nowMs += 10_000;
    write(cluster, 1);
    for (let i = 0; i < 3; i++) fetch(cluster, 2, 1);
    checkIsr(cluster, 20_001);
    expect(proposal(cluster)).toEqual([1, 2]);
    expect(nodeOf(cluster, 1).asked.proposals).toBe(1);
  });

  test("keeps a silent follower that is level with the leader", () => {
    const cluster = led();
    for (const id of [2, 3]) fetch(cluster, id, 1);
    checkIsr(cluster, 100_000);
    expect(buildAlterPartition(partitionOn(cluster, 1))).toBeNull();
  });

  test("counts idle fetches of a session as being caught up (R-11)", () => {
    const cluster = led();
    for (let i = 0; i < 200; i++) {
      for (const id of [2, 3]) fetch(cluster, id, 1);
      cluster.clock.nowMs += 500;
    }
    write(cluster, 1);
    checkIsr(cluster, 20_000);
    expect(buildAlterPartition(partitionOn(cluster, 1))).toBeNull();
    checkIsr(cluster, 11_000);
    expect(proposal(cluster)).toEqual([1]);
  });

  test("takes the previous fetch as the time of being caught up, if the leader's end of then is reached", () => {
    const cluster = led({ brokers: 2, isr: [1, 2] });
    fetch(cluster, 2, 1);
    for (let i = 0; i < 100; i++) {
      write(cluster, 1);
      cluster.clock.nowMs += 1000;
      fetch(cluster, 2, 1);
    }
    write(cluster, 1);
    checkIsr(cluster, 20_000);
    expect(buildAlterPartition(partitionOn(cluster, 1))).toBeNull();
  });

  test("drops a member that is no replica any more (R-51)", () => {
    const cluster = led({ isr: [1, 2, 3, 9] });
    checkIsr(cluster, 0);
    expect(proposal(cluster)).toEqual([1, 2, 3]);
  });

  test("by messages throws a follower out in a burst (I-14)", () => {
    const isCaughtUp = ({ logEndOffset, leaderLogEndOffset }: FollowerLag): boolean =>
      leaderLogEndOffset - logEndOffset <= 4;
    const cluster = led({ override: { name: "I-14", replication: { isCaughtUp } } });
    for (let i = 0; i < 5; i++) write(cluster, 1);
    checkIsr(cluster, 1);
    expect(proposal(cluster)).toEqual([1]);
  });
});

describe("expanding (R-20)", () => {
  test("proposes a follower that reached the high watermark and the start of the epoch", () => {
    const cluster = led({ isr: [1, 2] });
    fetch(cluster, 3, 1);
    expect(proposal(cluster)).toEqual([1, 2, 3]);
    expect(partitionOn(cluster, 1).maximalIsr).toEqual([1, 2, 3]);
    expect(partitionOn(cluster, 1).isr).toEqual([1, 2]);
  });

  test("carries the broker epochs of the fetches, its own, and -1 for who has not fetched yet (KIP-903)", () => {
    const cluster = led({ isr: [1, 2] });
    fetch(cluster, 3, 1);
    expect(buildAlterPartition(partitionOn(cluster, 1))?.newIsr).toEqual([
      { brokerId: 1, brokerEpoch: 11 },
      { brokerId: 2, brokerEpoch: -1 },
      { brokerId: 3, brokerEpoch: 13 },
    ]);
  });

  test("keeps fenced and shutting-down brokers out, and lets them in when they are back (I-03)", () => {
    const cluster = led({ isr: [1, 2] });
    cluster.alive.active.delete(3);
    fetch(cluster, 3, 1);
    expect(buildAlterPartition(partitionOn(cluster, 1))).toBeNull();
    cluster.alive.active.add(3);
    fetch(cluster, 3, 1);
    expect(proposal(cluster)).toEqual([1, 2, 3]);
    const careless = led({ isr: [1, 2], override: { name: "I-03", replication: { mayJoinWhile: () => true } } });
    careless.alive.active.delete(3);
    careless.alive.unfenced.delete(3);
    fetch(careless, 3, 1);
    expect(proposal(careless)).toEqual([1, 2, 3]);
  });

  test("keeps another incarnation than the registered one out (I-02, leader side)", () => {
    const fetchOfOldProcess = (override: Override): number[] => {
      const cluster = led({ isr: [1, 2], override });
      // The process of epoch 13 fetches; the leader already knows that 14 is registered and will not let 13 in.
      const asked = request(cluster, 3, 1)!;
      cluster.alive.epochs.set(3, 14);
      serve(cluster, 1, asked);
      return proposal(cluster);
    };
    expect(fetchOfOldProcess(two)).toEqual([]);
    // Without its epoch in the fetch nobody can tell: the controller gets -1 for it.
    const withoutEpoch: Override = { name: "I-02", replication: { brokerEpochToSend: () => -1 } };
    expect(fetchOfOldProcess(withoutEpoch)).toEqual([1, 2, 3]);
  });

  test("waits for one proposal at a time", () => {
    const cluster = led({ isr: [1] });
    fetch(cluster, 2, 1);
    fetch(cluster, 3, 1);
    expect(proposal(cluster)).toEqual([1, 2]);
    answer(cluster, 0, { isr: [1, 2], partitionEpoch: 11 });
    fetch(cluster, 3, 1);
    expect(proposal(cluster)).toEqual([1, 2, 3]);
  });
});

describe("I-01: the ISR that counts while a change is pending (KIP-497)", () => {
  function acked(cluster: Cluster): boolean {
    const result = write(cluster, 1);
    return isProduceSatisfied(partitionOn(cluster, 1), result.lastOffset + 1, nodeOf(cluster, 1).env) === Errors.NONE;
  }

  function expand(override: Override): boolean {
    const cluster = led({ brokers: 2, isr: [1], override });
    fetch(cluster, 2, 1);
    expect(proposal(cluster)).toEqual([1, 2]);
    // The controller commits {1, 2}; its answer is late.
    return acked(cluster);
  }

  function shrink(override: Override): boolean {
    const cluster = led({ brokers: 2, isr: [1, 2], override });
    write(cluster, 1);
    checkIsr(cluster, 31_000);
    expect(proposal(cluster)).toEqual([1]);
    return acked(cluster);
  }

  test("is the larger one today: nothing is acknowledged without the other", () => {
    expect([expand(two), shrink(two)]).toEqual([false, false]);
  });
  test("planted: acknowledges alone what the controller may lose in an election", () => {
    expect([expand(overrideOf("I-01")), shrink(overrideOf("I-01"))]).toEqual([true, true]);
  });

  test("acknowledges once the shrink is committed", () => {
    const cluster = led({ brokers: 2, isr: [1, 2] });
    write(cluster, 1);
    checkIsr(cluster, 31_000);
    buildAlterPartition(partitionOn(cluster, 1));
    answer(cluster, 0, { isr: [1], partitionEpoch: 11 });
    expect(highWatermarkOn(cluster, 1)).toBe(1);
  });
});
