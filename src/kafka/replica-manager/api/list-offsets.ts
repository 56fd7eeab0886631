/**
 * ListOffsets (2).
 *
 * The earliest, the latest, or the first offset at or after a time. "Latest" is the high watermark for a consumer (with
 * read_committed the last stable offset), and unknown (OFFSET_NOT_AVAILABLE) until a new leader's high watermark has
 * reached the start of its epoch (R-16, KIP-207); it is the log end for a follower that fell out of range. KIP-79, KIP-320.
 */
import type { ConnectionId } from "../../../core/ids.ts";
import { mix, mix3 } from "../../../core/mix.ts";
import type { ListOffsetsRequest, ListOffsetsResponse } from "../../messages/offsets.ts";
import { listOffset } from "../../replication/offsets.ts";
import { onlinePartition } from "../hosted-partition.ts";
import type { ReplicaManager } from "../replica-manager.ts";

type Asked = ListOffsetsRequest["partitions"][number];
type Answered = ListOffsetsResponse["partitions"][number];

export function handleListOffsets(
  manager: ReplicaManager,
  connection: ConnectionId,
  request: ListOffsetsRequest,
): void {
  const partitions: Answered[] = [];
  let name = mix3(request.name, manager.env.brokerId, request.partitions.length);
  for (const asked of request.partitions) {
    const answered = answer(manager, asked, request);
    name = mix(mix(name, answered.errorCode), answered.offset);
    partitions.push(answered);
  }
  manager.port.context.reply(connection, {
    kind: "ListOffsetsResponse",
    name,
    correlationId: request.correlationId,
    partitions,
  });
}

function answer(manager: ReplicaManager, asked: Asked, request: ListOffsetsRequest): Answered {
  const { topicPartition } = asked;
  const partition = onlinePartition(manager.partitions, topicPartition);
  if (partition !== null) return listOffset(partition, asked, request, manager.env);
  const errorCode = manager.env.whyMissing(topicPartition);
  return { topicPartition, errorCode, offset: -1, timestamp: -1, leaderEpoch: -1 };
}
