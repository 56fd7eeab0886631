import { expect, test } from "vitest";
import { leaveGroup } from "../../../../src/client/consumer/membership/leave-group.ts";
import { fakeMember, join } from "./fake-member.ts";

const two = [{ topic: "t", partitions: [0, 1] }];

test("who leaves gives up what it holds first, and waits for no answer", () => {
  const member = fakeMember();
  join(member, 1, two);
  leaveGroup(member.membership, "default", member.context);
  expect(member.heard.at(-1)).toBe("revoked t/0,1");
  const [sent] = member.take();
  expect(sent!.body).toMatchObject({ kind: "LeaveGroup", members: [{ memberId: "me", groupInstanceId: null }] });
  expect([member.membership.state, member.membership.memberId]).toEqual(["unjoined", ""]);
  member.isPolling = false;
  member.answer(sent!, 0);
  member.runTo(100_000);
  expect(member.take()).toEqual([]);
});

test("in a rebalance what it holds is lost: the group may have given it away (G-99)", () => {
  const member = fakeMember({ assignors: ["cooperative-sticky"] });
  join(member, 1, two, "cooperative-sticky");
  member.membership.mustRejoin = true;
  member.advance();
  leaveGroup(member.membership, "default", member.context);
  expect(member.heard.at(-1)).toBe("lost t/0,1");
});

test.each([
  ["default", null, ["LeaveGroup"]],
  ["default", "instance", []],
  ["leave-group", "instance", ["LeaveGroup"]],
  ["remain-in-group", null, []],
] as const)("%s of %s sends %j", (operation, groupInstanceId, kinds) => {
  const member = fakeMember({ groupInstanceId });
  join(member, 1, two);
  leaveGroup(member.membership, operation, member.context);
  expect(member.take().map(({ body }) => body.kind)).toEqual(kinds);
});

test("without a coordinator it leaves in silence", () => {
  const member = fakeMember();
  join(member, 1, two);
  member.coordinatorReadyAtMs = null;
  leaveGroup(member.membership, "default", member.context);
  expect([member.take(), member.heard.at(-1)]).toEqual([[], "revoked t/0,1"]);
});

test("an answer to JoinGroup that comes after it left is not followed by SyncGroup", () => {
  const member = fakeMember();
  member.advance();
  const [sent] = member.take();
  leaveGroup(member.membership, "default", member.context);
  member.answer(sent!, 0, { memberId: "me", generationId: 1, protocolName: "range", leader: "other" });
  expect([member.take(), member.membership.generationId]).toEqual([[], -1]);
});
