/** OffsetDelete (47): of a group that nobody reads the topic for (G-76). What is not committed is deleted without an error. */
import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { consumerProtocolType } from "../messages/consumer-protocol.ts";
import type { NamedPartition, OffsetDeleteRequest } from "../messages/groups.ts";
import { type ClassicGroup, isSubscribedTo } from "./classic-group.ts";
import { type GroupCoordinator, type GroupShard, respond, responseName, submit, unknownAmong } from "./coordinator.ts";
import { groupWriteError } from "./errors.ts";

export function handleOffsetDelete(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  request: OffsetDeleteRequest,
  connection: ConnectionId,
): void {
  const { groupId } = request;
  const group = shard.soft.groups.get(groupId);
  const refused = refuseDelete(group);
  if (group === undefined || refused !== Errors.NONE) {
    answerDelete(coordinator, request, connection, refused, () => refused);
    return;
  }
  const subscribed = new Set(request.partitions.filter(({ topic }) => isSubscribedTo(group, topic)));
  const unknown = unknownAmong(coordinator, request.partitions);
  const partitions = request.partitions.filter((named) => !subscribed.has(named) && !unknown.has(named));
  invariant(partitions.length + subscribed.size <= request.partitions.length, "each offset is deleted or refused");
  submit(coordinator, shard, { kind: "delete-offsets", groupId, partitions, andGroup: false }, (errorCode) => {
    const failed = groupWriteError(errorCode);
    answerDelete(coordinator, request, connection, failed, (named) => {
      if (unknown.has(named)) return Errors.UNKNOWN_TOPIC_OR_PARTITION;
      return subscribed.has(named) ? Errors.GROUP_SUBSCRIBED_TO_TOPIC : failed;
    });
  });
}

/** A group of other members than consumers is asked to be empty. */
function refuseDelete(group: ClassicGroup | undefined): ErrorCode {
  if (group === undefined) return Errors.GROUP_ID_NOT_FOUND;
  if (group.state === "Empty" || group.protocolType === consumerProtocolType) return Errors.NONE;
  return Errors.NON_EMPTY_GROUP;
}

export function answerDelete(
  coordinator: GroupCoordinator,
  request: OffsetDeleteRequest,
  connection: ConnectionId,
  errorCode: ErrorCode,
  errorOf: (named: NamedPartition) => ErrorCode,
): void {
  respond(coordinator, connection, {
    kind: "OffsetDeleteResponse",
    name: responseName(coordinator, request, errorCode),
    correlationId: request.correlationId,
    errorCode,
    partitions: request.partitions.map((named) => ({ ...named, errorCode: errorOf(named) })),
  });
}
