/** DescribeGroups (15), ListGroups (16), DeleteGroups (42): what operators see of groups and do to them (G-77, G-78). */
import type { ConnectionId } from "../../core/ids.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type {
  DeleteGroupsRequest,
  DescribeGroupsRequest,
  DescribeGroupsResponse,
  ListGroupsRequest,
  ListGroupsResponse,
} from "../messages/groups.ts";
import { type ClassicGroup, membersInOrder } from "./classic-group.ts";
import { brokerIdOf, type GroupCoordinator, type GroupShard, respond, responseName, submit } from "./coordinator.ts";
import { groupWriteError } from "./errors.ts";
import { forgetGroup } from "./sessions.ts";

/** The group is there for readers: that it came to be is committed. */
const isVisible = (shard: GroupShard, { existsFrom }: ClassicGroup): boolean => existsFrom < shard.host.committedEnd;

export function handleDescribeGroups(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  request: DescribeGroupsRequest,
  connection: ConnectionId,
): void {
  const group = shard.soft.groups.get(request.groupId);
  if (group === undefined || !isVisible(shard, group)) {
    answerDescribe(coordinator, request, connection, deadGroup(Errors.GROUP_ID_NOT_FOUND));
    return;
  }
  const isStable = group.state === "Stable";
  answerDescribe(coordinator, request, connection, {
    errorCode: Errors.NONE,
    groupState: group.state,
    protocolType: group.protocolType ?? "",
    protocolName: isStable ? (group.protocolName ?? "") : "",
    // What a member was assigned is shown until it is taken back, also while the group rebalances.
    members: membersInOrder(group).map(({ memberId, groupInstanceId, assignment }) => ({
      memberId,
      groupInstanceId,
      assignment,
    })),
  });
}

type Description = Omit<DescribeGroupsResponse, "kind" | "name" | "correlationId">;

export const deadGroup = (errorCode: ErrorCode): Description => ({
  errorCode,
  groupState: "Dead",
  protocolType: "",
  protocolName: "",
  members: [],
});

export function answerDescribe(
  coordinator: GroupCoordinator,
  request: DescribeGroupsRequest,
  connection: ConnectionId,
  description: Description,
): void {
  respond(coordinator, connection, {
    kind: "DescribeGroupsResponse",
    name: responseName(coordinator, request, description.errorCode),
    correlationId: request.correlationId,
    ...description,
  });
}

export function handleDeleteGroups(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  request: DeleteGroupsRequest,
  connection: ConnectionId,
): void {
  const { groupId } = request;
  const group = shard.soft.groups.get(groupId);
  if (group === undefined || group.state !== "Empty") {
    const errorCode = group === undefined ? Errors.GROUP_ID_NOT_FOUND : Errors.NON_EMPTY_GROUP;
    answerDeleteGroups(coordinator, request, connection, errorCode);
    return;
  }
  const partitions = [...(shard.host.state.offsets.get(groupId)?.values() ?? [])];
  const command = { kind: "delete-offsets" as const, groupId, partitions, andGroup: true };
  const isDeleted = submit(coordinator, shard, command, (errorCode) => {
    answerDeleteGroups(coordinator, request, connection, groupWriteError(errorCode));
  });
  if (isDeleted) forgetGroup(coordinator, shard, group);
}

export function answerDeleteGroups(
  coordinator: GroupCoordinator,
  request: DeleteGroupsRequest,
  connection: ConnectionId,
  errorCode: ErrorCode,
): void {
  respond(coordinator, connection, {
    kind: "DeleteGroupsResponse",
    name: responseName(coordinator, request, errorCode),
    correlationId: request.correlationId,
    errorCode,
  });
}

/** Of all shards; one that still loads fails the whole answer. */
export function handleListGroups(
  coordinator: GroupCoordinator,
  connection: ConnectionId,
  request: ListGroupsRequest,
): void {
  const shards = [...coordinator.runtime.shards.values()].sort((a, b) => a.index - b.index);
  const isLoading = shards.some(({ host }) => host.status !== "leading");
  const errorCode = isLoading ? Errors.COORDINATOR_LOAD_IN_PROGRESS : Errors.NONE;
  const states = new Set(request.statesFilter.map((state) => state.toLowerCase()));
  const response: ListGroupsResponse = {
    kind: "ListGroupsResponse",
    name: responseName(coordinator, request, errorCode, brokerIdOf(coordinator)),
    correlationId: request.correlationId,
    errorCode,
    groups: isLoading ? [] : shards.flatMap((shard) => listed(shard, states)),
  };
  coordinator.runtime.manager.port.context.reply(connection, response);
}

function listed(shard: GroupShard, states: ReadonlySet<string>): ListGroupsResponse["groups"][number][] {
  const found: ListGroupsResponse["groups"][number][] = [];
  for (const group of shard.soft.groups.values()) {
    if (!isVisible(shard, group) || (states.size > 0 && !states.has(group.state.toLowerCase()))) continue;
    found.push({ groupId: group.groupId, protocolType: group.protocolType ?? "", groupState: group.state });
  }
  return found;
}
