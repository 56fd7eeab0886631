/** A shard comes to the broker that leads its partition, and goes from the one that led it. */
import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { GroupDriver, offsetsTopicId, shareOf } from "../group/group-driver.ts";

const tp = topicPartition(offsetsTopicId, 0);

/** Leads now, in the next leader epoch, where the driver asks from here on. */
function moveTo(driver: GroupDriver, leader: number): void {
  const { leaderEpoch } = driver.cluster.controller.image.partitions.get(tp)!;
  driver.cluster.controller.change(tp, { leader });
  expect(driver.cluster.controller.image.partitions.get(tp)!.leaderEpoch).toBe(leaderEpoch + 1);
  driver.run(600);
  driver.coordinator = leader;
}

const threeBrokers = (): GroupDriver => new GroupDriver({ brokers: 3 });

describe("a shard that moves", () => {
  test("takes members, generation, assignments and offsets along; sessions begin anew (G-21)", () => {
    const driver = threeBrokers();
    const memberId = driver.newId();
    const joining = driver.sendJoin({ memberId });
    driver.answer(joining, "JoinGroupResponse");
    driver.sync({ memberId, assignments: shareOf(memberId, 0, 1) });
    driver.commit({ memberId, generationId: 1 });
    driver.run(8000);
    moveTo(driver, 2);
    driver.run(8000);
    expect(driver.state()[0]).toBe("Stable");
    expect(driver.heartbeat({ memberId })).toBe(Errors.NONE);
    expect(driver.sync({ memberId }).assignment.assignedPartitions).toEqual([{ topic: "t", partitions: [0, 1] }]);
    expect(driver.fetch()).toEqual([5, Errors.NONE]);
    driver.run(10_100);
    expect(driver.state()[0]).toBe("Empty");
  });

  test("between join and sync falls back to the generation before, whose number is used again (G-15)", () => {
    const driver = threeBrokers();
    const memberId = driver.newId();
    driver.answer(driver.sendJoin({ memberId }), "JoinGroupResponse");
    moveTo(driver, 2);
    expect(driver.state()[0]).toBe("Empty");
    expect(driver.heartbeat({ memberId })).toBe(Errors.UNKNOWN_MEMBER_ID);
    const again = driver.newId();
    expect(driver.answer(driver.sendJoin({ memberId: again }), "JoinGroupResponse").generationId).toBe(1);
  });

  test("answers NOT_COORDINATOR to all who wait where it was, and to all who come (G-21)", () => {
    const driver = threeBrokers();
    const memberId = driver.newId();
    driver.answer(driver.sendJoin({ memberId }), "JoinGroupResponse");
    driver.sync({ memberId, assignments: shareOf(memberId, 0) });
    const joining = driver.sendJoin({ memberId: driver.newId() });
    driver.cluster.cut(1, 2);
    driver.cluster.cut(1, 3);
    const committing = driver.sendCommit({ memberId, generationId: 1 });
    driver.cluster.controller.change(tp, { leader: 2 });
    driver.run(600);
    expect(driver.cluster.answerTo(joining, "JoinGroupResponse").errorCode).toBe(Errors.NOT_COORDINATOR);
    expect(driver.cluster.answerTo(committing, "OffsetCommitResponse").partitions[0]!.errorCode).toBe(
      Errors.NOT_COORDINATOR,
    );
    expect(driver.heartbeat({ memberId })).toBe(Errors.NOT_COORDINATOR);
    expect(driver.state()).toEqual(["Dead", Errors.NOT_COORDINATOR]);
  });

  test("and comes back has what was committed elsewhere meanwhile", () => {
    const driver = threeBrokers();
    driver.commit();
    moveTo(driver, 2);
    driver.commit({ offsets: [{ topic: "t", partition: 0, offset: 8, leaderEpoch: 2, metadata: "" }] });
    moveTo(driver, 1);
    expect(driver.fetch()).toEqual([8, Errors.NONE]);
  });
});

describe("a shard that is loaded", () => {
  test("is not there for anybody yet, but members are taken to be alive (G-2)", () => {
    const driver = threeBrokers();
    driver.commit();
    driver.cluster.controller.change(tp, { leader: 2 });
    driver.coordinator = 2;
    let loading: number | null = null;
    for (let i = 0; i < 600 && loading === null; i++) {
      driver.run(1);
      const { shards } = driver.cluster.host(2).state!.groups.runtime;
      if (shards.get(0)?.host.status === "loading") loading = i;
    }
    expect(loading).not.toBeNull();
    const heartbeat = driver.ask({
      kind: "Heartbeat",
      groupId: "group",
      generationId: 1,
      memberId: "me",
      groupInstanceId: null,
    } as never);
    const joining = driver.sendJoin();
    expect(driver.cluster.answerTo(heartbeat, "HeartbeatResponse").errorCode).toBe(Errors.NONE);
    expect(driver.cluster.answerTo(joining, "JoinGroupResponse").errorCode).toBe(Errors.COORDINATOR_LOAD_IN_PROGRESS);
    driver.run(10);
    expect(driver.fetch()).toEqual([5, Errors.NONE]);
  });

  test("by a broker that was down has what its log holds", () => {
    const driver = new GroupDriver();
    driver.commit();
    const memberId = driver.stable({ sessionTimeoutMs: 60_000 });
    driver.cluster.crash(1);
    driver.run(10);
    driver.cluster.restart(1);
    driver.run(2000);
    expect(driver.fetch()).toEqual([5, Errors.NONE]);
    expect(driver.heartbeat({ memberId })).toBe(Errors.NONE);
  });

  test("asks members to join anew when the group is larger than it may be (G-21)", () => {
    const driver = new GroupDriver();
    const memberId = driver.stable({ sessionTimeoutMs: 60_000 });
    (driver.cluster.host(1).state!.replicas.port.options.brokerConfig.groups as { maxSize: number }).maxSize = 0;
    driver.cluster.crash(1);
    driver.run(10);
    driver.cluster.restart(1);
    driver.run(2000);
    expect(driver.heartbeat({ memberId })).toBe(Errors.REBALANCE_IN_PROGRESS);
  });
});
