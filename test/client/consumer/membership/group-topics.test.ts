import { describe, expect, test } from "vitest";
import { noteMetadata } from "../../../../src/client/consumer/membership/group-topics.ts";
import { Errors } from "../../../../src/kafka/errors.ts";
import type { JoinGroupRequest } from "../../../../src/kafka/messages/groups.ts";
import { type FakeMember, fakeMember, join, membersLike } from "./fake-member.ts";

/** It leads; another member subscribes to `u` too. */
function leader(rack: string | null = null): FakeMember {
  const member = fakeMember({}, rack);
  member.known.set("u", { partitionCount: 2, racks: [["a"], ["b"]] });
  member.advance();
  member.answer(member.take()[0]!, Errors.MEMBER_ID_REQUIRED, { memberId: "me" });
  const [sent] = member.take();
  const [me, other] = membersLike(sent!.body as JoinGroupRequest, "me", "other");
  const members = [me, { ...other!, metadata: { ...other!.metadata, topics: ["t", "u"] } }];
  const fields = { memberId: "me", generationId: 1, protocolName: "range", leader: "me", members };
  member.answer(sent!, Errors.NONE, fields);
  member.answer(member.take()[0]!, Errors.NONE, { assignment: { assignedPartitions: [] } });
  noteMetadata(member.membership);
  member.advance();
  expect(member.take()).toEqual([]);
  return member;
}

function change(member: FakeMember, topic: string, partitionCount: number, racks: string[][] | null): string[] {
  member.known.set(topic, { partitionCount, racks });
  noteMetadata(member.membership);
  member.advance();
  return member.take().map(({ body }) => body.kind);
}

describe("the leader joins again when metadata shows (G-94)", () => {
  test("more partitions of a topic of the group, its own or not", () => {
    expect(change(leader(), "t", 5, null)).toEqual(["JoinGroup"]);
    expect(change(leader(), "u", 3, null)).toEqual(["JoinGroup"]);
  });

  test("that a topic is gone", () => {
    const member = leader();
    member.known.delete("u");
    noteMetadata(member.membership);
    member.advance();
    expect(member.take()).toHaveLength(1);
  });

  test("replicas in other racks, if it has a rack itself", () => {
    expect(change(leader("a"), "u", 2, [["a"], ["b"]])).toEqual([]);
    expect(change(leader("a"), "u", 2, [["a"], ["c"]])).toEqual(["JoinGroup"]);
    expect(change(leader(), "u", 2, [["a"], ["c"]])).toEqual([]);
  });
});

test("a follower does not look at metadata", () => {
  const member = fakeMember();
  join(member, 1, []);
  expect(change(member, "t", 5, null)).toEqual([]);
});

test("a member joins again when its own subscription changes", () => {
  const member = fakeMember();
  join(member, 1, []);
  member.topics = ["t", "u"];
  member.advance();
  expect(member.take()[0]!.body).toMatchObject({
    kind: "JoinGroup",
    protocols: [{ metadata: { topics: ["t", "u"] } }, {}],
  });
});
