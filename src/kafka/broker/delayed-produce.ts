/**
 * Produce requests with acks=all that wait for the high watermark (DelayedProduce; P-1, P-3, P-4).
 *
 *   each partition: waiting --high watermark reached, leadership lost, replica gone--> decided
 *   the request:    waiting --all partitions decided--> answered
 *                           --timeoutMs passed--> answered, REQUEST_TIMED_OUT where undecided
 */
import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { ProduceRequest } from "../messages/produce.ts";
import { isProduceSatisfied, type ProduceResult } from "../replication/produce.ts";
import { respondToProduce } from "./api/produce.ts";
import { type Delayed, remove, takeExpired, wait } from "./deadline-list.ts";
import type { HostedPartition } from "./hosted-partition.ts";
import { missingReplicaError } from "./replica-error.ts";
import type { BrokerState } from "./state.ts";

export interface DelayedProduce extends Delayed<DelayedProduce> {
  readonly connection: ConnectionId;
  readonly request: ProduceRequest;
  /** In the order of the request's partitions. */
  readonly results: readonly ProduceResult[];
  /** Parallel to `results`; as decided so far. */
  readonly errorCodes: ErrorCode[];
  undecided: number;
}

/** One partition of a waiting request. */
export interface ProduceWaiter {
  readonly operation: DelayedProduce;
  readonly index: number;
  /** The high watermark that acknowledges the batch. */
  readonly requiredOffset: number;
}

/** Parks a request in which at least one append succeeded; failed partitions are decided already. */
export function delayProduce(
  state: BrokerState,
  connection: ConnectionId,
  request: ProduceRequest,
  results: readonly ProduceResult[],
): void {
  const operation: DelayedProduce = {
    deadlineMs: state.context.nowMs() + request.timeoutMs,
    earlier: null,
    later: null,
    waiting: false,
    connection,
    request,
    results,
    errorCodes: [],
    undecided: 0,
  };
  for (let index = 0; index < results.length; index++) {
    const result = results[index]!;
    const waits = result.errorCode === Errors.NONE;
    operation.errorCodes.push(waits ? Errors.REQUEST_TIMED_OUT : result.errorCode);
    if (waits) watch(state, operation, index, result.lastOffset + 1);
  }
  wait(state.delayedProduces, operation, state.context);
}

function watch(state: BrokerState, operation: DelayedProduce, index: number, requiredOffset: number): void {
  operation.undecided++;
  const tp = operation.request.partitions[index]!.topicPartition;
  const hosted = state.partitions.byKey.get(tp);
  if (hosted === undefined) return;
  hosted.produces.push({ operation, index, requiredOffset });
  state.env.hostedMoved(hosted);
}

/** The partition moved: decides what can be decided, keeps the rest in order. */
export function checkProduces(state: BrokerState, hosted: HostedPartition): void {
  const waiters = hosted.produces;
  let kept = 0;
  for (let i = 0; i < waiters.length; i++) {
    const waiter = waiters[i]!;
    if (!waiter.operation.waiting) continue;
    const decision = decide(state, hosted, waiter);
    if (decision === "pending") waiters[kept++] = waiter;
    else settle(state, waiter, decision);
  }
  while (waiters.length > kept) waiters.pop();
}

function decide(state: BrokerState, hosted: HostedPartition, waiter: ProduceWaiter): ErrorCode | "pending" {
  if (hosted.partition === null || hosted.status !== "online") return missingReplicaError(state, hosted.topicPartition);
  return isProduceSatisfied(hosted.partition, waiter.requiredOffset, state.env);
}

function settle(state: BrokerState, waiter: ProduceWaiter, errorCode: ErrorCode): void {
  const { operation } = waiter;
  invariant(operation.undecided > 0, "a partition of a waiting produce is decided once");
  operation.errorCodes[waiter.index] = errorCode;
  operation.undecided--;
  if (operation.undecided > 0) return;
  remove(state.delayedProduces, operation);
  respondToProduce(state, operation.connection, operation.request, operation.results, operation.errorCodes);
}

/** On the deadline timer. What is still undecided has an unknown outcome. */
export function expireProduces(state: BrokerState): void {
  for (;;) {
    const operation = takeExpired(state.delayedProduces, state.context);
    if (operation === null) return;
    forget(state, operation);
    respondToProduce(state, operation.connection, operation.request, operation.results, operation.errorCodes);
  }
}

/** Lets the next look at its partitions drop the waiters of an expired request. */
function forget(state: BrokerState, operation: DelayedProduce): void {
  for (const { topicPartition } of operation.request.partitions) {
    const hosted = state.partitions.byKey.get(topicPartition);
    if (hosted !== undefined && hosted.produces.length > 0) state.env.hostedMoved(hosted);
  }
}
