/**
 * CreateTopics (19), DeleteTopics (20), CreatePartitions (37), ElectLeaders (43), IncrementalAlterConfigs (44),
 * AlterPartitionReassignments (45).
 *
 * Passed on to the controller as they are, the answer passed back. When the controller stays away the answer is
 * REQUEST_TIMED_OUT, after one minute of attempts. KIP-590.
 */
import type { ConnectionId } from "../../../core/ids.ts";
import type { AdminRequest } from "../../messages/admin.ts";
import { forward } from "../forwarding.ts";
import type { BrokerState } from "../state.ts";

export function handleAdmin(state: BrokerState, connection: ConnectionId, request: AdminRequest): void {
  forward(state, request, connection);
}
