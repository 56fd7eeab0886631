/**
 * One group of the classic protocol in the memory of its coordinator (org.apache.kafka.coordinator.group.classic.ClassicGroup).
 *
 *   Empty --a member joins--> PreparingRebalance                    the initial delay runs
 *   PreparingRebalance --all have joined, or the timer--> CompletingRebalance, or Empty if none is left
 *   CompletingRebalance --the leader's assignment is committed--> Stable
 *   Stable, CompletingRebalance --a member joins, leaves, is gone, wants another--> PreparingRebalance
 *   any --its partition is led elsewhere--> Dead
 */

import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { hashOrder } from "../java-hash.ts";
import {
  type ConsumerAssignment,
  type ConsumerSubscription,
  consumerProtocolType,
  noAssignment,
  sameSubscription,
} from "../messages/consumer-protocol.ts";
import type {
  GroupStateName,
  JoinedMember,
  JoinGroupRequest,
  JoinProtocol,
  SyncGroupRequest,
} from "../messages/groups.ts";
import type { GroupTimer } from "./group-timer.ts";
import type { GroupValue } from "./records.ts";

/** A request that waits for its answer. */
interface Parked<Request> {
  readonly request: Request;
  readonly connection: ConnectionId;
}

export interface ClassicMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly protocolType: string;
  protocols: readonly JoinProtocol[];
  rebalanceTimeoutMs: Millis;
  sessionTimeoutMs: Millis;
  assignment: ConsumerAssignment;
  awaitingJoin: Parked<JoinGroupRequest> | null;
  awaitingSync: Parked<SyncGroupRequest> | null;
  /** Its first JoinGroup is not answered yet: the session does not count (G-18). */
  isNew: boolean;
  session: GroupTimer | null;
}

export interface ClassicGroup {
  readonly groupId: string;
  state: GroupStateName;
  previousState: GroupStateName;
  stateTimestampMs: Millis;
  protocolType: string | null;
  protocolName: string | null;
  generationId: number;
  leaderId: string | null;
  /** In the order in which they were put in. */
  readonly members: Map<string, ClassicMember>;
  /** By instance id: the member id that stands for it. */
  readonly staticMembers: Map<string, string>;
  /** Ids that were given out and have not joined, each for one session timeout. */
  readonly pendingJoin: Map<string, GroupTimer>;
  /** Who has not sent SyncGroup since the join ended. */
  readonly pendingSync: Set<string>;
  /** null: unknown. */
  subscribedTopics: ReadonlySet<string> | null;
  newMemberAdded: boolean;
  joinTimer: GroupTimer | null;
  syncTimer: GroupTimer | null;
  /** The log end at which it came to be: it can be seen from outside when that is committed. */
  readonly existsFrom: number;
}

export const newGroup = (groupId: string, nowMs: Millis, existsFrom: number): ClassicGroup => ({
  groupId,
  state: "Empty",
  previousState: "Dead",
  stateTimestampMs: nowMs,
  protocolType: null,
  protocolName: null,
  generationId: 0,
  leaderId: null,
  members: new Map(),
  staticMembers: new Map(),
  pendingJoin: new Map(),
  pendingSync: new Set(),
  subscribedTopics: null,
  newMemberAdded: false,
  joinTimer: null,
  syncTimer: null,
  existsFrom,
});

const from: Readonly<Record<GroupStateName, readonly GroupStateName[]>> = {
  Empty: ["PreparingRebalance"],
  PreparingRebalance: ["Stable", "CompletingRebalance", "Empty"],
  CompletingRebalance: ["PreparingRebalance"],
  Stable: ["CompletingRebalance"],
  Dead: ["Stable", "PreparingRebalance", "CompletingRebalance", "Empty", "Dead"],
};

export function transitionTo(group: ClassicGroup, state: GroupStateName, nowMs: Millis): void {
  invariant(from[state].includes(group.state), "a classic group changes its state as the protocol says");
  group.previousState = group.state;
  group.state = state;
  group.stateTimestampMs = nowMs;
}

export const canRebalance = ({ state }: ClassicGroup): boolean => from.PreparingRebalance.includes(state);

export const isLeader = ({ leaderId }: ClassicGroup, memberId: string): boolean => leaderId === memberId;

/** Members in the order in which Java's map would name them (G-14). */
export function membersInOrder({ members }: ClassicGroup): ClassicMember[] {
  return hashOrder([...members.values()], ({ memberId }) => memberId);
}

export function addMember(group: ClassicGroup, member: ClassicMember): void {
  const { memberId, groupInstanceId } = member;
  invariant(!group.members.has(memberId), "a member is added once");
  if (groupInstanceId !== null) {
    invariant(!group.staticMembers.has(groupInstanceId), "an instance id stands for one member");
    group.staticMembers.set(groupInstanceId, memberId);
  }
  if (group.members.size === 0) group.protocolType = member.protocolType;
  group.leaderId ??= memberId;
  group.members.set(memberId, member);
}

/** Of a member or of a pending id; timers are the caller's. */
export function removeMember(group: ClassicGroup, memberId: string): void {
  const member = group.members.get(memberId);
  group.members.delete(memberId);
  if (member?.groupInstanceId != null) group.staticMembers.delete(member.groupInstanceId);
  if (isLeader(group, memberId)) group.leaderId = membersInOrder(group)[0]?.memberId ?? null;
  group.pendingJoin.delete(memberId);
  group.pendingSync.delete(memberId);
  invariant(group.leaderId === null || group.members.has(group.leaderId), "the leader is a member");
}

export function awaitingJoin({ members }: ClassicGroup): number {
  let count = 0;
  for (const member of members.values()) if (member.awaitingJoin !== null) count++;
  return count;
}

/** G-66. */
export const haveAllJoined = (group: ClassicGroup): boolean =>
  group.pendingJoin.size === 0 && awaitingJoin(group) === group.members.size;

export function rebalanceTimeoutMs({ members }: ClassicGroup): Millis {
  let longest = 0;
  for (const member of members.values()) longest = Math.max(longest, member.rebalanceTimeoutMs);
  return longest;
}

/** False: nobody who could lead has joined (G-14). */
export function electLeader(group: ClassicGroup): boolean {
  if (group.leaderId === null) return false;
  if (group.members.get(group.leaderId)!.awaitingJoin !== null) return true;
  const next = membersInOrder(group).find((member) => member.awaitingJoin !== null);
  if (next === undefined) return false;
  group.leaderId = next.memberId;
  return true;
}

/** 25 or 82, or NONE. */
export function refuseMember(group: ClassicGroup, memberId: string, groupInstanceId: string | null): ErrorCode {
  if (groupInstanceId !== null) {
    const known = group.staticMembers.get(groupInstanceId);
    if (known === undefined) return Errors.UNKNOWN_MEMBER_ID;
    if (known !== memberId) return Errors.FENCED_INSTANCE_ID;
  }
  return group.members.has(memberId) ? Errors.NONE : Errors.UNKNOWN_MEMBER_ID;
}

const supports = (member: ClassicMember, name: string): boolean =>
  member.protocols.some((protocol) => protocol.name === name);

export function supportsProtocols(
  group: ClassicGroup,
  protocolType: string,
  protocols: readonly JoinProtocol[],
): boolean {
  if (group.state === "Empty") return protocolType !== "" && protocols.length > 0;
  if (group.protocolType !== protocolType) return false;
  const members = [...group.members.values()];
  return protocols.some(({ name }) => members.every((member) => supports(member, name)));
}

/** Each member votes for the first of its protocols that all support; a tie goes by Java's order of the names. */
export function selectProtocol(group: ClassicGroup): string {
  const members = [...group.members.values()];
  invariant(members.length > 0, "an empty group selects no protocol");
  const votes = new Map<string, number>();
  for (const member of membersInOrder(group)) {
    const vote = member.protocols.find(({ name }) => members.every((other) => supports(other, name)));
    invariant(vote !== undefined, "members of a group have a protocol in common");
    votes.set(vote.name, (votes.get(vote.name) ?? 0) + 1);
  }
  const names = hashOrder([...votes.keys()], (name) => name);
  return names.reduce((best, name) => (votes.get(name)! > votes.get(best)! ? name : best));
}

const metadataOf = (member: ClassicMember, protocolName: string): ConsumerSubscription => {
  const protocol = member.protocols.find(({ name }) => name === protocolName);
  invariant(protocol !== undefined, "each member supports the chosen protocol");
  return protocol.metadata;
};

/** The same protocols with the same bytes in the same order (G-19). */
export const matches = ({ protocols }: ClassicMember, others: readonly JoinProtocol[]): boolean =>
  protocols.length === others.length &&
  protocols.every(
    ({ name, metadata }, i) => name === others[i]!.name && sameSubscription(metadata, others[i]!.metadata),
  );

export function joinedMembers(group: ClassicGroup): readonly JoinedMember[] {
  const { protocolName } = group;
  if (protocolName === null) return [];
  return membersInOrder(group).map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    metadata: metadataOf(member, protocolName),
  }));
}

export function computeSubscribedTopics(group: ClassicGroup): ReadonlySet<string> | null {
  if (group.protocolType !== consumerProtocolType) return null;
  if (group.members.size === 0) return new Set();
  const { protocolName } = group;
  if (protocolName === null) return null;
  return new Set([...group.members.values()].flatMap((member) => metadataOf(member, protocolName).topics));
}

/** A group that knows no topics is taken to read them all. */
export const isSubscribedTo = ({ subscribedTopics, protocolType }: ClassicGroup, topic: string): boolean =>
  subscribedTopics?.has(topic) ?? protocolType === consumerProtocolType;

/** What its next coordinator will know of it. */
export function groupValueOf(group: ClassicGroup, assignments: ReadonlyMap<string, ConsumerAssignment>): GroupValue {
  const { protocolName } = group;
  return {
    type: "GroupMetadata",
    protocolType: group.protocolType,
    generation: group.generationId,
    protocol: protocolName,
    leader: group.leaderId,
    currentStateTimestamp: group.stateTimestampMs,
    members:
      protocolName === null
        ? []
        : [...group.members.values()].map((member) => ({
            memberId: member.memberId,
            groupInstanceId: member.groupInstanceId,
            clientId: member.clientId,
            rebalanceTimeoutMs: member.rebalanceTimeoutMs,
            sessionTimeoutMs: member.sessionTimeoutMs,
            subscription: metadataOf(member, protocolName),
            assignment: assignments.get(member.memberId) ?? noAssignment,
          })),
  };
}

export const emptyGroupValue = (nowMs: Millis): GroupValue => ({
  type: "GroupMetadata",
  protocolType: null,
  generation: 0,
  protocol: null,
  leader: null,
  currentStateTimestamp: nowMs,
  members: [],
});
