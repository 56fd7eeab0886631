/**
 * AlterPartitionReassignments (45), admin to any broker, which forwards (KIP-455; reassignment.ts).
 *
 * A list of replicas starts a move, or changes its target; a move that needs no copying is complete at once. null cancels:
 * NO_REASSIGNMENT_IN_PROGRESS if there is none, INVALID_REPLICA_ASSIGNMENT if going back needs an unclean election that the
 * topic does not allow or no replica is alive for. A target that is empty, repeats a broker or names an unknown one: INVALID_REPLICA_ASSIGNMENT.
 */
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
  // Moving alone never elects uncleanly.
  const target = { ...onlineTarget(draft, tp, partition), election: "online" as const, ...moveTo(partition, replicas) };
  addPartitionChange(draft, tp, buildPartitionChange(target, draft.policy));
  return Errors.NONE;
}

function cancel(draft: Draft, tp: TopicPartition, partition: PartitionRegistration): ErrorCode {
  if (!isMoving(partition)) return Errors.NO_REASSIGNMENT_IN_PROGRESS;
  const online = onlineTarget(draft, tp, partition);
  const { unclean, ...move } = revertMove(partition);
  // Kafka also goes back if no replica can be elected now, and takes the first of them for in sync.
  const mayElect = online.election === "unclean" && move.replicas.some(online.isAcceptable);
  if (unclean && !mayElect) return Errors.INVALID_REPLICA_ASSIGNMENT;
  addPartitionChange(draft, tp, buildPartitionChange({ ...online, ...move }, draft.policy));
  return Errors.NONE;
}
