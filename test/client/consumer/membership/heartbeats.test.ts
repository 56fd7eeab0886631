import { describe, expect, test } from "vitest";
import { isStable } from "../../../../src/client/consumer/membership/membership.ts";
import { Errors } from "../../../../src/kafka/errors.ts";
import { type FakeMember, fakeMember, join, type SentToCoordinator } from "./fake-member.ts";

const two = [{ topic: "t", partitions: [0, 1] }];

function joined(config: Parameters<typeof fakeMember>[0] = {}): FakeMember {
  const member = fakeMember(config);
  join(member, 1, two);
  return member;
}

/** With the first heartbeat out, at 3,000 ms. */
function beating(config: Parameters<typeof fakeMember>[0] = {}): [FakeMember, SentToCoordinator] {
  const member = joined(config);
  member.runTo(3000);
  return [member, member.take()[0]!];
}

describe("heartbeats", () => {
  test("go out each heartbeat.interval.ms, whether or not the application polls", () => {
    const member = joined();
    member.isPolling = false;
    member.pollDeadlineMs = 300_000;
    const sentAt: number[] = [];
    for (let atMs = 0; atMs <= 10_000; atMs += 500) {
      member.runTo(atMs);
      for (const sent of member.take()) {
        expect(sent.body).toMatchObject({ kind: "Heartbeat", memberId: "me", generationId: 1 });
        sentAt.push(sent.atMs);
        member.answer(sent, Errors.NONE);
      }
    }
    expect(sentAt).toEqual([3000, 6000, 9000]);
  });

  test("stop while the member joins, and begin anew with the answer (G-90)", () => {
    const member = joined();
    member.membership.mustRejoin = true;
    member.advance();
    const [again] = member.take();
    member.runTo(9000);
    expect(member.take()).toEqual([]);
    member.answer(again!, Errors.NONE, { memberId: "me", generationId: 2, protocolName: "range", leader: "other" });
    expect(member.take().map(({ body }) => body.kind)).toEqual(["SyncGroup"]);
    member.runTo(12_000);
    expect(member.take().map(({ body, atMs }) => [body.kind, atMs])).toEqual([["Heartbeat", 12_000]]);
  });

  test("that fail are sent again after a back-off that grows", () => {
    const [member, first] = beating();
    member.answer(first, Errors.UNKNOWN_SERVER_ERROR);
    member.runTo(3100);
    const [second] = member.take();
    expect(second!.atMs).toBe(3100);
    member.answer(second!, Errors.UNKNOWN_SERVER_ERROR);
    member.runTo(3299);
    expect(member.take()).toEqual([]);
    member.runTo(3300);
    expect(member.take()).toHaveLength(1);
  });
});

describe("a heartbeat refused (§4)", () => {
  test("REBALANCE_IN_PROGRESS: it joins again, and counts as heard", () => {
    const [member, sent] = beating();
    member.answer(sent, Errors.REBALANCE_IN_PROGRESS);
    expect(member.membership.heartbeats.sessionDeadlineMs).toBe(48_000);
    expect(member.heard.at(-1)).toBe("revoked t/0,1");
    expect(member.take()[0]!.body).toMatchObject({ kind: "JoinGroup", memberId: "me" });
  });

  test("ILLEGAL_GENERATION: the generation is reset, the member id stays (KAFKA-13419)", () => {
    const [member, sent] = beating();
    member.answer(sent, Errors.ILLEGAL_GENERATION);
    expect(member.heard.at(-1)).toBe("lost t/0,1");
    expect(member.take()[0]!.body).toMatchObject({
      kind: "JoinGroup",
      memberId: "me",
      protocols: [{ metadata: { generationId: -1 } }, {}],
    });
  });

  test("FENCED_INSTANCE_ID: all is reset, heartbeats end, the next poll throws once, and the one after joins again (G-54)", () => {
    const member = fakeMember({ groupInstanceId: "instance" });
    join(member, 1, two);
    member.runTo(3000);
    member.isPolling = false;
    member.pollDeadlineMs = 300_000;
    member.answer(member.take()[0]!, Errors.FENCED_INSTANCE_ID);
    member.runTo(20_000);
    expect([member.take(), member.heard.length]).toEqual([[], 1]);
    member.isPolling = true;
    member.advance();
    expect(member.heard.at(-1)).toBe(`thrown ${Errors.FENCED_INSTANCE_ID}`);
    member.isPolling = true;
    member.advance();
    expect(member.heard.at(-1)).toBe("lost t/0,1");
    expect(member.take()[0]!.body).toMatchObject({ kind: "JoinGroup", memberId: "", groupInstanceId: "instance" });
  });

  test.each([Errors.UNKNOWN_MEMBER_ID, Errors.FENCED_INSTANCE_ID])(
    "%s of an older generation says nothing (KAFKA-9823)",
    (errorCode) => {
      const [member, sent] = beating();
      member.membership.generationId = 2;
      member.answer(sent, errorCode);
      expect([isStable(member.membership), member.take(), member.heard.length]).toEqual([true, [], 1]);
    },
  );

  test("NOT_COORDINATOR: another is looked for, and heartbeats go on there", () => {
    const [member, sent] = beating();
    member.answer(sent, Errors.NOT_COORDINATOR);
    expect(member.coordinatorReadyAtMs).toBeNull();
    member.runTo(5000);
    expect(member.take()).toEqual([]);
    member.foundCoordinator();
    expect(member.take().map(({ body }) => body.kind)).toEqual(["Heartbeat"]);
    expect(member.membership.heartbeats.sessionDeadlineMs).toBe(50_000);
  });
});

describe("timers (G-91)", () => {
  test("session.timeout.ms without an answer: the coordinator is looked for, the member stays", () => {
    const [member] = beating({ sessionTimeoutMs: 10_000 });
    member.runTo(10_000);
    expect(member.coordinatorReadyAtMs).toBeNull();
    expect(isStable(member.membership)).toBe(true);
    expect(member.take().every(({ body }) => body.kind === "Heartbeat")).toBe(true);
  });

  test("max.poll.interval.ms without a poll: the member leaves; its application hears at the next poll that all is lost (G-50)", () => {
    const member = joined({ maxPollIntervalMs: 2000 });
    member.isPolling = false;
    member.pollDeadlineMs = 2500;
    member.runTo(2499);
    expect(member.take()).toEqual([]);
    member.runTo(2500);
    expect(member.take().map(({ body }) => body)).toMatchObject([
      { kind: "LeaveGroup", members: [{ memberId: "me", groupInstanceId: null }] },
    ]);
    expect(member.heard).toHaveLength(1);
    member.isPolling = true;
    member.advance();
    expect(member.heard.at(-1)).toBe("lost t/0,1");
    expect(member.take()[0]!.body).toMatchObject({ kind: "JoinGroup", memberId: "" });
  });

  test("a static member does not leave for that, but forgets who it was (G-50)", () => {
    const member = fakeMember({ groupInstanceId: "instance", maxPollIntervalMs: 2000 });
    join(member, 1, two);
    member.isPolling = false;
    member.pollDeadlineMs = 2500;
    member.runTo(3000);
    expect([member.take(), member.membership.memberId, member.membership.state]).toEqual([[], "", "unjoined"]);
  });

  test("the answer to JoinGroup moves the poll timer on", () => {
    const member = joined({ maxPollIntervalMs: 2000 });
    member.isPolling = false;
    member.pollDeadlineMs = 500;
    member.runTo(1999);
    expect(isStable(member.membership)).toBe(true);
    member.runTo(2000);
    expect(isStable(member.membership)).toBe(false);
  });
});
