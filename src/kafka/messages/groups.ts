/**
 * The coordinator of a group and the classic protocol of its members: FindCoordinator (10), JoinGroup (11), SyncGroup (14),
 * Heartbeat (12), LeaveGroup (13), OffsetCommit (8), OffsetFetch (9), and for operators DescribeGroups (15), ListGroups
 * (16), DeleteGroups (42), OffsetDelete (47). Newest versions, one group or key each.
 */
import type { ErrorCode } from "../errors.ts";
import type { ConsumerAssignment, ConsumerSubscription } from "./consumer-protocol.ts";
import type { Request, Response } from "./message.ts";

/** A partition as groups name it: a topic made anew under its old name has the old offsets. */
export interface NamedPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface FindCoordinatorRequest extends Request {
  readonly kind: "FindCoordinator";
  /** The group id. */
  readonly key: string;
}

export interface FindCoordinatorResponse extends Response {
  readonly kind: "FindCoordinatorResponse";
  readonly errorCode: ErrorCode;
  /** -1 with an error. */
  readonly nodeId: number;
}

/** One assignor that the member offers, and what it tells the leader under it. */
export interface JoinProtocol {
  readonly name: string;
  readonly metadata: ConsumerSubscription;
}

export interface JoinGroupRequest extends Request {
  readonly kind: "JoinGroup";
  /** client.id of the request's header: generated member ids begin with it. */
  readonly clientId: string;
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  /** "": unknown yet. */
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly protocolType: string;
  /** In the order of preference. */
  readonly protocols: readonly JoinProtocol[];
}

export interface JoinGroupResponse extends Response {
  readonly kind: "JoinGroupResponse";
  readonly errorCode: ErrorCode;
  /** -1 with an error. */
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  /** The leader's member id; "" with an error. */
  readonly leader: string;
  /** The leader that reads this need not assign anew: a static member came back (KIP-814). */
  readonly skipAssignment: boolean;
  /** Given by the coordinator, also with MEMBER_ID_REQUIRED. */
  readonly memberId: string;
  /** All members for the leader, empty for everybody else. */
  readonly members: readonly JoinedMember[];
}

export interface JoinedMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly metadata: ConsumerSubscription;
}

export interface SyncGroupRequest extends Request {
  readonly kind: "SyncGroup";
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  /** Of the leader; empty of everybody else. */
  readonly assignments: readonly { readonly memberId: string; readonly assignment: ConsumerAssignment }[];
}

export interface SyncGroupResponse extends Response {
  readonly kind: "SyncGroupResponse";
  readonly errorCode: ErrorCode;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  /** Empty with an error. */
  readonly assignment: ConsumerAssignment;
}

export interface HeartbeatRequest extends Request {
  readonly kind: "Heartbeat";
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

interface HeartbeatResponse extends Response {
  readonly kind: "HeartbeatResponse";
  readonly errorCode: ErrorCode;
}

/** By member id, or by instance id with an empty member id. */
export interface LeavingMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

export interface LeaveGroupRequest extends Request {
  readonly kind: "LeaveGroup";
  readonly groupId: string;
  readonly members: readonly LeavingMember[];
}

export interface LeaveGroupResponse extends Response {
  readonly kind: "LeaveGroupResponse";
  readonly errorCode: ErrorCode;
  readonly members: readonly (LeavingMember & { readonly errorCode: ErrorCode })[];
}

export interface CommittedOffset extends NamedPartition {
  readonly offset: number;
  /** Of the last record before it; -1 unknown. */
  readonly leaderEpoch: number;
  readonly metadata: string;
}

export interface OffsetCommitRequest extends Request {
  readonly kind: "OffsetCommit";
  readonly groupId: string;
  /** -1: of no member. */
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly offsets: readonly CommittedOffset[];
}

export interface OffsetCommitResponse extends Response {
  readonly kind: "OffsetCommitResponse";
  /** In the order of the request. */
  readonly partitions: readonly (NamedPartition & { readonly errorCode: ErrorCode })[];
}

export interface OffsetFetchRequest extends Request {
  readonly kind: "OffsetFetch";
  readonly groupId: string;
  /** null: all that the group has committed. */
  readonly partitions: readonly NamedPartition[] | null;
  /** Offsets that a transaction may still move are refused, and writes on their way are waited for (KIP-447). */
  readonly requireStable: boolean;
}

export interface OffsetFetchResponse extends Response {
  readonly kind: "OffsetFetchResponse";
  readonly errorCode: ErrorCode;
  /** Offset -1: none committed. */
  readonly partitions: readonly (CommittedOffset & { readonly errorCode: ErrorCode })[];
}

/** As an operator is told (ClassicGroupState; "Dead" also of a group that there is not). */
export type GroupStateName = "PreparingRebalance" | "CompletingRebalance" | "Stable" | "Dead" | "Empty";

export interface DescribeGroupsRequest extends Request {
  readonly kind: "DescribeGroups";
  readonly groupId: string;
}

export interface DescribeGroupsResponse extends Response {
  readonly kind: "DescribeGroupsResponse";
  readonly errorCode: ErrorCode;
  readonly groupState: GroupStateName;
  readonly protocolType: string;
  readonly protocolName: string;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly assignment: ConsumerAssignment;
  }[];
}

export interface ListGroupsRequest extends Request {
  readonly kind: "ListGroups";
  /** Of these states, in any case; empty: of all. */
  readonly statesFilter: readonly string[];
}

export interface ListGroupsResponse extends Response {
  readonly kind: "ListGroupsResponse";
  readonly errorCode: ErrorCode;
  readonly groups: readonly {
    readonly groupId: string;
    readonly protocolType: string;
    readonly groupState: GroupStateName;
  }[];
}

export interface DeleteGroupsRequest extends Request {
  readonly kind: "DeleteGroups";
  readonly groupId: string;
}

interface DeleteGroupsResponse extends Response {
  readonly kind: "DeleteGroupsResponse";
  readonly errorCode: ErrorCode;
}

export interface OffsetDeleteRequest extends Request {
  readonly kind: "OffsetDelete";
  readonly groupId: string;
  readonly partitions: readonly NamedPartition[];
}

interface OffsetDeleteResponse extends Response {
  readonly kind: "OffsetDeleteResponse";
  readonly errorCode: ErrorCode;
  readonly partitions: readonly (NamedPartition & { readonly errorCode: ErrorCode })[];
}

/** To the coordinator of the group that they name. */
export type GroupRequest =
  | JoinGroupRequest
  | SyncGroupRequest
  | HeartbeatRequest
  | LeaveGroupRequest
  | OffsetCommitRequest
  | OffsetFetchRequest
  | DescribeGroupsRequest
  | DeleteGroupsRequest
  | OffsetDeleteRequest;

export type GroupResponse =
  | JoinGroupResponse
  | SyncGroupResponse
  | HeartbeatResponse
  | LeaveGroupResponse
  | OffsetCommitResponse
  | OffsetFetchResponse
  | DescribeGroupsResponse
  | DeleteGroupsResponse
  | OffsetDeleteResponse;

/** To any broker. */
export type CoordinatorRequest = FindCoordinatorRequest | ListGroupsRequest;

export type CoordinatorResponse = FindCoordinatorResponse | ListGroupsResponse;
