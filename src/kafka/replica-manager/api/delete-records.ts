/**
 * DeleteRecords (21).
 *
 * Moves the log start of partitions that this broker leads (never past the high watermark, L-34), and answers when every
 * live replica has followed, with the low watermark. A topic that is only compacted refuses (POLICY_VIOLATION). KIP-107.
 */
import type { ConnectionId } from "../../../core/ids.ts";
import type { ErrorCode } from "../../errors.ts";
import type { DeleteRecordsRequest } from "../../messages/offsets.ts";
import { deleteRecords } from "../../replication/delete-records.ts";
import type { TopicPartition } from "../../topic-partition.ts";
import { delayDeleteRecords } from "../delayed-delete-records.ts";
import type { DeleteRecordsOutcome } from "../delayed-operations.ts";
import { onlinePartition } from "../hosted-partition.ts";
import type { ReplicaManager } from "../replica-manager.ts";

export function handleDeleteRecords(
  manager: ReplicaManager,
  connection: ConnectionId,
  request: DeleteRecordsRequest,
): void {
  const outcomes: DeleteRecordsOutcome[] = [];
  for (const { topicPartition, offset } of request.partitions) outcomes.push(apply(manager, topicPartition, offset));
  delayDeleteRecords(manager, connection, request, outcomes);
}

function apply(manager: ReplicaManager, tp: TopicPartition, offset: number): DeleteRecordsOutcome {
  const partition = onlinePartition(manager.partitions, tp);
  if (partition === null) return refused(manager.env.whyMissing(tp));
  const { errorCode, requiredOffset } = deleteRecords(partition, offset, manager.env);
  return { errorCode, requiredOffset, lowWatermark: -1 };
}

const refused = (errorCode: ErrorCode): DeleteRecordsOutcome => ({ errorCode, requiredOffset: -1, lowWatermark: -1 });
