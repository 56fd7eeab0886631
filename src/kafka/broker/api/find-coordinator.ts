/**
 * FindCoordinator (10), for groups.
 *
 * The leader of the group's partition of `__consumer_offsets`, as this broker's image has it (G-1, G-2). While there is no
 * such topic, or nobody leads, COORDINATOR_NOT_AVAILABLE; the first request makes the topic be created (KAFKA-3959: with
 * fewer brokers than its replication factor it is not).
 */
import type { ConnectionId } from "../../../core/ids.ts";
import { mix4 } from "../../../core/mix.ts";
import { Errors } from "../../errors.ts";
import { partitionFor } from "../../group/group-coordinator.ts";
import { offsetsTopic } from "../../group/records.ts";
import type { FindCoordinatorRequest } from "../../messages/groups.ts";
import { isUnfenced, partitionRegistration, topicByName } from "../../metadata/image.ts";
import { autoCreateTopic } from "../auto-create.ts";
import { Name } from "../names.ts";
import type { BrokerState } from "../state.ts";

export function handleFindCoordinator(
  state: BrokerState,
  connection: ConnectionId,
  request: FindCoordinatorRequest,
): void {
  const isNamed = request.key !== "";
  const nodeId = isNamed ? coordinatorOf(state, request.key) : -1;
  const missing = isNamed ? Errors.COORDINATOR_NOT_AVAILABLE : Errors.INVALID_GROUP_ID;
  state.port.context.reply(connection, {
    kind: "FindCoordinatorResponse",
    name: mix4(Name.findCoordinatorResponse, request.name, state.brokerId, nodeId),
    correlationId: request.correlationId,
    errorCode: nodeId < 0 ? missing : Errors.NONE,
    nodeId,
  });
}

/** -1: none now. */
function coordinatorOf(state: BrokerState, groupId: string): number {
  const { image } = state.loader;
  const topic = topicByName(image, offsetsTopic);
  if (topic === undefined) {
    autoCreateTopic(state, offsetsTopic);
    return -1;
  }
  const tp = topic.partitions[partitionFor(state.groups, groupId)];
  const leader = tp === undefined ? -1 : (partitionRegistration(image, tp)?.leader ?? -1);
  return leader >= 0 && isUnfenced(image, leader) ? leader : -1;
}
