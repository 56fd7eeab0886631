/**
 * ElectLeaders (43), admin to any broker, which forwards.
 *
 * preferred: the head of the assignment, if it is a live ISR member, else PREFERRED_LEADER_NOT_AVAILABLE. unclean: any live
 * replica of a partition without a leader, whatever the topic's settings, else ELIGIBLE_LEADERS_NOT_AVAILABLE. Nothing to
 * do: ELECTION_NOT_NEEDED; such partitions are left out of the answer for all partitions (null). (KIP-183, KIP-460)
 */
import { invariant } from "../../../core/invariant.ts";
import { type ErrorCode, Errors } from "../../errors.ts";
import type { ElectLeadersRequest } from "../../messages/admin.ts";
import { type TopicPartition, topicIdOf } from "../../topic-partition.ts";
import { type AdminResult, adminDecision } from "../admin-answer.ts";
import { addPartitionChange, type ControllerDecision, type Draft, partitionIn } from "../decision.ts";
import { onlineTarget, partitionsInOrder } from "../isr-updates.ts";
import { buildPartitionChange } from "../partition-change.ts";

export function decideElectLeaders(draft: Draft, request: ElectLeadersRequest): ControllerDecision {
  const results: AdminResult[] = [];
  for (const tp of request.partitions ?? partitionsInOrder(draft.image)) {
    const errorCode = elect(draft, tp, request.electionType);
    if (request.partitions === null && errorCode === Errors.ELECTION_NOT_NEEDED) continue;
    results.push({ errorCode, topicId: topicIdOf(tp) });
  }
  return adminDecision(draft, request, results);
}

function elect(draft: Draft, tp: TopicPartition, election: "preferred" | "unclean"): ErrorCode {
  const partition = partitionIn(draft, tp);
  if (partition === undefined) return Errors.UNKNOWN_TOPIC_OR_PARTITION;
  const isDone = election === "preferred" ? partition.leader === partition.replicas[0] : partition.leader >= 0;
  if (isDone) return Errors.ELECTION_NOT_NEEDED;
  const change = buildPartitionChange({ ...onlineTarget(draft, tp, partition), election }, draft.policy);
  if (change === null) {
    return election === "preferred" ? Errors.PREFERRED_LEADER_NOT_AVAILABLE : Errors.ELIGIBLE_LEADERS_NOT_AVAILABLE;
  }
  addPartitionChange(draft, tp, change);
  const after = partitionIn(draft, tp)!;
  invariant(after.partitionEpoch === partition.partitionEpoch + 1, "an election is one change");
  invariant(after.leader < 0 || after.replicas.includes(after.leader), "a replica leads, or nobody");
  return Errors.NONE;
}
