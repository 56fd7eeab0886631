/**
 * Produce (0).
 *
 * Appends one batch to each partition that this broker leads. acks=1 is answered after the local append, acks=all when
 * the high watermark has passed the batch (P-1..P-4), acks=0 never: on an error the broker closes the connection, the
 * only sign that such a producer gets.
 * KIP-98 (idempotence), KIP-359 never came: no leader epoch in the request (P-5), KIP-951 (current leader with error 6),
 * KIP-516 (topic ids since version 13; before, a name stands for whatever topic has it now).
 */
import type { ConnectionId } from "../../../core/ids.ts";
import { invariant } from "../../../core/invariant.ts";
import { listOf } from "../../../core/list.ts";
import { type ErrorCode, Errors } from "../../errors.ts";
import type { ProducePartition, ProduceRequest } from "../../messages/produce.ts";
import { topicByName } from "../../metadata/image.ts";
import { appendToLeader, type ProduceResult } from "../../replication/produce.ts";
import { partitionOf, type TopicPartition, topicPartition } from "../../topic-partition.ts";
import { delayProduce } from "../delayed-produce.ts";
import { onlinePartition } from "../hosted-partition.ts";
import { respondToProduce } from "../produce-response.ts";
import type { ReplicaManager } from "../replica-manager.ts";

const acksAll = -1;

export function handleProduce(manager: ReplicaManager, connection: ConnectionId, asked: ProduceRequest): void {
  const request = asked.topicNames === null ? asked : { ...asked, partitions: namedPartitions(manager, asked) };
  const { partitions, acks } = request;
  const results = listOf<ProduceResult>(partitions.length);
  let appended = 0;
  for (let i = 0; i < partitions.length; i++) {
    const result = append(manager, request, i);
    if (result.errorCode === Errors.NONE) appended++;
    results[i] = result;
  }
  invariant(results.length === partitions.length, "each partition of a produce has a result");
  invariant(appended <= results.length, "no more is appended than was asked for");
  if (acks === 0) closeOnError(manager, connection, results);
  else if (acks === acksAll && appended > 0) delayProduce(manager, connection, request, results);
  else respondToProduce(manager, connection, request, results, null);
}

/** What the names stand for now; a partition whose name is unknown stays as it is, and is unknown too. */
function namedPartitions(manager: ReplicaManager, { partitions, topicNames }: ProduceRequest): ProducePartition[] {
  const image = manager.port.image();
  return partitions.map((partition, i) => {
    const topic = topicByName(image, topicNames![i]!);
    if (topic === undefined) return partition;
    const { batch, topicPartition: tp } = partition;
    return { topicPartition: topicPartition(topic.topicId, partitionOf(tp)), batch };
  });
}

function append(manager: ReplicaManager, request: ProduceRequest, index: number): ProduceResult {
  const { topicPartition, batch } = request.partitions[index]!;
  const partition = onlinePartition(manager.partitions, topicPartition);
  if (partition === null) return refused(whyMissing(manager, request, topicPartition));
  return appendToLeader(partition, batch, request.acks, manager.env);
}

function closeOnError(manager: ReplicaManager, connection: ConnectionId, results: readonly ProduceResult[]): void {
  for (let i = 0; i < results.length; i++) {
    if (results[i]!.errorCode !== Errors.NONE) {
      manager.port.context.closeIncoming(connection);
      return;
    }
  }
}

/** Who names a topic is not told of an id. */
function whyMissing(manager: ReplicaManager, { topicNames }: ProduceRequest, tp: TopicPartition): ErrorCode {
  const errorCode = manager.env.whyMissing(tp);
  const isById = topicNames === null || errorCode !== Errors.UNKNOWN_TOPIC_ID;
  return isById ? errorCode : Errors.UNKNOWN_TOPIC_OR_PARTITION;
}

const refused = (errorCode: ErrorCode): ProduceResult => ({
  errorCode,
  baseOffset: -1,
  lastOffset: -1,
  logAppendTimeMs: -1,
  logStartOffset: -1,
  duplicate: false,
});
