/** Answers to what the replica manager asked: of leaders to its fetchers, of the controller to its ISR proposals. */
import type { NodeId } from "../../core/ids.ts";
import type { KafkaMessage } from "../messages/index.ts";
import { onAlterPartitionAnswer } from "./alter-partition-manager.ts";
import { onLeaderResponse } from "./fetcher-manager.ts";
import type { ReplicaManager } from "./replica-manager.ts";

/** False: it asked for no such thing. */
export function onReplicaAnswer(manager: ReplicaManager, from: NodeId, message: KafkaMessage): boolean {
  switch (message.kind) {
    case "FetchResponse":
    case "ListOffsetsResponse":
    case "OffsetForLeaderEpochResponse":
      onLeaderResponse(manager, from, message);
      return true;
    case "AlterPartitionResponse":
      onAlterPartitionAnswer(manager, message);
      return true;
    default:
      return false;
  }
}
