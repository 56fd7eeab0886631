import { describe, expect, test } from "vitest";
import { Errors } from "../../../../src/kafka/errors.ts";
import { type FakeMember, fakeMember, join } from "./fake-member.ts";

const two = [{ topic: "t", partitions: [0, 1] }];

function joining(config: Parameters<typeof fakeMember>[0] = {}): [FakeMember, ReturnType<FakeMember["take"]>[number]] {
  const member = fakeMember(config);
  member.advance();
  return [member, member.take()[0]!];
}

describe("JoinGroup", () => {
  test("asks for a member id first and joins with it at once (G-10)", () => {
    const [member, first] = joining();
    expect(first.body).toMatchObject({
      kind: "JoinGroup",
      memberId: "",
      sessionTimeoutMs: 45_000,
      rebalanceTimeoutMs: 300_000,
    });
    member.answer(first, Errors.MEMBER_ID_REQUIRED, { memberId: "client-1" });
    const [second] = member.take();
    expect(second!.body).toMatchObject({ kind: "JoinGroup", memberId: "client-1" });
    expect(second!.atMs).toBe(0);
  });

  test("may take five seconds longer than max.poll.interval.ms, and never less than other requests (G-51)", () => {
    expect(joining()[1].timeoutMs).toBe(305_000);
    expect(joining({ maxPollIntervalMs: 1000 })[1].timeoutMs).toBe(30_000);
  });

  test("offers the assignors in their order, with what each remembers", () => {
    const member = fakeMember({ assignors: ["sticky", "range", "cooperative-sticky"] });
    join(member, 4, two, "sticky");
    member.membership.mustRejoin = true;
    member.advance();
    const [again] = member.take();
    expect(again!.body).toMatchObject({
      memberId: "me",
      protocols: [
        {
          name: "sticky",
          metadata: { userData: { previousAssignment: two, generation: 4 }, generationId: 4, topics: ["t"] },
        },
        { name: "range", metadata: { userData: null, ownedPartitions: [] } },
        { name: "cooperative-sticky", metadata: { userData: { previousAssignment: [], generation: -1 } } },
      ],
    });
  });

  test("is not sent while the application is outside poll, nor is its answer read there", () => {
    const member = fakeMember();
    member.isPolling = false;
    member.advance();
    expect(member.take()).toEqual([]);
    member.isPolling = true;
    member.advance();
    const [sent] = member.take();
    member.isPolling = false;
    member.answer(sent!, Errors.GROUP_MAX_SIZE_REACHED);
    expect(member.heard).toEqual([]);
    member.isPolling = true;
    member.advance();
    expect(member.heard).toEqual([`thrown ${Errors.GROUP_MAX_SIZE_REACHED}`]);
  });

  test("waits for the coordinator", () => {
    const member = fakeMember();
    member.coordinatorReadyAtMs = null;
    member.runTo(1000);
    expect(member.take()).toEqual([]);
    member.foundCoordinator();
    expect(member.take()).toHaveLength(1);
  });
});

describe("JoinGroup refused (§4)", () => {
  test.each([
    ["UNKNOWN_MEMBER_ID", Errors.UNKNOWN_MEMBER_ID, 0, ""],
    ["REBALANCE_IN_PROGRESS", Errors.REBALANCE_IN_PROGRESS, 0, "me"],
    ["COORDINATOR_LOAD_IN_PROGRESS", Errors.COORDINATOR_LOAD_IN_PROGRESS, 100, "me"],
  ] as const)("%s: tried again after %s ms", (_name, errorCode, afterMs, memberId) => {
    const [member, first] = joining();
    member.answer(first, Errors.MEMBER_ID_REQUIRED, { memberId: "me" });
    member.answer(member.take()[0]!, errorCode);
    if (afterMs > 0) {
      member.runTo(afterMs - 1);
      expect(member.take()).toEqual([]);
      member.runTo(afterMs);
    }
    expect(member.take().map(({ body }) => body)).toMatchObject([{ kind: "JoinGroup", memberId }]);
  });

  test.each([
    Errors.INCONSISTENT_GROUP_PROTOCOL,
    Errors.INVALID_GROUP_ID,
    Errors.INVALID_SESSION_TIMEOUT,
    Errors.GROUP_MAX_SIZE_REACHED,
    Errors.FENCED_INSTANCE_ID,
    Errors.UNKNOWN_SERVER_ERROR,
  ])("%s is thrown out of poll; the next poll tries again", (errorCode) => {
    const [member, first] = joining();
    member.answer(first, errorCode);
    expect(member.heard).toEqual([`thrown ${errorCode}`]);
    member.isPolling = true;
    member.runTo(100);
    expect(member.take()).toHaveLength(1);
  });

  test.each([Errors.NOT_COORDINATOR, Errors.COORDINATOR_NOT_AVAILABLE])(
    "%s: the coordinator is looked for",
    (errorCode) => {
      const [member, first] = joining();
      member.answer(first, errorCode);
      expect(member.coordinatorReadyAtMs).toBeNull();
      expect(member.heard).toEqual([]);
      member.runTo(100);
      member.foundCoordinator();
      expect(member.take()).toHaveLength(1);
    },
  );

  test("by a connection that ends: the coordinator is looked for", () => {
    const [member, first] = joining();
    member.disconnect(first);
    expect(member.coordinatorReadyAtMs).toBeNull();
    member.runTo(100);
    member.foundCoordinator();
    expect(member.take()).toHaveLength(1);
  });
});

describe("before it joins again (G-52)", () => {
  test("an eager member gives up all, and says so even if it holds nothing", () => {
    const member = fakeMember();
    join(member, 1, two);
    member.membership.mustRejoin = true;
    member.advance();
    join(member, 2, []);
    member.membership.mustRejoin = true;
    member.advance();
    expect(member.heard).toEqual(["assigned t/0,1 in 1", "revoked t/0,1", "assigned  in 2", "revoked"]);
  });

  test("a cooperative member keeps what it still subscribes to", () => {
    const member = fakeMember({ assignors: ["cooperative-sticky"] });
    member.topics = ["t", "u"];
    join(member, 1, [...two, { topic: "u", partitions: [3] }], "cooperative-sticky");
    member.topics = ["t"];
    member.advance();
    expect(member.heard).toEqual(["assigned t/0,1 u/3 in 1", "revoked u/3"]);
    expect(member.take()[0]!.body).toMatchObject({
      protocols: [{ metadata: { topics: ["t"], ownedPartitions: two, generationId: 1 } }],
    });
  });

  test("who lost its generation has lost what it held; nothing is lost of nothing (G-53)", () => {
    const member = fakeMember({ assignors: ["cooperative-sticky"] });
    join(member, 1, two, "cooperative-sticky");
    member.runTo(3000);
    member.answer(member.take()[0]!, Errors.UNKNOWN_MEMBER_ID);
    expect(member.heard).toEqual(["assigned t/0,1 in 1", "lost t/0,1"]);
    expect(member.take()[0]!.body).toMatchObject({
      kind: "JoinGroup",
      memberId: "",
      protocols: [{ metadata: { ownedPartitions: [] } }],
    });
  });

  test("it waits for the commit, and joins when that is done", () => {
    const member = fakeMember();
    join(member, 1, two);
    member.membership.mustRejoin = true;
    member.isCommitDone = false;
    member.advance();
    member.runTo(500);
    expect(member.heard.at(-1)).toBe("assigned t/0,1 in 1");
    expect(member.membership.prepareDeadlineMs).toBe(300_000);
    member.isCommitDone = true;
    member.advance();
    expect(member.heard.at(-1)).toBe("revoked t/0,1");
    expect(member.take()).toHaveLength(1);
  });
});
