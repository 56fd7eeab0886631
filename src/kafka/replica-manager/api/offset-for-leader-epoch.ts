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
import type { ReplicaManager } from "../replica-manager.ts";

type Asked = OffsetForLeaderEpochRequest["partitions"][number];
type Answered = OffsetForLeaderEpochResponse["partitions"][number];

export function handleOffsetForLeaderEpoch(
  manager: ReplicaManager,
  connection: ConnectionId,
  request: OffsetForLeaderEpochRequest,
): void {
  const partitions: Answered[] = [];
  let name = mix3(request.name, manager.env.brokerId, request.partitions.length);
  for (const asked of request.partitions) {
    const answered = answer(manager, asked);
    name = mix(mix(mix(name, answered.errorCode), answered.leaderEpoch), answered.endOffset);
    partitions.push(answered);
  }
  manager.port.context.reply(connection, {
    kind: "OffsetForLeaderEpochResponse",
    name,
    correlationId: request.correlationId,
    partitions,
  });
}

function answer(manager: ReplicaManager, asked: Asked): Answered {
  const { topicPartition } = asked;
  const partition = onlinePartition(manager.partitions, topicPartition);
  if (partition !== null) return endOffsetForLeaderEpoch(partition, asked, manager.env);
  return { topicPartition, errorCode: manager.env.whyMissing(topicPartition), leaderEpoch: -1, endOffset: -1 };
}
