/** Static members (KIP-345). */
import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { GroupDriver, protocols } from "./group-driver.ts";

const groupInstanceId = "instance";

describe("a static member", () => {
  test("is given its id at once, which begins with its instance id (G-42)", () => {
    const driver = new GroupDriver();
    const memberId = driver.completing({ groupInstanceId });
    expect(memberId.startsWith("instance-")).toBe(true);
  });

  test("that comes back to a stable group replaces itself without a rebalance, and the old id is fenced (G-40, G-41)", () => {
    const driver = new GroupDriver();
    const old = driver.stable({ groupInstanceId });
    const back = driver.join({ groupInstanceId });
    expect(back).toMatchObject({
      errorCode: Errors.NONE,
      generationId: 1,
      skipAssignment: true,
      leader: back.memberId,
    });
    expect(back.memberId).not.toBe(old);
    expect(driver.heartbeat({ memberId: old, groupInstanceId })).toBe(Errors.FENCED_INSTANCE_ID);
    expect(driver.sync({ memberId: old, groupInstanceId }).errorCode).toBe(Errors.FENCED_INSTANCE_ID);
    expect(driver.commit({ memberId: old, groupInstanceId, generationId: 1 })).toBe(Errors.FENCED_INSTANCE_ID);
    expect(driver.join({ memberId: old, groupInstanceId }).errorCode).toBe(Errors.FENCED_INSTANCE_ID);
    expect(driver.sync({ memberId: back.memberId, groupInstanceId }).assignment.assignedPartitions).toEqual([
      { topic: "t", partitions: [0] },
    ]);
    expect(driver.state()[0]).toBe("Stable");
  });

  test("that comes back with other protocols, so that another is chosen, causes a rebalance", () => {
    const driver = new GroupDriver();
    driver.stable({ groupInstanceId });
    const back = driver.join({ groupInstanceId, protocols: protocols("sticky", "range") });
    expect(back).toMatchObject({ errorCode: Errors.NONE, generationId: 2, protocolName: "sticky" });
  });

  test("that comes back between join and sync causes a rebalance (KAFKA-9801)", () => {
    const driver = new GroupDriver();
    driver.completing({ groupInstanceId });
    expect(driver.join({ groupInstanceId })).toMatchObject({ errorCode: Errors.NONE, generationId: 2 });
  });

  test("whose JoinGroup waits is fenced by one that comes after it (G-40)", () => {
    const driver = new GroupDriver({ groups: { initialRebalanceDelayMs: 3000 } });
    const first = driver.sendJoin({ groupInstanceId });
    const second = driver.sendJoin({ groupInstanceId });
    expect(driver.answer(first, "JoinGroupResponse").errorCode).toBe(Errors.FENCED_INSTANCE_ID);
    driver.run(6100);
    expect(driver.cluster.answerTo(second, "JoinGroupResponse")).toMatchObject({
      errorCode: Errors.NONE,
      generationId: 1,
    });
  });

  test("is gone when its session is over", () => {
    const driver = new GroupDriver();
    driver.stable({ groupInstanceId });
    driver.run(10_100);
    expect(driver.state()[0]).toBe("Empty");
  });
});

describe("LeaveGroup (G-20)", () => {
  test.each([
    ["by its instance id alone", "", groupInstanceId, Errors.NONE],
    ["by its member id alone", "me", null, Errors.NONE],
    ["by both", "me", groupInstanceId, Errors.NONE],
    ["by another's member id", "other", groupInstanceId, Errors.FENCED_INSTANCE_ID],
    ["by an instance id that nobody has", "", "nobody", Errors.UNKNOWN_MEMBER_ID],
    ["by a member id that nobody has", "nobody", null, Errors.UNKNOWN_MEMBER_ID],
  ] as const)("%s", (_how, memberId, instance, errorCode) => {
    const driver = new GroupDriver();
    const me = driver.stable({ groupInstanceId });
    expect(driver.leave({ memberId: memberId === "me" ? me : memberId, groupInstanceId: instance })).toEqual([
      errorCode,
    ]);
    expect(driver.state()[0]).toBe(errorCode === Errors.NONE ? "Empty" : "Stable");
  });

  test("of several members answers each for itself", () => {
    const driver = new GroupDriver();
    driver.stable({ groupInstanceId });
    const leaving = ["nobody", groupInstanceId].map((instance) => ({ memberId: "", groupInstanceId: instance }));
    expect(driver.leave(...leaving)).toEqual([Errors.UNKNOWN_MEMBER_ID, Errors.NONE]);
  });
});
