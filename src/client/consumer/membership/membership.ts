/**
 * A member of a classic group, as the consumer sees it (AbstractCoordinator, ConsumerCoordinator).
 *
 *   unjoined --a rebalance is due and poll runs: JoinGroup--> preparing-rebalance
 *   preparing-rebalance --answered: heartbeats begin, SyncGroup--> completing-rebalance
 *   completing-rebalance --answered--> stable; the next poll hands the assignment to the application
 *   stable --a rebalance is due: partitions are given up, JoinGroup--> preparing-rebalance
 *   any --UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, FENCED_INSTANCE_ID, max.poll.interval.ms over, left--> unjoined
 */
import { invariant } from "../../../core/invariant.ts";
import type { Millis } from "../../../core/time.ts";
import type { AssignableTopics } from "../../../kafka/assignors/assignor.ts";
import { assignors } from "../../../kafka/assignors/assignors.ts";
import type { ErrorCode } from "../../../kafka/errors.ts";
import type { ConsumerAssignment, TopicPartitions } from "../../../kafka/messages/consumer-protocol.ts";
import type { JoinGroupResponse } from "../../../kafka/messages/groups.ts";
import type { MemberIdentity, MembershipPort } from "./membership-port.ts";

type MemberState = "unjoined" | "preparing-rebalance" | "completing-rebalance" | "stable";

/** A rebalance on its way. Answers to JoinGroup are read inside poll only, those to SyncGroup at once; what they mean is told inside poll. */
type Exchange =
  | { readonly kind: "joining" | "syncing" }
  | { readonly kind: "answered"; readonly sentWith: MemberIdentity; readonly response: JoinGroupResponse }
  /** The leader waits for metadata of the group's topics. */
  | { readonly kind: "assigning"; readonly response: JoinGroupResponse }
  | { readonly kind: "synced"; readonly assignment: ConsumerAssignment }
  | { readonly kind: "refused"; readonly errorCode: ErrorCode };

export interface Membership {
  readonly port: MembershipPort;
  /** All assignors let members keep what they hold while they join. */
  readonly isCooperative: boolean;
  state: MemberState;
  memberId: string;
  generationId: number;
  /** The assignor that the coordinator chose; null: none. */
  protocolName: string | null;
  exchange: Exchange | null;
  mustRejoin: boolean;
  /** What the application holds has not been given up yet for the rebalance that is due. */
  mustPrepare: boolean;
  /** When the commit before a join is given up; Infinity: none has begun. */
  prepareDeadlineMs: Millis;
  /** Not tried again before. */
  retryAtMs: Millis;
  /** In a row, for the names of requests. */
  attempts: number;
  isLeader: boolean;
  /** The subscription with which it joined; null: never. */
  joinedTopics: readonly string[] | null;
  /** What the leader knew of the group's topics when it assigned; null: it did not. */
  assignedWith: AssignableTopics | null;
  /** Of the group; []: not the leader. */
  groupTopics: readonly string[];
  /** The leader waits for the next answer with metadata, whatever it says. */
  awaitsMetadata: boolean;
  /** Metadata came since the leader last looked. */
  hasNewMetadata: boolean;
  /** What assignors have the member remember of its last assignment; null: none yet. */
  remembered: { readonly partitions: readonly TopicPartitions[]; readonly generationId: number } | null;
  rememberedGenerationId: number;
  readonly heartbeats: Heartbeats;
}

interface Heartbeats {
  isEnabled: boolean;
  /** Thrown by the next poll; null: none. Until a join is answered no heartbeat is sent. */
  failure: ErrorCode | null;
  nextAtMs: Millis;
  sessionDeadlineMs: Millis;
  /** Counted from the answer to JoinGroup; poll moves it on. */
  pollDeadlineMs: Millis;
  failures: number;
}

export const newMembership = (port: MembershipPort): Membership => ({
  port,
  isCooperative: port.config.assignors.every((name) => assignors[name].isCooperative),
  state: "unjoined",
  memberId: "",
  generationId: -1,
  protocolName: null,
  exchange: null,
  mustRejoin: true,
  mustPrepare: true,
  prepareDeadlineMs: Number.POSITIVE_INFINITY,
  retryAtMs: 0,
  attempts: 0,
  isLeader: false,
  joinedTopics: null,
  assignedWith: null,
  groupTopics: [],
  awaitsMetadata: false,
  hasNewMetadata: false,
  remembered: null,
  rememberedGenerationId: -1,
  heartbeats: {
    isEnabled: false,
    failure: null,
    nextAtMs: 0,
    sessionDeadlineMs: Number.POSITIVE_INFINITY,
    pollDeadlineMs: 0,
    failures: 0,
  },
});

/** Who it is now, whether or not the group is stable. */
export const identityOf = ({ memberId, generationId }: Membership): MemberIdentity => ({ memberId, generationId });

/** For commits: of no member unless it is stable. */
export const memberIdentity = (membership: Membership): MemberIdentity =>
  membership.state === "stable" ? identityOf(membership) : { memberId: "", generationId: -1 };

export const isStable = ({ state }: Membership): boolean => state === "stable";

export const isRebalancing = ({ state }: Membership): boolean =>
  state === "preparing-rebalance" || state === "completing-rebalance";

/** Poll is blocked: the leader waits for metadata. */
export const isAssigning = ({ exchange }: Membership): boolean => exchange?.kind === "assigning";

/** It is no longer, or not yet, in a generation. */
export const hasNoGeneration = ({ generationId, protocolName }: Membership): boolean =>
  generationId === -1 && protocolName === null;

export const isUnchanged = ({ memberId, generationId }: Membership, sentWith: MemberIdentity): boolean =>
  memberId === sentWith.memberId && generationId === sentWith.generationId;

/** Out of the generation. With its member id kept, the group need not wait for the old one to leave (KAFKA-13419). */
export function resetGeneration(membership: Membership, resetsMemberId: boolean): void {
  membership.state = "unjoined";
  membership.generationId = -1;
  membership.protocolName = null;
  if (resetsMemberId) membership.memberId = "";
  membership.mustRejoin = true;
  membership.mustPrepare = true;
  invariant(hasNoGeneration(membership), "who is out of the generation has none");
}

/** The rebalance that was on its way has failed; it is tried again, at once or after retry.backoff.ms. */
export function failExchange(membership: Membership, retryAtMs: Millis): void {
  invariant(membership.exchange !== null, "a rebalance that fails was on its way");
  membership.exchange = null;
  membership.mustRejoin = true;
  membership.retryAtMs = retryAtMs;
  membership.attempts++;
}

export const retryLaterMs = ({ port }: Membership, nowMs: Millis): Millis =>
  nowMs + Math.max(1, port.config.retryBackoffMs);
