/** Produce on a broker of a model: appended at once, answered when the high watermark has passed (P-1..P-4). */
import { type ErrorCode, Errors } from "../../kafka/errors.ts";
import type { CurrentLeader, ProduceRequest } from "../../kafka/messages/produce.ts";
import { appendToLeader, isProduceSatisfied, type ProduceResult } from "../../kafka/replication/produce.ts";
import { producerId } from "./producer.ts";
import { type ReplicaHost, send } from "./replica-host.ts";

/** As Kafka mutes a connection until it has answered, there is at most one request of the producer at work here. */
export function produce(host: ReplicaHost, request: ProduceRequest, isLate: boolean): void {
  const { replica, env } = host;
  const result = appendToLeader(replica.partition!, request.partitions[0]!.batch, request.acks, env);
  if (isLate) return;
  if (result.errorCode === Errors.NONE) replica.waiting = { request, result };
  else answer(host, request, result, result.errorCode);
}

/** At the end of each step. */
export function answerWaiting(host: ReplicaHost): void {
  const { replica, env } = host;
  const { waiting } = replica;
  if (waiting === null) return;
  const errorCode = isProduceSatisfied(replica.partition!, waiting.result.lastOffset + 1, env);
  if (errorCode === "pending") return;
  replica.waiting = null;
  answer(host, waiting.request, waiting.result, errorCode);
}

function answer(host: ReplicaHost, request: ProduceRequest, result: ProduceResult, errorCode: ErrorCode): void {
  const { replica, env } = host;
  const { topicPartition, batch } = request.partitions[0]!;
  const { acks, correlationId } = request;
  const { baseOffset, duplicate, logAppendTimeMs, logStartOffset } = result;
  env.observer.produceAnswered(replica.self, topicPartition, batch, acks, errorCode, baseOffset, duplicate);
  const isWritten = errorCode === Errors.NONE;
  const part = {
    topicPartition,
    errorCode,
    baseOffset: isWritten ? baseOffset : -1,
    logAppendTimeMs,
    logStartOffset,
    currentLeader: errorCode === Errors.NOT_LEADER_OR_FOLLOWER ? currentLeader(host) : null,
  };
  send(host, producerId, { kind: "ProduceResponse", name: 0, correlationId, partitions: [part] });
}

/** As far as this broker's metadata knows (KIP-951). */
function currentLeader({ replica }: ReplicaHost): CurrentLeader | null {
  const { role, leader: leaderId, leaderEpoch } = replica.partition!;
  return role === "none" ? null : { leaderId, leaderEpoch };
}
