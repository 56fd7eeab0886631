/**
 * Produce requests with acks=all that wait for the high watermark (DelayedProduce; P-1, P-3, P-4).
 *
 *   each partition: waiting --high watermark reached, leadership lost, replica gone--> decided
 *   the request:    waiting --all partitions decided--> answered
 *                           --timeoutMs passed--> answered, REQUEST_TIMED_OUT where undecided
 */
import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { cutTo, listOf } from "../../core/list.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { ProduceRequest } from "../messages/produce.ts";
import { isProduceSatisfied, type ProduceResult } from "../replication/produce.ts";
import { remove, takeExpired, wait } from "./deadline-list.ts";
import type { DelayedProduce, ProduceWaiter } from "./delayed-operations.ts";
import type { HostedPartition } from "./hosted-partition.ts";
import { respondToProduce } from "./produce-response.ts";
import type { ReplicaManager } from "./replica-manager.ts";

/** Parks a request in which at least one append succeeded; failed partitions are decided already. */
export function delayProduce(
  manager: ReplicaManager,
  connection: ConnectionId,
  request: ProduceRequest,
  results: readonly ProduceResult[],
): void {
  const operation: DelayedProduce = {
    deadlineMs: manager.port.context.nowMs() + request.timeoutMs,
    earlier: null,
    later: null,
    waiting: false,
    connection,
    request,
    results,
    errorCodes: listOf<ErrorCode>(results.length),
    undecided: 0,
  };
  for (let index = 0; index < results.length; index++) {
    const result = results[index]!;
    const waits = result.errorCode === Errors.NONE;
    operation.errorCodes[index] = waits ? Errors.REQUEST_TIMED_OUT : result.errorCode;
    if (waits) watch(manager, operation, index, result.lastOffset + 1);
  }
  invariant(operation.undecided > 0, "a produce that waits has something to wait for");
  wait(manager.delayedProduces, operation, manager.port.context);
}

function watch(manager: ReplicaManager, operation: DelayedProduce, index: number, requiredOffset: number): void {
  operation.undecided++;
  const tp = operation.request.partitions[index]!.topicPartition;
  const hosted = manager.partitions.byKey.get(tp);
  if (hosted === undefined) return;
  hosted.produces.push({ operation, index, requiredOffset });
  manager.env.hostedMoved(hosted);
}

/** The partition moved: decides what can be decided, keeps the rest in order. */
export function checkProduces(manager: ReplicaManager, hosted: HostedPartition): void {
  const waiters = hosted.produces;
  let kept = 0;
  for (let i = 0; i < waiters.length; i++) {
    const waiter = waiters[i]!;
    if (!waiter.operation.waiting) continue;
    const decision = decide(manager, hosted, waiter);
    if (decision === "pending") waiters[kept++] = waiter;
    else settle(manager, waiter, decision);
  }
  cutTo(waiters, kept);
}

function decide(manager: ReplicaManager, hosted: HostedPartition, waiter: ProduceWaiter): ErrorCode | "pending" {
  if (hosted.partition === null || hosted.status !== "online") return manager.env.whyMissing(hosted.topicPartition);
  return isProduceSatisfied(hosted.partition, waiter.requiredOffset, manager.env);
}

function settle(manager: ReplicaManager, waiter: ProduceWaiter, errorCode: ErrorCode): void {
  const { operation } = waiter;
  invariant(operation.undecided > 0, "a partition of a waiting produce is decided once");
  operation.errorCodes[waiter.index] = errorCode;
  operation.undecided--;
  if (operation.undecided > 0) return;
  remove(manager.delayedProduces, operation);
  respondToProduce(manager, operation.connection, operation.request, operation.results, operation.errorCodes);
}

/** On the deadline timer. What is still undecided has an unknown outcome. */
export function expireProduces(manager: ReplicaManager): void {
  for (;;) {
    const operation = takeExpired(manager.delayedProduces, manager.port.context);
    if (operation === null) return;
    forget(manager, operation);
    respondToProduce(manager, operation.connection, operation.request, operation.results, operation.errorCodes);
  }
}

/** Lets the next look at its partitions drop the waiters of an expired request. */
function forget(manager: ReplicaManager, operation: DelayedProduce): void {
  for (const { topicPartition } of operation.request.partitions) {
    const hosted = manager.partitions.byKey.get(topicPartition);
    if (hosted !== undefined && hosted.produces.length > 0) manager.env.hostedMoved(hosted);
  }
}
