/** The answer to a Produce: at once, or when the appends that had to wait are decided. */
import type { ConnectionId } from "../../core/ids.ts";
import { listOf } from "../../core/list.ts";
import { mix, mix3 } from "../../core/mix.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { ProducePartitionResponse, ProduceRequest } from "../messages/produce.ts";
import type { ProduceResult } from "../replication/produce.ts";
import { knownLeader } from "./known-leader.ts";
import type { ReplicaManager } from "./replica-manager.ts";

/** `errorCodes`: what became of appends that had to wait; null: the results as they are. */
export function respondToProduce(
  manager: ReplicaManager,
  connection: ConnectionId,
  request: ProduceRequest,
  results: readonly ProduceResult[],
  errorCodes: readonly ErrorCode[] | null,
): void {
  const partitions = listOf<ProducePartitionResponse>(results.length);
  let name = mix3(request.name, manager.env.brokerId, results.length);
  for (let i = 0; i < results.length; i++) {
    const entry = entryOf(
      manager,
      request,
      i,
      results[i]!,
      errorCodes === null ? results[i]!.errorCode : errorCodes[i]!,
    );
    name = mix(mix(name, entry.errorCode), entry.baseOffset);
    partitions[i] = entry;
  }
  manager.port.context.reply(connection, {
    kind: "ProduceResponse",
    name,
    correlationId: request.correlationId,
    partitions,
  });
}

function entryOf(
  manager: ReplicaManager,
  request: ProduceRequest,
  index: number,
  result: ProduceResult,
  errorCode: ErrorCode,
): ProducePartitionResponse {
  const { topicPartition, batch } = request.partitions[index]!;
  const { observer } = manager.port.context;
  observer.produceAnswered(
    manager.env.brokerId,
    topicPartition,
    batch,
    request.acks,
    errorCode,
    result.baseOffset,
    result.duplicate,
  );
  return {
    topicPartition,
    errorCode,
    // An append that waited in vain keeps its offsets: the records are in the log.
    baseOffset: result.baseOffset,
    logAppendTimeMs: result.logAppendTimeMs,
    logStartOffset: result.logStartOffset,
    currentLeader: errorCode === Errors.NOT_LEADER_OR_FOLLOWER ? knownLeader(manager, topicPartition) : null,
  };
}
