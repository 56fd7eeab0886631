/**
 * Produce (0).
 *
 * Appends one batch to each partition that this broker leads. acks=1 is answered after the local append, acks=all when
 * the high watermark has passed the batch (P-1..P-4), acks=0 never: on an error the broker closes the connection, the
 * only sign that such a producer gets.
 * KIP-98 (idempotence), KIP-359 never came: no leader epoch in the request (P-5), KIP-951 (current leader with error 6).
 */
import type { ConnectionId } from "../../../core/ids.ts";
import { mix, mix3 } from "../../../core/mix.ts";
import { type ErrorCode, Errors } from "../../errors.ts";
import type { CurrentLeader, ProducePartitionResponse, ProduceRequest } from "../../messages/produce.ts";
import { partitionRegistration } from "../../metadata/image.ts";
import { appendToLeader, type ProduceResult } from "../../replication/produce.ts";
import type { TopicPartition } from "../../topic-partition.ts";
import { delayProduce } from "../delayed-produce.ts";
import { onlinePartition } from "../hosted-partition.ts";
import { missingReplicaError } from "../replica-error.ts";
import type { BrokerState } from "../state.ts";

const acksAll = -1;

export function handleProduce(state: BrokerState, connection: ConnectionId, request: ProduceRequest): void {
  const { partitions, acks } = request;
  const results: ProduceResult[] = [];
  let appended = 0;
  for (let i = 0; i < partitions.length; i++) {
    const result = append(state, request, i);
    if (result.errorCode === Errors.NONE) appended++;
    results.push(result);
  }
  if (acks === 0) closeOnError(state, connection, results);
  else if (acks === acksAll && appended > 0) delayProduce(state, connection, request, results);
  else respondToProduce(state, connection, request, results, null);
}

function append(state: BrokerState, request: ProduceRequest, index: number): ProduceResult {
  const { topicPartition, batch } = request.partitions[index]!;
  const partition = onlinePartition(state.partitions, topicPartition);
  if (partition === null) return refused(missingReplicaError(state, topicPartition));
  return appendToLeader(partition, batch, request.acks, state.env);
}

function closeOnError(state: BrokerState, connection: ConnectionId, results: readonly ProduceResult[]): void {
  for (let i = 0; i < results.length; i++) {
    if (results[i]!.errorCode !== Errors.NONE) {
      state.context.closeIncoming(connection);
      return;
    }
  }
}

/** `errorCodes`: what became of appends that had to wait; null: the results as they are. */
export function respondToProduce(
  state: BrokerState,
  connection: ConnectionId,
  request: ProduceRequest,
  results: readonly ProduceResult[],
  errorCodes: readonly ErrorCode[] | null,
): void {
  const partitions: ProducePartitionResponse[] = [];
  let name = mix3(request.name, state.brokerId, results.length);
  for (let i = 0; i < results.length; i++) {
    const entry = entryOf(state, request, i, results[i]!, errorCodes === null ? results[i]!.errorCode : errorCodes[i]!);
    name = mix(mix(name, entry.errorCode), entry.baseOffset);
    partitions.push(entry);
  }
  state.context.reply(connection, {
    kind: "ProduceResponse",
    name,
    correlationId: request.correlationId,
    partitions,
  });
}

function entryOf(
  state: BrokerState,
  request: ProduceRequest,
  index: number,
  result: ProduceResult,
  errorCode: ErrorCode,
): ProducePartitionResponse {
  const { topicPartition, batch } = request.partitions[index]!;
  const { observer } = state.context;
  observer.produceAnswered(
    state.brokerId,
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
    baseOffset: errorCode === Errors.NONE ? result.baseOffset : -1,
    logAppendTimeMs: errorCode === Errors.NONE ? result.logAppendTimeMs : -1,
    logStartOffset: errorCode === Errors.NONE ? result.logStartOffset : -1,
    currentLeader: errorCode === Errors.NOT_LEADER_OR_FOLLOWER ? currentLeader(state, topicPartition) : null,
  };
}

/** As far as this broker's metadata knows (KIP-951). */
function currentLeader(state: BrokerState, tp: TopicPartition): CurrentLeader | null {
  const registration = partitionRegistration(state.loader.image, tp);
  if (registration === undefined) return null;
  return { leaderId: registration.leader, leaderEpoch: registration.leaderEpoch };
}

const refused = (errorCode: ErrorCode): ProduceResult => ({
  errorCode,
  baseOffset: -1,
  lastOffset: -1,
  logAppendTimeMs: -1,
  logStartOffset: -1,
  duplicate: false,
});
