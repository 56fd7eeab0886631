/**
 * Fetch of one partition: the fences, the diverging check, what the leader learns of the follower, and the records up to
 * the reader's bound (R-1..R-7; Partition.fetchRecords, ReplicaManager.readFromLog).
 *
 *   offset            0  1  2  3  4  5  6
 *   leader's epochs   0  0  0  2  2  2  |     asked: offset 6, last epoch 1. Largest epoch here not above 1 is 0, ending
 *   follower's        0  0  0  1  1  1  |     at 3: answer divergingEpoch (0, 3), no data, and nothing is learnt of it.
 */
import { type ErrorCode, Errors } from "../errors.ts";
import { endOffsetForEpoch } from "../log/partition-log.ts";
import { readBatches } from "../log/read.ts";
import type { EpochEndOffset, FetchPartition, FetchPartitionResponse, FetchRequest } from "../messages/fetch.ts";
import type { RecordBatch } from "../records.ts";
import type { ReplicaEnv } from "./env.ts";
import { isStaleIncarnation, recordFollowerFetch } from "./follower-fetch.ts";
import { isLeader, type Partition, remoteReplicaOf } from "./partition.ts";
import { preferredReadReplica } from "./preferred-read-replica.ts";

const noBatches: readonly RecordBatch[] = [];

/**
 * Reads what `asked` may see, at most `maxBytes` but at least one batch (nothing for 0). `countsAsFetch`: this is the
 * request itself, not a later look for data, so a follower's offset counts as an acknowledgement.
 */
export function readForFetch(
  partition: Partition,
  asked: FetchPartition,
  request: FetchRequest,
  maxBytes: number,
  countsAsFetch: boolean,
  env: ReplicaEnv,
): FetchPartitionResponse {
  const isFollower = request.replicaId >= 0;
  const counts = countsAsFetch && isFollower;
  const fenced = refuseFetch(partition, asked, isFollower, env);
  if (fenced !== Errors.NONE) {
    // Today no refused fetch counts; which ones do is the rule's matter.
    if (counts && isLeader(partition) && isFence(fenced)) acknowledge(partition, asked, request, env);
    return refuse(partition, request.replicaId, fenced, env);
  }
  const unknown = isFollower ? refuseReplica(partition, asked, request) : Errors.NONE;
  if (unknown !== Errors.NONE) return refuse(partition, request.replicaId, unknown, env);
  const diverging = divergingEpochOf(partition, asked, env);
  if (diverging === outOfRange || (diverging === null && isOutOfRange(partition, asked))) {
    return refuse(partition, request.replicaId, Errors.OFFSET_OUT_OF_RANGE, env);
  }
  if (diverging !== null) {
    if (counts && env.rules.replication.countsDivergedFetch) acknowledge(partition, asked, request, env);
    return answer(partition, diverging, -1, noBatches);
  }
  // only where the fetch would count.
  if (counts && isStaleIncarnation(request.replicaId, request.replicaEpoch, env)) {
    return refuse(partition, request.replicaId, Errors.NOT_LEADER_OR_FOLLOWER, env);
  }
  const preferred = isFollower ? -1 : preferredReadReplica(partition, asked.fetchOffset, request.rackId, env);
  if (preferred >= 0) return answer(partition, null, preferred, noBatches);
  return readRecords(partition, asked, request, maxBytes, counts, env);
}

/**
 * The bounds are taken once, before the follower's offset counts (KAFKA-9807, KAFKA-9835): what it proves reaches it
 * with its next fetch.
 */
function readRecords(
  partition: Partition,
  asked: FetchPartition,
  request: FetchRequest,
  maxBytes: number,
  counts: boolean,
  env: ReplicaEnv,
): FetchPartitionResponse {
  const { log } = partition;
  const bound = boundOf(partition, request, env);
  const limit = Math.min(maxBytes, Math.max(1, asked.partitionMaxBytes));
  const batches = limit > 0 ? readBatches(log, asked.fetchOffset, limit, bound) : noBatches;
  const response = answer(partition, null, -1, batches);
  if (counts) acknowledge(partition, asked, request, env);
  return response;
}

/** A follower reads to the end; a consumer what is committed, with read_committed what is decided as well. */
function boundOf({ log }: Partition, request: FetchRequest, env: ReplicaEnv): number {
  if (request.replicaId >= 0) return log.logEndOffset;
  if (request.isolationLevel === "read_committed") return log.lastStableOffset;
  return env.rules.replication.consumerBound(log.highWatermark, log.logEndOffset);
}

function refuseFetch(partition: Partition, asked: FetchPartition, isFollower: boolean, env: ReplicaEnv): ErrorCode {
  const { role } = partition;
  if (role === "offline") return Errors.KAFKA_STORAGE_ERROR;
  if (role !== "leader" && role !== "follower") return Errors.NOT_LEADER_OR_FOLLOWER;
  const fenced = env.rules.replication.checkFetchEpoch(asked.currentLeaderEpoch, partition.leaderEpoch);
  if (fenced !== Errors.NONE) return fenced;
  return isFollower && role !== "leader" ? Errors.NOT_LEADER_OR_FOLLOWER : Errors.NONE;
}

const isFence = (errorCode: ErrorCode): boolean =>
  errorCode === Errors.FENCED_LEADER_EPOCH || errorCode === Errors.UNKNOWN_LEADER_EPOCH;

/** a reassignment may have added the replica before this leader heard of it. */
function refuseReplica(partition: Partition, asked: FetchPartition, request: FetchRequest): ErrorCode {
  if (remoteReplicaOf(partition, request.replicaId) !== null) return Errors.NONE;
  return asked.currentLeaderEpoch >= 0 ? Errors.UNKNOWN_LEADER_EPOCH : Errors.NOT_LEADER_OR_FOLLOWER;
}

const isOutOfRange = (partition: Partition, asked: FetchPartition): boolean =>
  asked.fetchOffset < partition.log.logStartOffset || asked.fetchOffset > partition.log.logEndOffset;

const outOfRange: EpochEndOffset = { epoch: -1, endOffset: -1 };

/**
 * where the fetcher's log leaves this one, null if nowhere, `outOfRange` if that cannot be told. An offset below
 * the log start is out of range whatever its epoch (KAFKA-12996).
 */
function divergingEpochOf(partition: Partition, asked: FetchPartition, env: ReplicaEnv): EpochEndOffset | null {
  const { lastFetchedEpoch, fetchOffset } = asked;
  const { log } = partition;
  // In the leader's newest epoch, and not beyond its end: the common case.
  if (lastFetchedEpoch < 0 || (lastFetchedEpoch === log.latestEpoch && fetchOffset <= log.logEndOffset)) return null;
  if (fetchOffset < log.logStartOffset) return outOfRange;
  const end = endOffsetForEpoch(log, lastFetchedEpoch, env.rules);
  if (end.endOffset < 0 || end.epoch < 0) return outOfRange;
  return end.epoch < lastFetchedEpoch || end.endOffset < fetchOffset ? end : null;
}

function acknowledge(partition: Partition, asked: FetchPartition, request: FetchRequest, env: ReplicaEnv): void {
  const remote = remoteReplicaOf(partition, request.replicaId);
  if (remote === null) return;
  if (!env.rules.replication.countsAcknowledgement(asked.currentLeaderEpoch, partition.leaderEpoch)) return;
  recordFollowerFetch(partition, remote, asked, request.replicaEpoch, env);
}

function answer(
  partition: Partition,
  divergingEpoch: EpochEndOffset | null,
  preferred: number,
  batches: readonly RecordBatch[],
): FetchPartitionResponse {
  const { log } = partition;
  return {
    topicPartition: partition.topicPartition,
    errorCode: Errors.NONE,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.logStartOffset,
    divergingEpoch,
    currentLeader: null,
    preferredReadReplica: preferred,
    batches,
  };
}

/** With the fences the reader learns of the leader that this replica knows (KIP-951). */
function refuse(
  partition: Partition,
  replicaId: number,
  errorCode: ErrorCode,
  env: ReplicaEnv,
): FetchPartitionResponse {
  env.observer.fetchRefused(env.brokerId, partition.topicPartition, replicaId, errorCode);
  const isFence = errorCode === Errors.NOT_LEADER_OR_FOLLOWER || errorCode === Errors.FENCED_LEADER_EPOCH;
  const tellsLeader = isFence && env.rules.replication.namesCurrentLeader;
  const { leader, leaderEpoch } = partition;
  return refusedFetch(
    partition.topicPartition,
    errorCode,
    tellsLeader && leader >= 0 ? { leaderId: leader, leaderEpoch } : null,
  );
}

/** The answer for a partition that could not be read. */
export const refusedFetch = (
  topicPartition: number,
  errorCode: ErrorCode,
  currentLeader: FetchPartitionResponse["currentLeader"],
): FetchPartitionResponse => ({
  topicPartition,
  errorCode,
  highWatermark: -1,
  lastStableOffset: -1,
  logStartOffset: -1,
  divergingEpoch: null,
  currentLeader,
  preferredReadReplica: -1,
  batches: noBatches,
});
