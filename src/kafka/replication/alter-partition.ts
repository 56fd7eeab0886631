/**
 * Proposals of a new ISR to the controller and what becomes of them (R-21..R-24; KIP-497, KIP-841, KIP-903).
 * One proposal at a time; while it is out, isr-state.ts keeps the larger of the two ISRs in force.
 */
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { AlterPartition, AlterPartitionResponse } from "../messages/controller.ts";
import { partitionMoved, type ReplicaEnv } from "./env.ts";
import { maybeIncrementHighWatermark } from "./high-watermark.ts";
import { commitIsr, proposeIsr, requireMarks, withdrawPending } from "./isr-state.ts";
import { isLeader, type Partition, remoteReplicaOf } from "./partition.ts";

type AlterPartitionResult = AlterPartitionResponse["partitions"][number];

/** Makes `isr` the pending proposal and hands it to the broker (ReplicaEnv.isrProposed). */
export function propose(
  partition: Partition,
  kind: "expand" | "shrink",
  isr: readonly number[],
  env: ReplicaEnv,
): void {
  const request: AlterPartition = {
    topicPartition: partition.topicPartition,
    leaderEpoch: partition.leaderEpoch,
    partitionEpoch: partition.partitionEpoch,
    newIsr: isr.map((brokerId) => ({ brokerId, brokerEpoch: brokerEpochOf(partition, brokerId, env) })),
  };
  const retry = env.rules.replication.retriedProposal(request);
  proposeIsr(partition, { kind, isr, request, retry, attempts: 0 }, env);
}

/** -1 for a member that has not fetched from this leader yet: the controller then asks its own registration. */
function brokerEpochOf(partition: Partition, brokerId: number, env: ReplicaEnv): number {
  if (brokerId === env.brokerId) return env.brokerEpoch();
  return Math.max(remoteReplicaOf(partition, brokerId)?.brokerEpoch ?? -1, -1);
}

/** The pending proposal, to be sent now (again, R-24); null if there is none any more. */
export function buildAlterPartition(partition: Partition): AlterPartition | null {
  const { pending } = partition;
  if (pending === null || !isLeader(partition)) return null;
  pending.attempts++;
  return pending.attempts === 1 ? pending.request : pending.retry;
}

/**
 * The controller's answer to what `buildAlterPartition` gave last: the partition's `entry`, or null with the error of
 * the whole request. An answer to a proposal that metadata settled meanwhile finds nothing pending, or one that was
 * never sent, and is ignored. Asks for another attempt through env.isrProposed where R-23 says so.
 */
export function onAlterPartitionResponse(
  partition: Partition,
  entry: AlterPartitionResult | null,
  errorCode: ErrorCode,
  env: ReplicaEnv,
): void {
  const { pending } = partition;
  if (pending === null || pending.attempts === 0 || !isLeader(partition)) return;
  if (entry === null || errorCode !== Errors.NONE) onRefusal(partition, errorCode, env);
  else onSuccess(partition, entry, env);
}

function onRefusal(partition: Partition, errorCode: ErrorCode, env: ReplicaEnv): void {
  switch (errorCode) {
    // The controller says that the request was not applied, and by its epoch never will be. The high watermark rises with
    // the next append, fetch or change of the ISR, not here (Partition.handleAlterPartitionError).
    case Errors.INELIGIBLE_REPLICA:
    case Errors.OPERATION_NOT_ATTEMPTED:
      withdrawPending(partition);
      return;
    // Somebody changed the partition, or it may have been applied: only the metadata can tell. Stay with the larger ISR.
    case Errors.FENCED_LEADER_EPOCH:
    case Errors.INVALID_UPDATE_VERSION:
    case Errors.UNKNOWN_TOPIC_OR_PARTITION:
    case Errors.UNKNOWN_TOPIC_ID:
    case Errors.INVALID_REQUEST:
    case Errors.NEW_LEADER_ELECTED:
      return;
    default:
      env.isrProposed(partition);
  }
}

/** An equal partition epoch (nothing had to change) settles the proposal as well (KAFKA-12751). */
function onSuccess(partition: Partition, entry: AlterPartitionResult, env: ReplicaEnv): void {
  if (entry.leaderEpoch !== partition.leaderEpoch || entry.partitionEpoch < partition.partitionEpoch) return;
  invariant(entry.leaderId < 0 || entry.leaderId === env.brokerId, "the controller answers a leader in its own epoch");
  partition.partitionEpoch = entry.partitionEpoch;
  commitIsr(partition, entry.isr, env);
  requireMarks(partition);
  maybeIncrementHighWatermark(partition, env);
  partitionMoved(partition, env);
}
