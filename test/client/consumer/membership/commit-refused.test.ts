import { expect, test } from "vitest";
import { onCommitRefused } from "../../../../src/client/consumer/membership/commit-refused.ts";
import { Errors } from "../../../../src/kafka/errors.ts";
import { fakeMember, join } from "./fake-member.ts";

const two = [{ topic: "t", partitions: [0, 1] }];
const sentWith = { memberId: "me", generationId: 1 };

test.each([
  ["REBALANCE_IN_PROGRESS", Errors.REBALANCE_IN_PROGRESS, "revoked t/0,1", "me"],
  ["ILLEGAL_GENERATION", Errors.ILLEGAL_GENERATION, "lost t/0,1", "me"],
  ["UNKNOWN_MEMBER_ID", Errors.UNKNOWN_MEMBER_ID, "lost t/0,1", ""],
])("%s: the member joins again", (_name, errorCode, heard, memberId) => {
  const member = fakeMember();
  join(member, 1, two);
  onCommitRefused(member.membership, sentWith, errorCode);
  member.advance();
  expect(member.heard.at(-1)).toBe(heard);
  expect(member.take()[0]!.body).toMatchObject({ kind: "JoinGroup", memberId });
});

test("FENCED_INSTANCE_ID is for the caller of commit alone", () => {
  const member = fakeMember();
  join(member, 1, two);
  onCommitRefused(member.membership, sentWith, Errors.FENCED_INSTANCE_ID);
  member.advance();
  expect([member.take(), member.heard.length]).toEqual([[], 1]);
});

test("of an older generation: a member on its way to a newer one goes on, a stable one has been dismissed", () => {
  const member = fakeMember();
  join(member, 2, two);
  member.membership.mustRejoin = true;
  member.advance();
  onCommitRefused(member.membership, sentWith, Errors.UNKNOWN_MEMBER_ID);
  expect([member.membership.state, member.membership.memberId]).toEqual(["preparing-rebalance", "me"]);
  const stable = fakeMember();
  join(stable, 2, two);
  onCommitRefused(stable.membership, sentWith, Errors.UNKNOWN_MEMBER_ID);
  expect([stable.membership.state, stable.membership.memberId]).toEqual(["unjoined", ""]);
});
