/**
 * DeleteRecords requests that wait until every live replica has moved its log start (DelayedDeleteRecords, KIP-107).
 *
 *   each partition: waiting --low watermark reached, leadership lost, replica gone--> decided
 *   the request:    waiting --all decided--> answered; --timeoutMs passed--> answered, REQUEST_TIMED_OUT where undecided
 */
import type { ConnectionId } from "../../core/ids.ts";
import { Errors } from "../errors.ts";
import type { DeleteRecordsRequest } from "../messages/offsets.ts";
import { lowWatermark } from "../replication/delete-records.ts";
import { isLeader } from "../replication/partition.ts";
import { remove, takeExpired, wait } from "./deadline-list.ts";
import type { DelayedDeleteRecords, DeleteRecordsOutcome } from "./delayed-operations.ts";
import { respondToDeleteRecords } from "./delete-records-response.ts";
import type { HostedPartition } from "./hosted-partition.ts";
import type { ReplicaManager } from "./replica-manager.ts";

/** Answers at once if nothing has to be waited for. */
export function delayDeleteRecords(
  manager: ReplicaManager,
  connection: ConnectionId,
  request: DeleteRecordsRequest,
  outcomes: DeleteRecordsOutcome[],
): void {
  const operation: DelayedDeleteRecords = {
    deadlineMs: manager.port.context.nowMs() + request.timeoutMs,
    earlier: null,
    later: null,
    waiting: false,
    connection,
    request,
    outcomes,
    undecided: 0,
  };
  for (let index = 0; index < outcomes.length; index++) {
    if (outcomes[index]!.errorCode === Errors.NONE) watch(manager, operation, index);
  }
  if (operation.undecided > 0) wait(manager.delayedDeletes, operation, manager.port.context);
  else respondToDeleteRecords(manager, connection, request, outcomes);
}

function watch(manager: ReplicaManager, operation: DelayedDeleteRecords, index: number): void {
  const hosted = manager.partitions.byKey.get(operation.request.partitions[index]!.topicPartition);
  if (hosted === undefined) return;
  operation.undecided++;
  hosted.deletes.push({ operation, index });
  manager.env.hostedMoved(hosted);
}

/** The partition moved, or a follower told its log start. */
export function checkDeletes(manager: ReplicaManager, hosted: HostedPartition): void {
  const waiters = hosted.deletes;
  let kept = 0;
  for (let i = 0; i < waiters.length; i++) {
    const waiter = waiters[i]!;
    if (!waiter.operation.waiting) continue;
    if (isDecided(manager, hosted, waiter.operation.outcomes[waiter.index]!)) settle(manager, waiter.operation);
    else waiters[kept++] = waiter;
  }
  waiters.length = kept;
}

function isDecided(manager: ReplicaManager, hosted: HostedPartition, outcome: DeleteRecordsOutcome): boolean {
  const { partition } = hosted;
  if (partition === null || hosted.status !== "online") {
    outcome.errorCode = manager.env.whyMissing(hosted.topicPartition);
    return true;
  }
  if (!isLeader(partition)) {
    outcome.errorCode = Errors.NOT_LEADER_OR_FOLLOWER;
    return true;
  }
  outcome.lowWatermark = lowWatermark(partition, manager.env);
  return outcome.lowWatermark >= outcome.requiredOffset;
}

function settle(manager: ReplicaManager, operation: DelayedDeleteRecords): void {
  operation.undecided--;
  if (operation.undecided > 0) return;
  remove(manager.delayedDeletes, operation);
  respondToDeleteRecords(manager, operation.connection, operation.request, operation.outcomes);
}

/** On the deadline timer. */
export function expireDeletes(manager: ReplicaManager): void {
  for (;;) {
    const operation = takeExpired(manager.delayedDeletes, manager.port.context);
    if (operation === null) return;
    for (let index = 0; index < operation.outcomes.length; index++) refuseIfWaiting(manager, operation, index);
    respondToDeleteRecords(manager, operation.connection, operation.request, operation.outcomes);
  }
}

function refuseIfWaiting(manager: ReplicaManager, operation: DelayedDeleteRecords, index: number): void {
  const outcome = operation.outcomes[index]!;
  const hosted = manager.partitions.byKey.get(operation.request.partitions[index]!.topicPartition);
  if (outcome.errorCode !== Errors.NONE || hosted === undefined) return;
  if (!isDecided(manager, hosted, outcome)) outcome.errorCode = Errors.REQUEST_TIMED_OUT;
}
