import { describe, expect, test } from "vitest";
import { noteMetadata } from "../../../../src/client/consumer/membership/group-topics.ts";
import { isAssigning, isStable, memberIdentity } from "../../../../src/client/consumer/membership/membership.ts";
import { Errors } from "../../../../src/kafka/errors.ts";
import type { JoinGroupRequest } from "../../../../src/kafka/messages/groups.ts";
import { type FakeMember, fakeMember, join, membersLike, type SentToCoordinator } from "./fake-member.ts";

const two = [{ topic: "t", partitions: [0, 1] }];

/** Until JoinGroup with its id is out. */
function joining(config: Parameters<typeof fakeMember>[0] = {}): [FakeMember, SentToCoordinator] {
  const member = fakeMember(config);
  member.advance();
  member.answer(member.take()[0]!, Errors.MEMBER_ID_REQUIRED, { memberId: "me" });
  return [member, member.take()[0]!];
}

function syncing(): [FakeMember, SentToCoordinator] {
  const [member, sent] = joining();
  member.answer(sent, Errors.NONE, { memberId: "me", generationId: 1, protocolName: "range", leader: "other" });
  return [member, member.take()[0]!];
}

function lead(member: FakeMember, sent: SentToCoordinator, fields: object = {}): void {
  const members = membersLike(sent.body as JoinGroupRequest, "me", "other");
  member.answer(sent, Errors.NONE, {
    memberId: "me",
    generationId: 1,
    protocolName: "range",
    leader: "me",
    members,
    ...fields,
  });
}

describe("SyncGroup", () => {
  test("of a follower is empty, and what comes back is assigned", () => {
    const [member, sent] = syncing();
    expect(sent.body).toMatchObject({ kind: "SyncGroup", memberId: "me", generationId: 1, assignments: [] });
    expect(memberIdentity(member.membership)).toEqual({ memberId: "", generationId: -1 });
    member.answer(sent, Errors.NONE, { assignment: { assignedPartitions: two } });
    expect(member.heard).toEqual(["assigned t/0,1 in 1"]);
    expect(memberIdentity(member.membership)).toEqual({ memberId: "me", generationId: 1 });
  });

  test("of the leader carries what its assignor decided", () => {
    const [member, sent] = joining();
    lead(member, sent);
    expect(member.take()[0]!.body).toMatchObject({
      kind: "SyncGroup",
      assignments: [
        { memberId: "me", assignment: { assignedPartitions: two } },
        { memberId: "other", assignment: { assignedPartitions: [{ topic: "t", partitions: [2, 3] }] } },
      ],
    });
  });

  test("of the leader waits for metadata of the group's topics, and heartbeats wait with it", () => {
    const [member, sent] = joining();
    member.isMetadataFresh = false;
    const [me, other] = membersLike(sent.body as JoinGroupRequest, "me", "other");
    const wide = { ...other!, metadata: { ...other!.metadata, topics: ["t", "u"] } };
    lead(member, sent, { members: [me, wide] });
    expect(isAssigning(member.membership)).toBe(true);
    expect(member.watched.at(-1)).toEqual(["t", "u"]);
    member.runTo(10_000);
    expect(member.take()).toEqual([]);
    // A partition without a leader keeps the client asking: one answer is enough.
    noteMetadata(member.membership);
    member.advance();
    expect(member.take().map(({ body }) => body.kind)).toEqual(["SyncGroup", "Heartbeat"]);
  });

  test("of a static leader that came back assigns nothing (KIP-814)", () => {
    const [member, sent] = joining();
    lead(member, sent, { skipAssignment: true });
    expect(member.take()[0]!.body).toMatchObject({ kind: "SyncGroup", assignments: [] });
    expect(member.membership.assignedWith).not.toBeNull();
  });

  test("answered while the application is outside poll: the next poll hears of it", () => {
    const [member, sent] = syncing();
    member.isPolling = false;
    member.pollDeadlineMs = 300_000;
    member.answer(sent, Errors.NONE, { assignment: { assignedPartitions: two } });
    expect([isStable(member.membership), member.heard]).toEqual([true, []]);
    member.isPolling = true;
    member.advance();
    expect(member.heard).toEqual(["assigned t/0,1 in 1"]);
  });
});

describe("SyncGroup refused (§4)", () => {
  test.each([
    ["REBALANCE_IN_PROGRESS", Errors.REBALANCE_IN_PROGRESS, "me", 1],
    ["ILLEGAL_GENERATION", Errors.ILLEGAL_GENERATION, "me", -1],
    ["UNKNOWN_MEMBER_ID", Errors.UNKNOWN_MEMBER_ID, "", -1],
  ])("%s: it joins again at once (KAFKA-13419)", (_name, errorCode, memberId, generationId) => {
    const [member, sent] = syncing();
    member.answer(sent, errorCode);
    expect(member.take().map(({ body }) => body)).toMatchObject([
      { kind: "JoinGroup", memberId, protocols: [{ metadata: { generationId } }, {}] },
    ]);
  });

  test.each([Errors.NOT_COORDINATOR, Errors.COORDINATOR_NOT_AVAILABLE])(
    "%s: the coordinator is looked for",
    (errorCode) => {
      const [member, sent] = syncing();
      member.answer(sent, errorCode);
      expect(member.coordinatorReadyAtMs).toBeNull();
      member.runTo(100);
      member.foundCoordinator();
      expect(member.take().map(({ body }) => body.kind)).toEqual(["JoinGroup"]);
    },
  );

  test.each([Errors.COORDINATOR_LOAD_IN_PROGRESS, Errors.FENCED_INSTANCE_ID])(
    "%s is thrown out of the next poll",
    (errorCode) => {
      const [member, sent] = syncing();
      member.isPolling = false;
      member.pollDeadlineMs = 300_000;
      member.answer(sent, errorCode);
      expect(member.heard).toEqual([]);
      member.isPolling = true;
      member.advance();
      expect(member.heard).toEqual([`thrown ${errorCode}`]);
      member.isPolling = true;
      member.advance();
      expect(member.take().map(({ body }) => body.kind)).toEqual(["JoinGroup"]);
    },
  );

  test("of an older generation: nothing is reset (KAFKA-9823)", () => {
    const [member, sent] = syncing();
    member.membership.generationId = 2;
    member.answer(sent, Errors.UNKNOWN_MEMBER_ID);
    expect(member.take()[0]!.body).toMatchObject({ kind: "JoinGroup", memberId: "me" });
  });
});

describe("an assignment", () => {
  test("of a topic that is no longer subscribed to is ignored, and the member joins again (G-95)", () => {
    const [member, sent] = syncing();
    member.isPolling = false;
    member.pollDeadlineMs = 300_000;
    member.answer(sent, Errors.NONE, { assignment: { assignedPartitions: two } });
    member.topics = ["u"];
    member.isPolling = true;
    member.advance();
    expect(member.heard).toEqual(["revoked"]);
    expect(member.take()[0]!.body).toMatchObject({
      kind: "JoinGroup",
      protocols: [{ metadata: { topics: ["u"] } }, {}],
    });
  });

  test("that came before the generation was lost is thrown away, and the member id with it (G-90)", () => {
    const [member, sent] = syncing();
    member.isPolling = false;
    member.pollDeadlineMs = 1000;
    member.answer(sent, Errors.NONE, { assignment: { assignedPartitions: two } });
    member.runTo(3000);
    member.answer(member.take()[0]!, Errors.ILLEGAL_GENERATION);
    member.isPolling = true;
    member.advance();
    expect(member.heard).toEqual([]);
    expect(member.take()[0]!.body).toMatchObject({ kind: "JoinGroup", memberId: "" });
  });

  test("cooperative: what it takes away is revoked before the rest is assigned, and a second round begins (G-53, G-96)", () => {
    const member = fakeMember({ assignors: ["cooperative-sticky"] });
    join(member, 1, two, "cooperative-sticky");
    member.membership.mustRejoin = true;
    join(member, 2, [{ topic: "t", partitions: [1, 2] }], "cooperative-sticky");
    expect(member.heard.slice(1)).toEqual(["revoked t/0", "assigned t/2 in 2"]);
    const [again] = member.take();
    expect(again!.body).toMatchObject({
      kind: "JoinGroup",
      protocols: [{ metadata: { ownedPartitions: [{ topic: "t", partitions: [1, 2] }], generationId: 2 } }],
    });
  });

  test("cooperative: one that takes nothing away ends the rebalance", () => {
    const member = fakeMember({ assignors: ["cooperative-sticky"] });
    join(member, 1, [], "cooperative-sticky");
    expect(member.heard).toEqual(["assigned  in 1"]);
    expect(member.take()).toEqual([]);
  });
});
