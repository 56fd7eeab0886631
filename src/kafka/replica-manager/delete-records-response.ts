/** The answer to a DeleteRecords, when every partition is decided. */
import type { ConnectionId } from "../../core/ids.ts";
import { mix, mix3 } from "../../core/mix.ts";
import { Errors } from "../errors.ts";
import type { DeleteRecordsRequest, DeleteRecordsResponse } from "../messages/offsets.ts";
import type { DeleteRecordsOutcome } from "./delayed-operations.ts";
import type { ReplicaManager } from "./replica-manager.ts";

export function respondToDeleteRecords(
  manager: ReplicaManager,
  connection: ConnectionId,
  request: DeleteRecordsRequest,
  outcomes: readonly DeleteRecordsOutcome[],
): void {
  const partitions: DeleteRecordsResponse["partitions"][number][] = [];
  let name = mix3(request.name, manager.env.brokerId, outcomes.length);
  for (let i = 0; i < outcomes.length; i++) {
    const { errorCode, lowWatermark } = outcomes[i]!;
    name = mix(mix(name, errorCode), lowWatermark);
    const { topicPartition } = request.partitions[i]!;
    partitions.push({ topicPartition, errorCode, lowWatermark: errorCode === Errors.NONE ? lowWatermark : -1 });
  }
  manager.port.context.reply(connection, {
    kind: "DeleteRecordsResponse",
    name,
    correlationId: request.correlationId,
    partitions,
  });
}
