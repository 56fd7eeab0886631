import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { GroupDriver, protocols, shareOf } from "./group-driver.ts";

const delay = { initialRebalanceDelayMs: 3000 };

describe("the initial delay (G-13)", () => {
  test("lets newcomers into the first generation, and is extended by them", () => {
    const driver = new GroupDriver({ groups: delay });
    const first = driver.sendJoin({ memberId: driver.newId() });
    driver.run(2000);
    const second = driver.sendJoin({ memberId: driver.newId() });
    driver.run(2000);
    expect(driver.isAnswered(first)).toBe(false);
    driver.run(2100);
    const answers = [first, second].map((asked) => driver.cluster.answerTo(asked, "JoinGroupResponse"));
    expect(answers.map(({ generationId }) => generationId)).toEqual([1, 1]);
    expect(answers.map(({ members }) => members.length).sort()).toEqual([0, 2]);
    expect(answers[0]!.leader).toBe(answers[0]!.memberId);
  });

  test("is not longer than the rebalance timeout", () => {
    const driver = new GroupDriver({ groups: delay });
    const first = driver.sendJoin({ memberId: driver.newId(), rebalanceTimeoutMs: 4000 });
    driver.run(2900);
    driver.sendJoin({ memberId: driver.newId(), rebalanceTimeoutMs: 4000 });
    driver.run(1000);
    expect(driver.isAnswered(first)).toBe(false);
    driver.run(400);
    expect(driver.isAnswered(first)).toBe(true);
  });

  test("goes on when a member leaves; the group is empty after it", () => {
    const driver = new GroupDriver({ groups: delay });
    const memberId = driver.newId();
    const joining = driver.sendJoin({ memberId });
    driver.leave({ memberId, groupInstanceId: null });
    expect(driver.cluster.answerTo(joining, "JoinGroupResponse")).toMatchObject({
      errorCode: Errors.UNKNOWN_MEMBER_ID,
      memberId: "",
    });
    expect(driver.state()[0]).toBe("PreparingRebalance");
    driver.run(3100);
    expect(driver.state()[0]).toBe("Empty");
  });
});

describe("a pending id (G-10)", () => {
  test("holds the rebalance up until it joins", () => {
    const driver = new GroupDriver();
    const memberId = driver.stable();
    const pending = driver.newId();
    const joining = driver.sendJoin({ memberId });
    driver.run(1000);
    expect(driver.isAnswered(joining)).toBe(false);
    driver.sendJoin({ memberId: pending });
    driver.run(10);
    expect(driver.cluster.answerTo(joining, "JoinGroupResponse").generationId).toBe(2);
  });

  test.each(["its session is over", "it leaves"])("holds it up until %s", (how) => {
    const driver = new GroupDriver();
    const memberId = driver.stable();
    const pending = driver.newId();
    const joining = driver.sendJoin({ memberId });
    if (how === "it leaves") expect(driver.leave({ memberId: pending, groupInstanceId: null })).toEqual([Errors.NONE]);
    else driver.run(10_100);
    driver.run(10);
    expect(driver.cluster.answerTo(joining, "JoinGroupResponse").generationId).toBe(2);
  });

  test("does not vote, and counts for nothing else", () => {
    const driver = new GroupDriver();
    const memberId = driver.stable();
    driver.join({ protocols: protocols("sticky", "range") });
    expect(driver.state()[0]).toBe("Stable");
    expect(driver.heartbeat({ memberId })).toBe(Errors.NONE);
  });
});

describe("the rebalance timeout (G-12)", () => {
  test("puts out whoever did not join again; the newcomer leads", () => {
    const driver = new GroupDriver();
    const { memberId, other } = driver.preparing();
    for (let i = 0; i < 11; i++) {
      driver.run(5000);
      expect(driver.heartbeat({ memberId })).toBe(Errors.REBALANCE_IN_PROGRESS);
    }
    driver.run(6000);
    const answer = driver.cluster.answerTo(other, "JoinGroupResponse");
    expect(answer).toMatchObject({ generationId: 2, leader: answer.memberId });
    expect(answer.members).toHaveLength(1);
    expect(driver.heartbeat({ memberId, generationId: 2 })).toBe(Errors.UNKNOWN_MEMBER_ID);
  });

  test("keeps static members, who get partitions though they did not come", () => {
    const driver = new GroupDriver();
    const memberId = driver.stable({ groupInstanceId: "instance", sessionTimeoutMs: 120_000 });
    const other = driver.sendJoin({ memberId: driver.newId() });
    driver.run(61_000);
    const answer = driver.cluster.answerTo(other, "JoinGroupResponse");
    expect(answer.leader).toBe(answer.memberId);
    expect(answer.members.map((member) => member.memberId)).toContain(memberId);
  });

  test("from the end of the join on, puts out whoever did not sync (G-16)", () => {
    const driver = new GroupDriver();
    const memberId = driver.completing({ sessionTimeoutMs: 100_000 });
    driver.run(59_000);
    expect(driver.heartbeat({ memberId })).toBe(Errors.NONE);
    driver.run(2000);
    expect(driver.heartbeat({ memberId })).toBe(Errors.UNKNOWN_MEMBER_ID);
    expect(driver.state()[0]).toBe("Empty");
  });
});

describe("sessions", () => {
  test("end without heartbeats, and begin anew with each", () => {
    const driver = new GroupDriver();
    const memberId = driver.stable();
    driver.run(9900);
    expect(driver.heartbeat({ memberId })).toBe(Errors.NONE);
    driver.run(9900);
    expect(driver.state()[0]).toBe("Stable");
    driver.run(200);
    expect(driver.state()[0]).toBe("Empty");
  });

  test("begin anew with a commit (G-74)", () => {
    const driver = new GroupDriver();
    const memberId = driver.stable();
    driver.run(9900);
    expect(driver.commit({ memberId, generationId: 1 })).toBe(Errors.NONE);
    driver.run(9900);
    expect(driver.state()[0]).toBe("Stable");
  });

  test("of one that waits in JoinGroup do not end; of a new one only after five minutes (G-18)", () => {
    const driver = new GroupDriver();
    const memberId = driver.stable({ rebalanceTimeoutMs: 400_000 });
    const waiting = driver.sendJoin({ memberId: driver.newId(), rebalanceTimeoutMs: 400_000 });
    for (let i = 0; i < 59; i++) {
      driver.run(5000);
      driver.heartbeat({ memberId });
    }
    expect(driver.isAnswered(waiting)).toBe(false);
    driver.run(6000);
    expect(driver.cluster.answerTo(waiting, "JoinGroupResponse").errorCode).toBe(Errors.UNKNOWN_MEMBER_ID);
  });
});

describe("who joins", () => {
  test("again before it is answered: only the last one is (G-64)", () => {
    const driver = new GroupDriver({ groups: delay });
    const memberId = driver.newId();
    const first = driver.sendJoin({ memberId });
    const second = driver.sendJoin({ memberId });
    driver.run(3100);
    expect([driver.isAnswered(first), driver.isAnswered(second)]).toEqual([false, true]);
  });

  test("needs a session timeout within bounds, a protocol in common and a group id", () => {
    const driver = new GroupDriver();
    expect(driver.join({ sessionTimeoutMs: 5999 }).errorCode).toBe(Errors.INVALID_SESSION_TIMEOUT);
    expect(driver.join({ sessionTimeoutMs: 1_800_001 }).errorCode).toBe(Errors.INVALID_SESSION_TIMEOUT);
    expect(driver.join({ groupId: "" }).errorCode).toBe(Errors.INVALID_GROUP_ID);
    expect(driver.state()).toEqual(["Dead", Errors.GROUP_ID_NOT_FOUND]);
    expect(driver.join({ protocols: [] }).errorCode).toBe(Errors.INCONSISTENT_GROUP_PROTOCOL);
    expect(driver.state()).toEqual(["Empty", Errors.NONE]);
    driver.stable();
    expect(driver.join({ protocols: protocols("sticky") }).errorCode).toBe(Errors.INCONSISTENT_GROUP_PROTOCOL);
    expect(driver.join({ protocolType: "connect" }).errorCode).toBe(Errors.INCONSISTENT_GROUP_PROTOCOL);
  });

  test("is refused when the group is full (G-62)", () => {
    const driver = new GroupDriver({ groups: { maxSize: 2, ...delay } });
    const ids = [driver.newId(), driver.newId(), driver.newId()];
    const joins = ids.map((memberId) => driver.sendJoin({ memberId }));
    driver.run(9100);
    const errors = joins.map((asked) => driver.cluster.answerTo(asked, "JoinGroupResponse").errorCode);
    expect(errors).toEqual([Errors.NONE, Errors.NONE, Errors.GROUP_MAX_SIZE_REACHED]);
    expect(driver.join().errorCode).toBe(Errors.GROUP_MAX_SIZE_REACHED);
  });

  test("votes for the first of its protocols that all support; a tie goes by the hashes of the names (G-14)", () => {
    const driver = new GroupDriver({ groups: delay });
    const one = driver.sendJoin({ memberId: driver.newId(), protocols: protocols("range", "roundrobin") });
    driver.sendJoin({ memberId: driver.newId(), protocols: protocols("sticky", "roundrobin", "range") });
    driver.run(6100);
    expect(driver.cluster.answerTo(one, "JoinGroupResponse").protocolName).toBe("range");
  });
});

describe("SyncGroup", () => {
  test("of followers waits for the leader's; who is not named gets nothing (G-70)", () => {
    const driver = new GroupDriver({ groups: delay });
    const joins = [driver.newId(), driver.newId()].map((memberId) => driver.sendJoin({ memberId }));
    driver.run(6100);
    const [leader, follower] = joins.map((asked) => driver.cluster.answerTo(asked, "JoinGroupResponse").memberId);
    const waiting = driver.sendSync({ memberId: follower! });
    driver.run(1000);
    expect(driver.isAnswered(waiting)).toBe(false);
    const assignments = [...shareOf(leader!, 0, 1), ...shareOf("nobody", 2)];
    expect(driver.sync({ memberId: leader!, assignments }).assignment.assignedPartitions).toHaveLength(1);
    expect(driver.cluster.answerTo(waiting, "SyncGroupResponse").assignment.assignedPartitions).toEqual([]);
    expect(driver.state()[0]).toBe("Stable");
  });

  test("that waits is sent back when somebody joins (G-67)", () => {
    const driver = new GroupDriver({ groups: delay });
    const joins = [driver.newId(), driver.newId()].map((memberId) => driver.sendJoin({ memberId }));
    driver.run(6100);
    const [, follower] = joins.map((asked) => driver.cluster.answerTo(asked, "JoinGroupResponse").memberId);
    const waiting = driver.sendSync({ memberId: follower! });
    driver.sendJoin({ memberId: driver.newId() });
    expect(driver.answer(waiting, "SyncGroupResponse").errorCode).toBe(Errors.REBALANCE_IN_PROGRESS);
  });
});
