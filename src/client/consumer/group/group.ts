/** The part of a consumer that is a member of a group, as its machine calls it. */
import type { NodeId } from "../../../core/ids.ts";
import type { Millis } from "../../../core/time.ts";
import { Channel } from "../../../kafka/channels.ts";
import type { ErrorCode } from "../../../kafka/errors.ts";
import type { KafkaMessage } from "../../../kafka/messages/index.ts";
import type { MetadataResponse } from "../../../kafka/messages/metadata.ts";
import type { ConsumerOptions } from "../../consumer-config.ts";
import type { ClientContext } from "../../context.ts";
import { noNode } from "../../network/least-loaded-node.ts";
import type { ConsumerCall, ConsumerState } from "../consumer-state.ts";
import { advanceMembership, onMembershipFailure, onMembershipResponse } from "../membership/advance-membership.ts";
import { noteMetadata } from "../membership/group-topics.ts";
import { newMembership } from "../membership/membership.ts";
import type { MembershipCall } from "../membership/membership-port.ts";
import { newApplication, returnFromPoll, wakeApplication } from "./application.ts";
import { admitKnown } from "./assignment.ts";
import { newCommits, onCommitOutcome, onCommitResponse, sendCommits } from "./commits.ts";
import { fetchCommitted, onOffsetFetchFailure, onOffsetFetchResponse } from "./committed-lookup.ts";
import {
  forgetCoordinator,
  lookUpCoordinator,
  onFindCoordinatorResponse,
  onLookupFailure,
} from "./coordinator-lookup.ts";
import type { GroupCall, GroupState } from "./group-state.ts";
import { newPort } from "./port.ts";

/** `consumer` is called late, as the consumer holds its group. */
export function newGroup(
  options: ConsumerOptions,
  self: NodeId,
  consumer: () => ConsumerState,
  nowMs: Millis,
): GroupState {
  const config = options.config.group!;
  const firstPollMs = Math.max(nowMs, (options.clockStartMs ?? 0) + options.workload.startMs);
  const group: GroupState = {
    config,
    plan: options.workload.processing,
    membership: newMembership(newPort({ self, config: options.config, options }, consumer, () => group)),
    coordinator: { node: noNode, isInFlight: false, failures: 0, attempts: 0, allowedAtMs: 0 },
    committed: { isInFlight: false, failures: 0, allowedAtMs: 0 },
    commits: newCommits(config.autoCommitIntervalMs, nowMs),
    application: newApplication(firstPollMs),
    generationId: -1,
    lastMetadata: null,
    unknown: [],
  };
  return group;
}

/** The application and the membership do what they can before anything is fetched. */
export function beforeFetches(state: ConsumerState, group: GroupState, nowMs: Millis, context: ClientContext): void {
  wakeApplication(state, group, nowMs, context);
}

/** Returns when to look again. */
export function afterFetches(state: ConsumerState, group: GroupState, nowMs: Millis, context: ClientContext): Millis {
  return Math.min(
    advanceMembership(group.membership, context),
    lookUpCoordinator(state, group, nowMs, context),
    fetchCommitted(state, group, nowMs, context),
    returnFromPoll(state, group, nowMs, context),
    sendCommits(state, group, nowMs, context),
  );
}

export function onGroupMetadata(
  state: ConsumerState,
  group: GroupState,
  response: MetadataResponse,
  context: ClientContext,
): void {
  group.lastMetadata = response;
  admitKnown(state, group, context);
  noteMetadata(group.membership);
}

/** A coordinator whose connection is gone is looked up anew, also when nothing was in flight to it. */
export function onGroupDisconnect(
  state: ConsumerState,
  group: GroupState,
  peer: NodeId,
  channel: number,
  context: ClientContext,
): void {
  if (channel === Channel.coordinator && peer === group.coordinator.node) forgetCoordinator(state, group, context);
}

/** False: that is no answer to such a call. */
export function onGroupResponse(
  state: ConsumerState,
  group: GroupState,
  call: ConsumerCall,
  body: KafkaMessage,
  context: ClientContext,
): boolean {
  if (call.kind === "find-coordinator" && body.kind === "FindCoordinatorResponse")
    onFindCoordinatorResponse(state, group, body, context);
  else if (call.kind === "offset-fetch" && body.kind === "OffsetFetchResponse")
    onOffsetFetchResponse(state, group, call, body, context);
  else if (call.kind === "offset-commit" && body.kind === "OffsetCommitResponse")
    onCommitResponse(state, group, call.commit, call.sentWith, body, context);
  else if (isMembershipCall(call)) onMembershipResponse(group.membership, call, body, context);
  else return false;
  return true;
}

export function onGroupFailure(
  state: ConsumerState,
  group: GroupState,
  call: GroupCall | MembershipCall,
  errorCode: ErrorCode,
  context: ClientContext,
): void {
  if (call.kind === "find-coordinator") onLookupFailure(state, group, context);
  else if (call.kind === "offset-fetch") onOffsetFetchFailure(state, group, errorCode, context);
  else if (call.kind === "offset-commit") onCommitOutcome(state, group, call.commit, call.sentWith, errorCode, context);
  else onMembershipFailure(group.membership, call, errorCode, context);
}

const membershipKinds: ReadonlySet<string> = new Set(["join-group", "sync-group", "heartbeat", "leave-group"]);

const isMembershipCall = (call: ConsumerCall): call is MembershipCall => membershipKinds.has(call.kind);
