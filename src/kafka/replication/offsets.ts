/** ListOffsets and OffsetForLeaderEpoch for one partition of the leader (R-16, R-31, KIP-320; Partition.scala). */
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { cachedEpochAt } from "../log/leader-epoch-cache.ts";
import { endOffsetForEpoch } from "../log/partition-log.ts";
import { offsetForTimestamp, offsetOfMaxTimestamp } from "../log/read.ts";
import {
  earliestTimestamp,
  type ListOffsetsRequest,
  type ListOffsetsResponse,
  latestTimestamp,
  maxTimestamp,
  type OffsetForLeaderEpochRequest,
  type OffsetForLeaderEpochResponse,
} from "../messages/offsets.ts";
import type { ReplicaEnv } from "./env.ts";
import { isLeader, type Partition } from "./partition.ts";

type EpochQuestion = OffsetForLeaderEpochRequest["partitions"][number];
type EpochAnswer = OffsetForLeaderEpochResponse["partitions"][number];
type OffsetQuestion = ListOffsetsRequest["partitions"][number];
type OffsetAnswer = ListOffsetsResponse["partitions"][number];

/** Where the asked epoch ends in this leader's log; -1 and -1 if it cannot tell. Fenced by the leader epoch (KIP-320). */
export function endOffsetForLeaderEpoch(partition: Partition, asked: EpochQuestion, env: ReplicaEnv): EpochAnswer {
  const refused = refuse(
    partition,
    env.rules.replication.checkLookupEpoch(asked.currentLeaderEpoch, partition.leaderEpoch),
  );
  const { topicPartition } = partition;
  if (refused !== Errors.NONE) return { topicPartition, errorCode: refused, leaderEpoch: -1, endOffset: -1 };
  const end = endOffsetForEpoch(partition.log, asked.leaderEpoch, env.rules);
  invariant(end.endOffset >= -1, "an epoch ends at an offset, or nobody knows where");
  invariant(end.endOffset <= partition.log.logEndOffset, "no epoch ends behind the log");
  return { topicPartition, errorCode: Errors.NONE, leaderEpoch: end.epoch, endOffset: end.endOffset };
}

/**
 * The earliest offset, the latest (for a consumer, `replicaId` -1, the high watermark, with read_committed the last stable
 * offset; for a follower the log end), the first one at or after a time, or the first of those with the largest time.
 * Errors: OFFSET_NOT_AVAILABLE while a new leader's high watermark has not reached its epoch (KIP-207), the fences,
 * NOT_LEADER_OR_FOLLOWER.
 */
export function listOffset(
  partition: Partition,
  asked: OffsetQuestion,
  { replicaId, isolationLevel }: Pick<ListOffsetsRequest, "replicaId" | "isolationLevel">,
  env: ReplicaEnv,
): OffsetAnswer {
  const refused = refuse(
    partition,
    env.rules.replication.checkLookupEpoch(asked.currentLeaderEpoch, partition.leaderEpoch),
  );
  if (refused !== Errors.NONE) return offsetAnswer(partition, refused, -1, -1, -1);
  const { log } = partition;
  // Neither a replica nor the debugging consumer (-2), which reads to the log end.
  const isConsumer = replicaId === -1;
  const visible = isolationLevel === "read_committed" ? log.lastStableOffset : log.highWatermark;
  const end = isConsumer ? visible : log.logEndOffset;
  invariant(log.logStartOffset <= end && end <= log.logEndOffset, "the earliest and the latest offset lie in the log");
  const isLagging = isConsumer && log.highWatermark < partition.leaderEpochStartOffset;
  if (asked.timestamp === earliestTimestamp) {
    return offsetAnswer(
      partition,
      Errors.NONE,
      log.logStartOffset,
      -1,
      cachedEpochAt(log.epochCache, log.logStartOffset),
    );
  }
  if (asked.timestamp === latestTimestamp) {
    if (isLagging) return offsetAnswer(partition, Errors.OFFSET_NOT_AVAILABLE, -1, -1, -1);
    return offsetAnswer(partition, Errors.NONE, end, -1, partition.leaderEpoch);
  }
  const found =
    asked.timestamp === maxTimestamp && env.rules.replication.knowsMaxTimestamp
      ? offsetOfMaxTimestamp(log)
      : offsetForTimestamp(log, asked.timestamp);
  invariant(found === null || found.offset >= log.logStartOffset, "what is found by its time was not deleted");
  if (found !== null && found.offset < end) {
    return offsetAnswer(partition, Errors.NONE, found.offset, found.timestamp, found.leaderEpoch);
  }
  // There may be one between the old high watermark and the end, so "none" is not known yet either.
  return offsetAnswer(partition, isLagging ? Errors.OFFSET_NOT_AVAILABLE : Errors.NONE, -1, -1, -1);
}

function refuse(partition: Partition, fenced: ErrorCode): ErrorCode {
  if (partition.role === "offline") return Errors.KAFKA_STORAGE_ERROR;
  if (fenced !== Errors.NONE) return fenced;
  return isLeader(partition) ? Errors.NONE : Errors.NOT_LEADER_OR_FOLLOWER;
}

const offsetAnswer = (
  partition: Partition,
  errorCode: ErrorCode,
  offset: number,
  timestamp: number,
  leaderEpoch: number,
): OffsetAnswer => ({ topicPartition: partition.topicPartition, errorCode, offset, timestamp, leaderEpoch });
