/**
 * The fetching from one node: one request in flight, one incremental session (FetchSessionHandler, KIP-227).
 *
 *   full (epoch 0) --answered with a session id--> incremental, epoch 1, 2, ...
 *   incremental --FETCH_SESSION_ID_NOT_FOUND, or answered without a session--> full, as a new session
 *   incremental --any other failure--> full, closing the old session by its id
 * A full fetch names every partition, an incremental one only those whose position changed and those that left.
 */
import type { NodeId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { cutTo, listOf } from "../../core/list.ts";
import { mix3 } from "../../core/mix.ts";
import { type ErrorCode, Errors } from "../../kafka/errors.ts";
import type { FetchPartition } from "../../kafka/messages/fetch.ts";
import { insertInOrder } from "../topic-order.ts";
import type { FetchTarget, Subscription } from "./subscription.ts";

export const newFetchTarget = (node: NodeId): FetchTarget => ({
  node,
  members: [],
  changed: [],
  forgotten: [],
  sessionId: 0,
  sessionEpoch: 0,
  isInFlight: false,
  bufferedMembers: 0,
  positionsHash: 0,
  call: { kind: "fetch", node },
});

export function joinTarget(target: FetchTarget, subscription: Subscription): void {
  invariant(subscription.target === null, "a partition is fetched from one node at a time");
  insertInOrder(target.members, subscription);
  subscription.target = target;
  subscription.isChanged = false;
  if (subscription.buffered !== null) target.bufferedMembers++;
  markChanged(subscription);
}

export function leaveTarget(subscription: Subscription): void {
  const { target } = subscription;
  if (target === null) return;
  const index = target.members.indexOf(subscription);
  invariant(index !== -1, "a partition stands in the list of the node from which it is fetched");
  target.members.splice(index, 1);
  if (subscription.isChanged) target.changed.splice(target.changed.indexOf(subscription), 1);
  if (subscription.sentOffset !== -1) forget(target, subscription);
  if (subscription.buffered !== null) target.bufferedMembers--;
  subscription.isChanged = false;
  subscription.target = null;
}

/** The session must be told where this partition is read now. */
export function markChanged(subscription: Subscription): void {
  if (subscription.isChanged || subscription.target === null) return;
  subscription.isChanged = true;
  subscription.target.changed.push(subscription);
}

/** The session must drop what it knows of this partition. */
export function forget(target: FetchTarget, subscription: Subscription): void {
  target.positionsHash ^= sentHash(subscription);
  target.forgotten.push(subscription.metadata.topicPartition);
  subscription.sentOffset = -1;
  subscription.sentLeaderEpoch = -1;
}

/** A request that leaves a partition out takes it out of the session (FetchSessionHandler.Builder.build). */
export function forgetBuffered(target: FetchTarget): void {
  for (const member of target.members) {
    if (member.buffered === null) continue;
    if (member.sentOffset !== -1) forget(target, member);
    markChanged(member);
  }
}

/**
 * The partitions that the next fetch names: all, or the changed ones, without those of which something waits for the
 * application. They count as told from here on.
 */
export function partitionsToSend(target: FetchTarget, partitionMaxBytes: number): readonly FetchPartition[] {
  const isFull = target.sessionEpoch === 0;
  const named = isFull ? target.members : target.changed;
  const partitions = listOf<FetchPartition>(named.length);
  let told = 0;
  for (let i = 0; i < named.length; i++) {
    if (named[i]!.buffered === null) partitions[told++] = tell(target, named[i]!, partitionMaxBytes);
  }
  cutTo(partitions, told);
  settleChanged(target);
  if (isFull) target.forgotten = [];
  return partitions;
}

/** All is told but what is buffered. */
function settleChanged({ changed }: FetchTarget): void {
  let kept = 0;
  for (let i = 0; i < changed.length; i++) {
    if (changed[i]!.buffered !== null) changed[kept++] = changed[i]!;
    else changed[i]!.isChanged = false;
  }
  cutTo(changed, kept);
}

function tell(target: FetchTarget, subscription: Subscription, partitionMaxBytes: number): FetchPartition {
  if (subscription.sentOffset !== -1) target.positionsHash ^= sentHash(subscription);
  // Back before the session was told that it left: brokers drop what is named in both lists. Until it is told again the
  // session has the old offset, so that a partition that leaves once more is still to be forgotten.
  const left = target.forgotten.indexOf(subscription.metadata.topicPartition);
  if (left !== -1) target.forgotten.splice(left, 1);
  subscription.sentOffset = subscription.offset;
  subscription.sentLeaderEpoch = subscription.leaderEpoch;
  target.positionsHash ^= sentHash(subscription);
  return {
    topicPartition: subscription.metadata.topicPartition,
    currentLeaderEpoch: subscription.leaderEpoch,
    fetchOffset: subscription.offset,
    // Consumers learn of a truncation by OffsetForLeaderEpoch, not by their fetches.
    lastFetchedEpoch: -1,
    logStartOffset: -1,
    partitionMaxBytes,
  };
}

const sentHash = (subscription: Subscription): number =>
  mix3(subscription.metadata.topicPartition, subscription.sentOffset, subscription.sentLeaderEpoch);

const largestEpoch = 0x7fffffff;

/** The session after an answer. False: the answer tells nothing about partitions. */
export function onSessionAnswer(target: FetchTarget, errorCode: ErrorCode, sessionId: number): boolean {
  if (errorCode !== Errors.NONE) {
    if (errorCode === Errors.FETCH_SESSION_ID_NOT_FOUND) target.sessionId = 0;
    target.sessionEpoch = 0;
    return false;
  }
  if (sessionId === 0) target.sessionEpoch = 0;
  else target.sessionEpoch = target.sessionEpoch === largestEpoch ? 1 : target.sessionEpoch + 1;
  target.sessionId = sessionId;
  return true;
}

/** The fetch failed with its connection: the node may or may not have seen it. */
export function onSessionFailure(target: FetchTarget): void {
  target.isInFlight = false;
  target.sessionEpoch = 0;
}
