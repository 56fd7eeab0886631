/**
 * DeleteRecords (21).
 *
 * Moves the log start of partitions that this broker leads (never past the high watermark, L-34), and answers when every
 * live replica has followed, with the low watermark. A topic that is only compacted refuses (POLICY_VIOLATION). KIP-107.
 */
import type { ConnectionId } from "../../../core/ids.ts";
import { mix, mix3 } from "../../../core/mix.ts";
import { type ErrorCode, Errors } from "../../errors.ts";
import type { DeleteRecordsRequest, DeleteRecordsResponse } from "../../messages/offsets.ts";
import { deleteRecords } from "../../replication/delete-records.ts";
import type { TopicPartition } from "../../topic-partition.ts";
import { type DeleteRecordsOutcome, delayDeleteRecords } from "../delayed-delete-records.ts";
import { onlinePartition } from "../hosted-partition.ts";
import { missingReplicaError } from "../replica-error.ts";
import type { BrokerState } from "../state.ts";

export function handleDeleteRecords(state: BrokerState, connection: ConnectionId, request: DeleteRecordsRequest): void {
  const outcomes: DeleteRecordsOutcome[] = [];
  for (const { topicPartition, offset } of request.partitions) outcomes.push(apply(state, topicPartition, offset));
  delayDeleteRecords(state, connection, request, outcomes);
}

function apply(state: BrokerState, tp: TopicPartition, offset: number): DeleteRecordsOutcome {
  const partition = onlinePartition(state.partitions, tp);
  if (partition === null) return refused(missingReplicaError(state, tp));
  const { errorCode, requiredOffset } = deleteRecords(partition, offset, state.env);
  return { errorCode, requiredOffset, lowWatermark: -1 };
}

const refused = (errorCode: ErrorCode): DeleteRecordsOutcome => ({ errorCode, requiredOffset: -1, lowWatermark: -1 });

export function respondToDeleteRecords(
  state: BrokerState,
  connection: ConnectionId,
  request: DeleteRecordsRequest,
  outcomes: readonly DeleteRecordsOutcome[],
): void {
  const partitions: DeleteRecordsResponse["partitions"][number][] = [];
  let name = mix3(request.name, state.brokerId, outcomes.length);
  for (let i = 0; i < outcomes.length; i++) {
    const { errorCode, lowWatermark } = outcomes[i]!;
    name = mix(mix(name, errorCode), lowWatermark);
    const { topicPartition } = request.partitions[i]!;
    partitions.push({ topicPartition, errorCode, lowWatermark: errorCode === Errors.NONE ? lowWatermark : -1 });
  }
  state.context.reply(connection, {
    kind: "DeleteRecordsResponse",
    name,
    correlationId: request.correlationId,
    partitions,
  });
}
