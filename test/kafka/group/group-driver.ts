/** One broker that coordinates all groups, and requests of members to it. */
import type { ConnectionId } from "../../../src/core/ids.ts";
import { resolveBrokerConfig } from "../../../src/kafka/config/resolve-broker.ts";
import type { GroupsConfig } from "../../../src/kafka/config/resolve-groups.ts";
import type { ConsumerSubscription } from "../../../src/kafka/messages/consumer-protocol.ts";
import type {
  CommittedOffset,
  GroupRequest,
  HeartbeatRequest,
  JoinGroupRequest,
  JoinGroupResponse,
  LeaveGroupRequest,
  OffsetCommitRequest,
  OffsetFetchRequest,
  SyncGroupRequest,
  SyncGroupResponse,
} from "../../../src/kafka/messages/groups.ts";
import type { KafkaMessage } from "../../../src/kafka/messages/index.ts";
import type { KafkaObserver } from "../../../src/kafka/observer.ts";
import { FakeCluster } from "../broker/fake-cluster.ts";

export const groupId = "group";
export const offsetsTopicId = 50;

export interface GroupDriverOptions {
  readonly groups?: Partial<GroupsConfig>;
  readonly brokers?: number;
  readonly heard?: Partial<KafkaObserver>;
}

type Fields<Body extends { kind: string }> = Partial<Omit<Body, "kind" | "name" | "correlationId">>;

const subscription: ConsumerSubscription = {
  topics: ["t"],
  userData: null,
  ownedPartitions: [],
  generationId: -1,
  rackId: null,
};

export const protocols = (...names: readonly string[]): JoinGroupRequest["protocols"] =>
  names.map((name) => ({ name, metadata: subscription }));

export class GroupDriver {
  readonly cluster: FakeCluster;
  coordinator = 1;
  #correlationId = 0;

  constructor({ groups = {}, brokers = 1, heard = {} }: GroupDriverOptions = {}) {
    const config = {
      groups: {
        ...resolveBrokerConfig({}).groups,
        initialRebalanceDelayMs: 0,
        offsetsTopicNumPartitions: 1,
        ...groups,
      },
    };
    this.cluster = new FakeCluster({ brokers, config, heard }).start();
    const replicas = Array.from({ length: brokers }, (_, i) => i + 1);
    this.cluster.controller.createTopic("__consumer_offsets", offsetsTopicId, [replicas]);
    this.cluster.controller.createTopic("t", 60, [replicas, replicas]);
    this.cluster.controller.createTopic("other", 61, [replicas]);
    this.run(600);
  }

  run(ms: number): void {
    this.cluster.run(ms);
  }

  ask(body: Omit<GroupRequest, "name" | "correlationId">): ConnectionId {
    const correlationId = ++this.#correlationId;
    return this.cluster.ask(this.coordinator, { ...body, name: correlationId, correlationId } as KafkaMessage);
  }

  /** What came back, once it is committed. */
  answer<Kind extends KafkaMessage["kind"]>(
    connection: ConnectionId,
    kind: Kind,
  ): Extract<KafkaMessage, { kind: Kind }> {
    this.run(this.cluster.hosts.size > 1 ? 30 : 1);
    return this.cluster.answerTo(connection, kind);
  }

  isAnswered(connection: ConnectionId): boolean {
    return this.cluster.answers.has(connection);
  }

  sendJoin(fields: Fields<JoinGroupRequest> = {}): ConnectionId {
    return this.ask({
      kind: "JoinGroup",
      clientId: "client",
      groupId,
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 60_000,
      memberId: "",
      groupInstanceId: null,
      protocolType: "consumer",
      protocols: protocols("range"),
      ...fields,
    } as JoinGroupRequest);
  }

  join(fields: Fields<JoinGroupRequest> = {}): JoinGroupResponse {
    return this.answer(this.sendJoin(fields), "JoinGroupResponse");
  }

  /** A member id, given with MEMBER_ID_REQUIRED. */
  newId(): string {
    return this.join().memberId;
  }

  sendSync(fields: Fields<SyncGroupRequest>): ConnectionId {
    return this.ask({
      kind: "SyncGroup",
      groupId,
      generationId: 1,
      memberId: "",
      groupInstanceId: null,
      protocolType: "consumer",
      protocolName: "range",
      assignments: [],
      ...fields,
    } as SyncGroupRequest);
  }

  sync(fields: Fields<SyncGroupRequest>): SyncGroupResponse {
    return this.answer(this.sendSync(fields), "SyncGroupResponse");
  }

  heartbeat(fields: Fields<HeartbeatRequest>): number {
    const request = { kind: "Heartbeat", groupId, generationId: 1, memberId: "", groupInstanceId: null, ...fields };
    return this.answer(this.ask(request as HeartbeatRequest), "HeartbeatResponse").errorCode;
  }

  /** The error of each. */
  leave(...members: LeaveGroupRequest["members"]): number[] {
    const asked = this.ask({ kind: "LeaveGroup", groupId, members } as LeaveGroupRequest);
    return this.answer(asked, "LeaveGroupResponse").members.map(({ errorCode }) => errorCode);
  }

  sendCommit(fields: Fields<OffsetCommitRequest> = {}): ConnectionId {
    const offsets: readonly CommittedOffset[] = [{ topic: "t", partition: 0, offset: 5, leaderEpoch: 2, metadata: "" }];
    const request = { generationId: -1, memberId: "", groupInstanceId: null, offsets };
    return this.ask({ kind: "OffsetCommit", groupId, ...request, ...fields } as OffsetCommitRequest);
  }

  commit(fields: Fields<OffsetCommitRequest> = {}): number {
    return this.answer(this.sendCommit(fields), "OffsetCommitResponse").partitions[0]!.errorCode;
  }

  /** The committed offset of t-0, and the error of the whole. */
  fetch(fields: Fields<OffsetFetchRequest> = {}): readonly [offset: number | undefined, errorCode: number] {
    const request = { groupId, partitions: [{ topic: "t", partition: 0 }], requireStable: true, ...fields };
    const answer = this.answer(
      this.ask({ kind: "OffsetFetch", ...request } as OffsetFetchRequest),
      "OffsetFetchResponse",
    );
    return [answer.partitions[0]?.offset, answer.errorCode];
  }

  state(): readonly [state: string, errorCode: number] {
    const asked = this.ask({ kind: "DescribeGroups", groupId } as never);
    const { groupState, errorCode } = this.answer(asked, "DescribeGroupsResponse");
    return [groupState, errorCode];
  }

  /** The first member of a stable group of generation 1. */
  stable(fields: Fields<JoinGroupRequest> = {}): string {
    const memberId = this.completing(fields);
    this.sync({ memberId, groupInstanceId: fields.groupInstanceId ?? null, assignments: shareOf(memberId, 0) });
    return memberId;
  }

  /** It has joined, and leads; nobody has synced yet. */
  completing(fields: Fields<JoinGroupRequest> = {}): string {
    const memberId = fields.groupInstanceId == null ? this.newId() : "";
    const connection = this.sendJoin({ memberId, ...fields });
    this.run(1);
    return this.cluster.answerTo(connection, "JoinGroupResponse").memberId;
  }

  /** The member of generation 1 is asked to join again, as another joins. */
  preparing(): { readonly memberId: string; readonly other: ConnectionId } {
    const memberId = this.stable();
    const other = this.sendJoin({ memberId: this.newId() });
    this.run(1);
    return { memberId, other };
  }
}

export const shareOf = (memberId: string, ...partitions: readonly number[]): SyncGroupRequest["assignments"] => [
  { memberId, assignment: { assignedPartitions: [{ topic: "t", partitions }] } },
];
