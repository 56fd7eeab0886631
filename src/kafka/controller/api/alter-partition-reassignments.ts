/**
 * AlterPartitionReassignments (45), admin to any broker, which forwards (KIP-455; reassignment.ts).
 *
 * A list of replicas starts a move, or changes its target; a move that needs no copying is complete at once. null cancels:
 * NO_REASSIGNMENT_IN_PROGRESS if there is none, INVALID_REPLICA_ASSIGNMENT if going back needs an unclean election that the
 * topic does not allow. A target that is empty, repeats a broker or names an unknown one: INVALID_REPLICA_ASSIGNMENT. A
 * target that could lead at once, but is no replica yet: UNKNOWN_SERVER_ERROR, and nothing changes (the ELR of a leaderless
 * partition may name a broker that a former move took away).
 */
import { invariant } from "../../../core/invariant.ts";
import { type ErrorCode, Errors } from "../../errors.ts";
import type { AlterPartitionReassignmentsRequest } from "../../messages/admin.ts";
import type { PartitionRegistration } from "../../metadata/records.ts";
import { type TopicPartition, topicIdOf } from "../../topic-partition.ts";
import { adminDecision } from "../admin-answer.ts";
import { addPartitionChange, type ControllerDecision, type Draft, partitionIn } from "../decision.ts";
import { onlineTarget } from "../isr-updates.ts";
import { buildPartitionChange } from "../partition-change.ts";
import { isValidAssignment } from "../placement.ts";
import { isMoving, moveTo, revertMove } from "../reassignment.ts";

export function decideAlterPartitionReassignments(
  draft: Draft,
  request: AlterPartitionReassignmentsRequest,
): ControllerDecision {
  const results = request.partitions.map(({ topicPartition, replicas }) => ({
    errorCode: reassign(draft, topicPartition, replicas),
    topicId: topicIdOf(topicPartition),
  }));
  return adminDecision(draft, request, results);
}

function reassign(draft: Draft, tp: TopicPartition, replicas: readonly number[] | null): ErrorCode {
  const partition = partitionIn(draft, tp);
  if (partition === undefined) return Errors.UNKNOWN_TOPIC_OR_PARTITION;
  return replicas === null ? cancel(draft, tp, partition) : change(draft, tp, partition, replicas);
}

function change(
  draft: Draft,
  tp: TopicPartition,
  partition: PartitionRegistration,
  replicas: readonly number[],
): ErrorCode {
  if (!isValidAssignment(draft.image, replicas, -1)) return Errors.INVALID_REPLICA_ASSIGNMENT;
  const online = onlineTarget(draft, tp, partition);
  let isStrangerAsked = false;
  const isAcceptable = (id: number): boolean => {
    if (!online.isAcceptable(id)) return false;
    isStrangerAsked ||= !partition.replicas.includes(id);
    return true;
  };
  // Moving alone never elects uncleanly.
  const target = { ...online, isAcceptable, election: "online" as const, ...moveTo(partition, replicas) };
  const changes = buildPartitionChange(target, draft.policy);
  // Kafka asks for the directory of a replica that it does not have yet, and fails (LeaderAcceptor).
  if (isStrangerAsked) return Errors.UNKNOWN_SERVER_ERROR;
  addPartitionChange(draft, tp, changes);
  return Errors.NONE;
}

function cancel(draft: Draft, tp: TopicPartition, partition: PartitionRegistration): ErrorCode {
  if (!isMoving(partition)) return Errors.NO_REASSIGNMENT_IN_PROGRESS;
  const online = onlineTarget(draft, tp, partition);
  const { unclean, ...move } = revertMove(partition);
  if (unclean && online.election !== "unclean") return Errors.INVALID_REPLICA_ASSIGNMENT;
  const change = buildPartitionChange({ ...online, ...move }, draft.policy);
  invariant(change !== null, "going back changes the replicas");
  // Who is taken for in sync is elected like a member of the ISR, and does not recover: still it may hold nothing.
  addPartitionChange(draft, tp, unclean ? { ...change, election: "unclean" } : change);
  return Errors.NONE;
}
