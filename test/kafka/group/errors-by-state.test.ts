/** What each request of a member is answered in each state of its group. */
import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { GroupDriver, protocols } from "./group-driver.ts";

/** Brings the group into a state; the member id of its one member, or of one that it had. */
const states = {
  missing: () => "unknown",
  Empty: (driver: GroupDriver) => {
    const memberId = driver.stable();
    driver.leave({ memberId, groupInstanceId: null });
    return memberId;
  },
  PreparingRebalance: (driver: GroupDriver) => driver.preparing().memberId,
  CompletingRebalance: (driver: GroupDriver) => driver.completing(),
  Stable: (driver: GroupDriver) => driver.stable(),
} as const;

type State = keyof typeof states;

function groupIn(state: State): { driver: GroupDriver; memberId: string } {
  const driver = new GroupDriver();
  const memberId = states[state](driver);
  expect(driver.state()[0]).toBe(state === "missing" ? "Dead" : state);
  return { driver, memberId };
}

const { NONE, UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, REBALANCE_IN_PROGRESS, MEMBER_ID_REQUIRED, GROUP_ID_NOT_FOUND } =
  Errors;

type Row = readonly [missing: number, empty: number, preparing: number, completing: number, stable: number];

const order: readonly State[] = ["missing", "Empty", "PreparingRebalance", "CompletingRebalance", "Stable"];

const cases = (row: Row): (readonly [State, number])[] => row.map((errorCode, i) => [order[i]!, errorCode]);

describe("JoinGroup", () => {
  test.each(
    cases([MEMBER_ID_REQUIRED, MEMBER_ID_REQUIRED, MEMBER_ID_REQUIRED, MEMBER_ID_REQUIRED, MEMBER_ID_REQUIRED]),
  )("without an id, %s: %i", (state, errorCode) => {
    const { driver } = groupIn(state);
    expect(driver.join().errorCode).toBe(errorCode);
    expect(driver.state()[0]).toBe(state === "missing" ? "Empty" : state);
  });

  test.each(cases([UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID]))(
    "with an id that nobody knows, %s: %i",
    (state, errorCode) => {
      expect(groupIn(state).driver.join({ memberId: "nobody" }).errorCode).toBe(errorCode);
    },
  );

  test("of a member with the same protocols: in CompletingRebalance the present generation", () => {
    const { driver, memberId } = groupIn("CompletingRebalance");
    expect(driver.join({ memberId })).toMatchObject({ errorCode: NONE, generationId: 1, leader: memberId });
    expect(driver.state()[0]).toBe("CompletingRebalance");
  });

  test("of the leader in Stable: a rebalance (G-19)", () => {
    const { driver, memberId } = groupIn("Stable");
    expect(driver.join({ memberId })).toMatchObject({ errorCode: NONE, generationId: 2 });
  });

  test.each(["CompletingRebalance", "Stable"] as const)("with other protocols, %s: a rebalance", (state) => {
    const { driver, memberId } = groupIn(state);
    expect(driver.join({ memberId, protocols: protocols("range", "roundrobin") })).toMatchObject({
      errorCode: NONE,
      generationId: 2,
    });
  });

  test("of a follower with the same protocols in Stable: the present generation, and no rebalance (G-19)", () => {
    const driver = new GroupDriver();
    const { memberId, other } = driver.preparing();
    driver.sendJoin({ memberId });
    driver.run(1);
    const follower = driver.cluster.answerTo(other, "JoinGroupResponse");
    driver.sync({ memberId, generationId: 2 });
    driver.sync({ memberId: follower.memberId, generationId: 2 });
    expect(driver.join({ memberId: follower.memberId })).toMatchObject({ generationId: 2, members: [] });
    expect(driver.state()[0]).toBe("Stable");
  });
});

describe("SyncGroup", () => {
  test.each(cases([UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID, REBALANCE_IN_PROGRESS, NONE, NONE]))(
    "%s: %i",
    (state, errorCode) => {
      const { driver, memberId } = groupIn(state);
      expect(driver.sync({ memberId }).errorCode).toBe(errorCode);
    },
  );

  test.each(["PreparingRebalance", "CompletingRebalance", "Stable"] as const)(
    "is judged by member, generation and protocol first, %s",
    (state) => {
      const { driver, memberId } = groupIn(state);
      expect(driver.sync({ memberId: "nobody" }).errorCode).toBe(UNKNOWN_MEMBER_ID);
      expect(driver.sync({ memberId, groupInstanceId: "nobody" }).errorCode).toBe(UNKNOWN_MEMBER_ID);
      expect(driver.sync({ memberId, generationId: 7 }).errorCode).toBe(ILLEGAL_GENERATION);
      expect(driver.sync({ memberId, protocolName: "sticky" }).errorCode).toBe(Errors.INCONSISTENT_GROUP_PROTOCOL);
      expect(driver.sync({ memberId, protocolType: "connect" }).errorCode).toBe(Errors.INCONSISTENT_GROUP_PROTOCOL);
      const unnamed = { memberId: "nobody", protocolType: null, protocolName: null };
      expect(driver.sync(unnamed).errorCode).toBe(Errors.INCONSISTENT_GROUP_PROTOCOL);
    },
  );
});

describe("Heartbeat", () => {
  test.each(cases([UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID, REBALANCE_IN_PROGRESS, NONE, NONE]))(
    "%s: %i",
    (state, errorCode) => {
      const { driver, memberId } = groupIn(state);
      expect(driver.heartbeat({ memberId })).toBe(errorCode);
    },
  );

  test.each(["PreparingRebalance", "CompletingRebalance", "Stable"] as const)(
    "is judged by member and generation first, %s",
    (state) => {
      const { driver, memberId } = groupIn(state);
      expect(driver.heartbeat({ memberId: "nobody" })).toBe(UNKNOWN_MEMBER_ID);
      expect(driver.heartbeat({ memberId, generationId: 7 })).toBe(ILLEGAL_GENERATION);
    },
  );
});

describe("LeaveGroup", () => {
  test.each(cases([UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID, NONE, NONE, NONE]))("%s: %i", (state, errorCode) => {
    const { driver, memberId } = groupIn(state);
    expect(driver.leave({ memberId, groupInstanceId: null })).toEqual([errorCode]);
  });
});

describe("OffsetCommit", () => {
  test.each(cases([NONE, NONE, UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID, UNKNOWN_MEMBER_ID]))(
    "without generation and ids, %s: %i",
    (state, errorCode) => {
      const { driver } = groupIn(state);
      expect(driver.commit()).toBe(errorCode);
      expect(driver.fetch()).toEqual([errorCode === NONE ? 5 : -1, NONE]);
    },
  );

  test.each(cases([GROUP_ID_NOT_FOUND, UNKNOWN_MEMBER_ID, NONE, REBALANCE_IN_PROGRESS, NONE]))(
    "of a member, %s: %i",
    (state, errorCode) => {
      const { driver, memberId } = groupIn(state);
      expect(driver.commit({ memberId, generationId: 1 })).toBe(errorCode);
      expect(driver.fetch()).toEqual([errorCode === NONE ? 5 : -1, NONE]);
    },
  );

  test.each(["PreparingRebalance", "CompletingRebalance", "Stable"] as const)(
    "is judged by member and generation first, %s",
    (state) => {
      const { driver, memberId } = groupIn(state);
      expect(driver.commit({ memberId: "nobody", generationId: 1 })).toBe(UNKNOWN_MEMBER_ID);
      expect(driver.commit({ memberId, generationId: 7 })).toBe(ILLEGAL_GENERATION);
      expect(driver.commit({ memberId, generationId: -1 })).toBe(ILLEGAL_GENERATION);
    },
  );

  test("in an empty group without a generation is accepted even with an id", () => {
    expect(groupIn("Empty").driver.commit({ memberId: "nobody" })).toBe(NONE);
  });
});

describe("for operators", () => {
  const named = [{ topic: "t", partition: 0 }];

  test.each(cases([GROUP_ID_NOT_FOUND, NONE, Errors.NON_EMPTY_GROUP, Errors.NON_EMPTY_GROUP, Errors.NON_EMPTY_GROUP]))(
    "DeleteGroups, %s: %i",
    (state, errorCode) => {
      const { driver } = groupIn(state);
      const asked = driver.ask({ kind: "DeleteGroups", groupId: "group" } as never);
      expect(driver.answer(asked, "DeleteGroupsResponse").errorCode).toBe(errorCode);
      expect(driver.state()[0]).toBe(errorCode === NONE || state === "missing" ? "Dead" : state);
    },
  );

  test.each(cases([GROUP_ID_NOT_FOUND, NONE, NONE, NONE, NONE]))("OffsetDelete, %s: %i", (state, errorCode) => {
    const { driver } = groupIn(state);
    const asked = driver.ask({ kind: "OffsetDelete", groupId: "group", partitions: named } as never);
    const answer = driver.answer(asked, "OffsetDeleteResponse");
    const isSubscribed = state === "CompletingRebalance" || state === "Stable" || state === "PreparingRebalance";
    expect(answer.errorCode).toBe(errorCode);
    if (errorCode === NONE)
      expect(answer.partitions[0]!.errorCode).toBe(isSubscribed ? Errors.GROUP_SUBSCRIBED_TO_TOPIC : NONE);
  });

  test.each(["Stable", "PreparingRebalance"] as const)(
    "DescribeGroups shows what members were assigned, %s (G-78)",
    (state) => {
      const { driver, memberId } = groupIn(state);
      const asked = driver.ask({ kind: "DescribeGroups", groupId: "group" } as never);
      const assignment = { assignedPartitions: [{ topic: "t", partitions: [0] }] };
      expect(driver.answer(asked, "DescribeGroupsResponse").members).toContainEqual({
        memberId,
        groupInstanceId: null,
        assignment,
      });
    },
  );

  test("ListGroups lists by state, in whatever case", () => {
    const { driver } = groupIn("Stable");
    const list = (...statesFilter: string[]) =>
      driver.answer(driver.ask({ kind: "ListGroups", statesFilter } as never), "ListGroupsResponse").groups;
    const listed = [{ groupId: "group", protocolType: "consumer", groupState: "Stable" }];
    expect([list(), list("STABLE", "Dead"), list("Empty")]).toEqual([listed, listed, []]);
  });
});
