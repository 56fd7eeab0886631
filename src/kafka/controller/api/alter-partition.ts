/**
 * AlterPartition (56), partition leader to controller: the proposed ISR of each partition (R-20..R-25).
 *
 * A broker of another epoch: STALE_BROKER_EPOCH for all. Each partition is judged alone, in Kafka's order, see
 * `refuseAlterPartition`. An ISR below min ISR leaves the former members eligible; an ISR that holds all targets of
 * a move ends it, and if that takes the leadership from the proposer it hears NEW_LEADER_ELECTED.
 * (KIP-497, KIP-841, KIP-903, KIP-966)
 */
import { invariant } from "../../../core/invariant.ts";
import { mix, mix3 } from "../../../core/mix.ts";
import { type ErrorCode, Errors } from "../../errors.ts";
import type { AlterPartition, AlterPartitionRequest, AlterPartitionResponse } from "../../messages/controller.ts";
import { brokerEpochOf } from "../../metadata/image.ts";
import type { PartitionRegistration } from "../../metadata/records.ts";
import { topicIdOf } from "../../topic-partition.ts";
import {
  addFact,
  addPartitionChange,
  type ControllerDecision,
  concluded,
  type Draft,
  partitionIn,
} from "../decision.ts";
import { onlineTarget } from "../isr-updates.ts";
import { buildPartitionChange } from "../partition-change.ts";

type Judged = AlterPartitionResponse["partitions"][number];

export function decideAlterPartition(draft: Draft, request: AlterPartitionRequest): ControllerDecision {
  const { brokerId, brokerEpoch } = request;
  const isStale = brokerEpochOf(draft.image, brokerId) !== brokerEpoch;
  const errorCode = isStale ? Errors.STALE_BROKER_EPOCH : Errors.NONE;
  invariant(isStale || draft.image.brokers.has(brokerId), "a registered broker alone is heard");
  const judged = isStale ? [] : request.partitions.map((proposal) => judge(draft, brokerId, proposal));
  request.partitions.forEach(({ topicPartition, leaderEpoch, partitionEpoch }, i) => {
    const code = judged[i]?.errorCode ?? errorCode;
    addFact(draft, "alterPartitionJudged", topicPartition, brokerId, leaderEpoch, partitionEpoch, brokerEpoch, code);
  });
  return concluded(draft, answer(draft, request, errorCode, judged));
}

function judge(draft: Draft, sender: number, proposal: AlterPartition): Judged {
  const tp = proposal.topicPartition;
  if (!draft.image.topicsById.has(topicIdOf(tp))) return refused(proposal, Errors.UNKNOWN_TOPIC_ID);
  const partition = partitionIn(draft, tp);
  if (partition === undefined) return refused(proposal, Errors.UNKNOWN_TOPIC_OR_PARTITION);
  const errorCode = refuseAlterPartition(draft, sender, proposal, partition);
  if (errorCode !== Errors.NONE) return refused(proposal, errorCode);

  const target = {
    ...onlineTarget(draft, tp, partition),
    isr: proposal.newIsr.map((member) => member.brokerId),
    leaderRecoveryState: proposal.leaderRecoveryState ?? "RECOVERED",
  };
  addPartitionChange(draft, tp, buildPartitionChange(target, draft.policy));
  const after = partitionIn(draft, tp) ?? partition;
  invariant(after.partitionEpoch <= partition.partitionEpoch + 1, "a proposal makes one change");
  invariant(after.leader < 0 || after.replicas.includes(after.leader), "a replica leads, or nobody");
  if (after.leader !== sender) return refused(proposal, Errors.NEW_LEADER_ELECTED);
  return {
    topicPartition: tp,
    errorCode: Errors.NONE,
    leaderId: after.leader,
    leaderEpoch: after.leaderEpoch,
    isr: after.isr,
    partitionEpoch: after.partitionEpoch,
  };
}

/** R-25, in this order. A proposer that knows more than the controller may have heard another one: NOT_CONTROLLER. */
function refuseAlterPartition(
  draft: Draft,
  sender: number,
  proposal: AlterPartition,
  partition: PartitionRegistration,
): ErrorCode {
  const { leaderEpoch, partitionEpoch } = proposal;
  if (leaderEpoch > partition.leaderEpoch) return Errors.NOT_CONTROLLER;
  if (partitionEpoch > partition.partitionEpoch) return Errors.NOT_CONTROLLER;
  if (leaderEpoch < partition.leaderEpoch) return Errors.FENCED_LEADER_EPOCH;
  if (sender !== partition.leader) return Errors.INVALID_REQUEST;
  if (partitionEpoch < partition.partitionEpoch) return Errors.INVALID_UPDATE_VERSION;
  return refuseMembers(draft, proposal, partition);
}

function refuseMembers(draft: Draft, proposal: AlterPartition, partition: PartitionRegistration): ErrorCode {
  const { rules } = draft.policy;
  const ids = proposal.newIsr.map((member) => member.brokerId);
  if (!ids.every((id) => partition.replicas.includes(id)) || new Set(ids).size !== ids.length) {
    return Errors.INVALID_REQUEST;
  }
  if (rules.isrMustContainLeader && !ids.includes(partition.leader)) return Errors.INVALID_REQUEST;
  const isRecovering = proposal.leaderRecoveryState === "RECOVERING";
  if (isRecovering && (ids.length > 1 || partition.leaderRecoveryState === "RECOVERED")) return Errors.INVALID_REQUEST;
  for (const member of proposal.newIsr) {
    const broker = draft.image.brokers.get(member.brokerId);
    if (broker === undefined || !rules.isrEligibility(broker)) return Errors.INELIGIBLE_REPLICA;
    // Its last fetch may be older than the failure of its directory; the leader would only take it out again.
    if (broker.offlineReplicas.includes(proposal.topicPartition)) return Errors.INELIGIBLE_REPLICA;
    const isOther = member.brokerEpoch !== -1 && member.brokerEpoch !== broker.brokerEpoch;
    if (isOther && rules.alterPartitionChecksBrokerEpoch) return Errors.INELIGIBLE_REPLICA;
  }
  return Errors.NONE;
}

const refused = (proposal: AlterPartition, errorCode: ErrorCode): Judged => ({
  topicPartition: proposal.topicPartition,
  errorCode,
  leaderId: -1,
  leaderEpoch: -1,
  isr: [],
  partitionEpoch: -1,
});

function answer(
  draft: Draft,
  request: AlterPartitionRequest,
  errorCode: ErrorCode,
  partitions: readonly Judged[],
): AlterPartitionResponse {
  let name = mix3(request.name, draft.policy.nodeId, errorCode);
  for (const one of partitions) name = mix(mix(mix(name, one.topicPartition), one.errorCode), one.partitionEpoch);
  const { correlationId } = request;
  return { kind: "AlterPartitionResponse", name, correlationId, errorCode, partitions };
}
