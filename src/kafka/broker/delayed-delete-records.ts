/**
 * DeleteRecords requests that wait until every live replica has moved its log start (DelayedDeleteRecords, KIP-107).
 *
 *   each partition: waiting --low watermark reached, leadership lost, replica gone--> decided
 *   the request:    waiting --all decided--> answered; --timeoutMs passed--> answered, REQUEST_TIMED_OUT where undecided
 */
import type { ConnectionId } from "../../core/ids.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { DeleteRecordsRequest } from "../messages/offsets.ts";
import { isLeader, lowWatermark } from "../replication/partition.ts";
import { respondToDeleteRecords } from "./api/delete-records.ts";
import { type Delayed, remove, takeExpired, wait } from "./deadline-list.ts";
import type { HostedPartition } from "./hosted-partition.ts";
import { missingReplicaError } from "./replica-error.ts";
import type { BrokerState } from "./state.ts";

export interface DelayedDeleteRecords extends Delayed<DelayedDeleteRecords> {
  readonly connection: ConnectionId;
  readonly request: DeleteRecordsRequest;
  /** Parallel to the request's partitions. */
  readonly outcomes: DeleteRecordsOutcome[];
  undecided: number;
}

export interface DeleteRecordsOutcome {
  errorCode: ErrorCode;
  /** Log start that every live replica must reach. */
  readonly requiredOffset: number;
  lowWatermark: number;
}

export interface DeleteRecordsWaiter {
  readonly operation: DelayedDeleteRecords;
  readonly index: number;
}

/** Answers at once if nothing has to be waited for. */
export function delayDeleteRecords(
  state: BrokerState,
  connection: ConnectionId,
  request: DeleteRecordsRequest,
  outcomes: DeleteRecordsOutcome[],
): void {
  const operation: DelayedDeleteRecords = {
    deadlineMs: state.context.nowMs() + request.timeoutMs,
    earlier: null,
    later: null,
    waiting: false,
    connection,
    request,
    outcomes,
    undecided: 0,
  };
  for (let index = 0; index < outcomes.length; index++) {
    if (outcomes[index]!.errorCode === Errors.NONE) watch(state, operation, index);
  }
  if (operation.undecided > 0) wait(state.delayedDeletes, operation, state.context);
  else respondToDeleteRecords(state, connection, request, outcomes);
}

function watch(state: BrokerState, operation: DelayedDeleteRecords, index: number): void {
  const hosted = state.partitions.byKey.get(operation.request.partitions[index]!.topicPartition);
  if (hosted === undefined) return;
  operation.undecided++;
  hosted.deletes.push({ operation, index });
  state.env.hostedMoved(hosted);
}

/** The partition moved, or a follower told its log start. */
export function checkDeletes(state: BrokerState, hosted: HostedPartition): void {
  const waiters = hosted.deletes;
  let kept = 0;
  for (let i = 0; i < waiters.length; i++) {
    const waiter = waiters[i]!;
    if (!waiter.operation.waiting) continue;
    if (isDecided(state, hosted, waiter.operation.outcomes[waiter.index]!)) settle(state, waiter.operation);
    else waiters[kept++] = waiter;
  }
  waiters.length = kept;
}

function isDecided(state: BrokerState, hosted: HostedPartition, outcome: DeleteRecordsOutcome): boolean {
  const { partition } = hosted;
  if (partition === null || hosted.status !== "online") {
    outcome.errorCode = missingReplicaError(state, hosted.topicPartition);
    return true;
  }
  if (!isLeader(partition)) {
    outcome.errorCode = Errors.NOT_LEADER_OR_FOLLOWER;
    return true;
  }
  outcome.lowWatermark = lowWatermark(partition, state.env);
  return outcome.lowWatermark >= outcome.requiredOffset;
}

function settle(state: BrokerState, operation: DelayedDeleteRecords): void {
  operation.undecided--;
  if (operation.undecided > 0) return;
  remove(state.delayedDeletes, operation);
  respondToDeleteRecords(state, operation.connection, operation.request, operation.outcomes);
}

/** On the deadline timer. */
export function expireDeletes(state: BrokerState): void {
  for (;;) {
    const operation = takeExpired(state.delayedDeletes, state.context);
    if (operation === null) return;
    for (let index = 0; index < operation.outcomes.length; index++) refuseIfWaiting(state, operation, index);
    respondToDeleteRecords(state, operation.connection, operation.request, operation.outcomes);
  }
}

function refuseIfWaiting(state: BrokerState, operation: DelayedDeleteRecords, index: number): void {
  const outcome = operation.outcomes[index]!;
  const hosted = state.partitions.byKey.get(operation.request.partitions[index]!.topicPartition);
  if (outcome.errorCode !== Errors.NONE || hosted === undefined) return;
  if (!isDecided(state, hosted, outcome)) outcome.errorCode = Errors.REQUEST_TIMED_OUT;
}
