/** A member whose coordinator, application and clock are in the hands of the test. */
import {
  advanceMembership,
  onMembershipFailure,
  onMembershipResponse,
} from "../../../../src/client/consumer/membership/advance-membership.ts";
import { onCoordinatorFound } from "../../../../src/client/consumer/membership/heartbeats.ts";
import { type Membership, newMembership } from "../../../../src/client/consumer/membership/membership.ts";
import type { MembershipCall, MembershipPort } from "../../../../src/client/consumer/membership/membership-port.ts";
import { without } from "../../../../src/client/consumer/membership/partition-sets.ts";
import type { ClientContext } from "../../../../src/client/context.ts";
import type { AssignableTopic } from "../../../../src/kafka/assignors/assignor.ts";
import type { AssignorName, ResolvedGroup } from "../../../../src/kafka/config/resolve-group.ts";
import { Errors } from "../../../../src/kafka/errors.ts";
import type { TopicPartitions } from "../../../../src/kafka/messages/consumer-protocol.ts";
import type { GroupRequest, JoinedMember, JoinGroupRequest } from "../../../../src/kafka/messages/groups.ts";

export interface SentToCoordinator {
  readonly body: GroupRequest;
  readonly call: MembershipCall;
  readonly timeoutMs: number | null;
  readonly atMs: number;
}

/** What the application heard: "revoked t/0,1", "lost …", "assigned …", "thrown 82". */
type Heard = string;

export interface FakeMember {
  readonly membership: Membership;
  readonly context: ClientContext;
  readonly heard: Heard[];
  readonly watched: (readonly string[])[];
  topics: readonly string[];
  known: Map<string, AssignableTopic>;
  isMetadataFresh: boolean;
  isPolling: boolean;
  pollDeadlineMs: number;
  /** null: unknown. */
  coordinatorReadyAtMs: number | null;
  /** Before a join the commit is done at once, or waits. */
  isCommitDone: boolean;
  readonly nowMs: number;
  /** Sent since, in order. */
  take(): SentToCoordinator[];
  advance(): void;
  /** Lets time pass, and what is due happen. */
  runTo(atMs: number): void;
  foundCoordinator(): void;
  answer(sent: SentToCoordinator, errorCode: number, fields?: object): void;
  disconnect(sent: SentToCoordinator): void;
}

export const groupConfig: ResolvedGroup = {
  groupId: "group",
  groupInstanceId: null,
  clientId: "client",
  sessionTimeoutMs: 45_000,
  heartbeatIntervalMs: 3000,
  maxPollIntervalMs: 300_000,
  requestTimeoutMs: 30_000,
  retryBackoffMs: 100,
  retryBackoffMaxMs: 1000,
  autoCommitIntervalMs: Number.POSITIVE_INFINITY,
  assignors: ["range", "cooperative-sticky"],
};

const textOf = (partitions: readonly TopicPartitions[]): string =>
  partitions.map(({ topic, partitions: ofTopic }) => `${topic}/${ofTopic.join(",")}`).join(" ");

export function fakeMember(config: Partial<ResolvedGroup> = {}, rack: string | null = null): FakeMember {
  let nowMs = 0;
  let nextAtMs = Number.POSITIVE_INFINITY;
  let correlationId = 0;
  let owned: readonly TopicPartitions[] = [];
  const outbox: SentToCoordinator[] = [];
  const heard: Heard[] = [];
  const context = { nowMs: () => nowMs, choose: (_name: number, below: number) => below >> 1 } as ClientContext;
  const port: MembershipPort = {
    self: 2000,
    config: { ...groupConfig, ...config },
    rack,
    topics: () => member.topics,
    mayBeAssigned: (topic) => member.topics.includes(topic),
    topic: (name) => member.known.get(name) ?? null,
    isMetadataFresh: () => member.isMetadataFresh,
    watchTopics: (topics) => member.watched.push(topics),
    isPolling: () => member.isPolling,
    pollDeadlineMs: () => (member.isPolling ? Number.POSITIVE_INFINITY : member.pollDeadlineMs),
    coordinatorReadyAtMs: () => member.coordinatorReadyAtMs ?? Number.POSITIVE_INFINITY,
    send: (body, call, timeoutMs) => outbox.push({ body, call, timeoutMs, atMs: nowMs }),
    nextCorrelationId: () => ++correlationId,
    coordinatorUnknown: () => {
      member.coordinatorReadyAtMs = null;
    },
    owned: () => owned,
    commitBeforeJoin: () => member.isCommitDone,
    revoked: (partitions) => {
      owned = without(owned, partitions);
      heard.push(`revoked ${textOf(partitions)}`.trim());
    },
    lost: (partitions) => {
      owned = without(owned, partitions);
      heard.push(`lost ${textOf(partitions)}`);
    },
    assigned: (added, generationId) => {
      owned = joined(owned, added);
      heard.push(`assigned ${textOf(added)} in ${generationId}`);
    },
    thrown: (errorCode) => {
      member.isPolling = false;
      heard.push(`thrown ${errorCode}`);
    },
  };
  const member: FakeMember = {
    membership: newMembership(port),
    context,
    heard,
    watched: [],
    topics: ["t"],
    known: new Map([["t", { partitionCount: 4, racks: null }]]),
    isMetadataFresh: true,
    isPolling: true,
    pollDeadlineMs: 0,
    coordinatorReadyAtMs: 0,
    isCommitDone: true,
    get nowMs() {
      return nowMs;
    },
    take: () => outbox.splice(0),
    advance: () => {
      nextAtMs = advanceMembership(member.membership, context);
    },
    runTo: (atMs) => {
      for (let steps = 0; nextAtMs <= atMs; steps++) {
        if (steps > 10_000) throw new Error("the member never rests");
        nowMs = Math.max(nowMs, nextAtMs);
        member.advance();
      }
      nowMs = atMs;
      member.advance();
    },
    foundCoordinator: () => {
      member.coordinatorReadyAtMs = nowMs;
      onCoordinatorFound(member.membership, context);
      member.advance();
    },
    answer: ({ body, call }, errorCode, fields = {}) => {
      const { correlationId: id } = body;
      const response = { ...answers[call.kind], kind: `${body.kind}Response`, name: 0, correlationId: id, errorCode };
      onMembershipResponse(member.membership, call, { ...response, ...fields } as never, context);
      member.advance();
    },
    disconnect: ({ call }) => {
      onMembershipFailure(member.membership, call, Errors.NETWORK_EXCEPTION, context);
      member.advance();
    },
  };
  return member;
}

const answers = {
  "join-group": {
    generationId: -1,
    protocolType: "consumer",
    protocolName: null,
    leader: "",
    skipAssignment: false,
    memberId: "",
    members: [],
  },
  "sync-group": { protocolType: "consumer", protocolName: null, assignment: { assignedPartitions: [] } },
  heartbeat: {},
  "leave-group": { members: [] },
} as const;

function joined(a: readonly TopicPartitions[], b: readonly TopicPartitions[]): readonly TopicPartitions[] {
  const topics = [...new Set([...a, ...b].map(({ topic }) => topic))].sort();
  return topics.map((topic) => ({
    topic,
    partitions: [...a, ...b]
      .filter((one) => one.topic === topic)
      .flatMap(({ partitions }) => partitions)
      .sort((x, y) => x - y),
  }));
}

/** As a follower: the whole exchange, until the application has what the leader gave it. */
export function join(
  member: FakeMember,
  generationId: number,
  share: readonly TopicPartitions[],
  protocolName: AssignorName = "range",
): void {
  member.advance();
  for (let sent = member.take()[0]; sent !== undefined; sent = member.take()[0]) {
    if (sent.body.kind === "JoinGroup" && sent.body.memberId === "" && sent.body.groupInstanceId === null)
      member.answer(sent, Errors.MEMBER_ID_REQUIRED, { memberId: "me" });
    else if (sent.body.kind === "JoinGroup")
      member.answer(sent, Errors.NONE, { memberId: "me", generationId, protocolName, leader: "other" });
    else if (sent.body.kind === "SyncGroup") {
      member.answer(sent, Errors.NONE, { assignment: { assignedPartitions: share } });
      return;
    }
  }
}

/** As the leader hears of it: the member with what it sent, and others like it. */
export const membersLike = ({ protocols }: JoinGroupRequest, ...ids: readonly string[]): JoinedMember[] =>
  ids.map((memberId) => ({ memberId, groupInstanceId: null, metadata: protocols[0]!.metadata }));
