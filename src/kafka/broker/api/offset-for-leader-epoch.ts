/**
 * OffsetForLeaderEpoch (23).
 *
 * Where an epoch ends in this leader's log: followers of old rule sets find their truncation point by it, consumers
 * validate positions after a change of leader. Fenced by the current epoch. KIP-101, KIP-279, KIP-320.
 */
import type { ConnectionId } from "../../../core/ids.ts";
import { mix, mix3 } from "../../../core/mix.ts";
import type { OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse } from "../../messages/offsets.ts";
import { endOffsetForLeaderEpoch } from "../../replication/offsets.ts";
import { onlinePartition } from "../hosted-partition.ts";
import { missingReplicaError } from "../replica-error.ts";
import type { BrokerState } from "../state.ts";

type Asked = OffsetForLeaderEpochRequest["partitions"][number];
type Answered = OffsetForLeaderEpochResponse["partitions"][number];

export function handleOffsetForLeaderEpoch(
  state: BrokerState,
  connection: ConnectionId,
  request: OffsetForLeaderEpochRequest,
): void {
  const partitions: Answered[] = [];
  let name = mix3(request.name, state.brokerId, request.partitions.length);
  for (const asked of request.partitions) {
    const answered = answer(state, asked);
    name = mix(mix(mix(name, answered.errorCode), answered.leaderEpoch), answered.endOffset);
    partitions.push(answered);
  }
  state.context.reply(connection, {
    kind: "OffsetForLeaderEpochResponse",
    name,
    correlationId: request.correlationId,
    partitions,
  });
}

function answer(state: BrokerState, asked: Asked): Answered {
  const { topicPartition } = asked;
  const partition = onlinePartition(state.partitions, topicPartition);
  if (partition !== null) return endOffsetForLeaderEpoch(partition, asked, state.env);
  return { topicPartition, errorCode: missingReplicaError(state, topicPartition), leaderEpoch: -1, endOffset: -1 };
}
