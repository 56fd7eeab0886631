/**
 * OffsetFetch (9): what is committed. With `requireStable` the answer waits for the writes that are on their way (G-31,
 * G-33). No such group, no such offset: -1, and no error.
 */
import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { OffsetFetchRequest, OffsetFetchResponse } from "../messages/groups.ts";
import { type GroupCoordinator, type GroupShard, respond, responseName, submit } from "./coordinator.ts";
import { groupWriteError } from "./errors.ts";
import { nameOf } from "./ledger.ts";

export function handleOffsetFetch(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  request: OffsetFetchRequest,
  connection: ConnectionId,
): void {
  if (!request.requireStable) {
    answerFetch(coordinator, request, connection, Errors.NONE, offsetsOf(shard, request, "committed"));
    return;
  }
  // What it shows is decided now; it is shown when that is committed.
  const partitions = offsetsOf(shard, request, "appended");
  submit(coordinator, shard, { kind: "read" }, (errorCode) => {
    const isRead = errorCode === Errors.NONE;
    answerFetch(coordinator, request, connection, readError(errorCode), isRead ? partitions : []);
  });
}

/** Unlike a write, a read names no error by which it could be told from one (G-32). */
const readError = (errorCode: ErrorCode): ErrorCode =>
  errorCode === Errors.REQUEST_TIMED_OUT ? Errors.NOT_COORDINATOR : groupWriteError(errorCode);

export function answerFetch(
  coordinator: GroupCoordinator,
  request: OffsetFetchRequest,
  connection: ConnectionId,
  errorCode: ErrorCode,
  partitions: OffsetFetchResponse["partitions"],
): void {
  invariant(errorCode === Errors.NONE || partitions.length === 0, "an error shows no offsets");
  respond(coordinator, connection, {
    kind: "OffsetFetchResponse",
    name: responseName(coordinator, request, errorCode, partitions.length),
    correlationId: request.correlationId,
    errorCode,
    partitions,
  });
}

function offsetsOf(
  shard: GroupShard,
  { groupId, partitions }: OffsetFetchRequest,
  as: "appended" | "committed",
): OffsetFetchResponse["partitions"] {
  const offsets = shard.host.state.offsets.get(groupId);
  const named = partitions ?? [...(offsets?.values() ?? [])].filter((entry) => entry[as] !== null);
  return named.map(({ topic, partition }) => {
    const value = offsets?.get(nameOf({ topic, partition }))?.[as];
    return {
      topic,
      partition,
      offset: value?.offset ?? -1,
      leaderEpoch: value?.leaderEpoch ?? -1,
      metadata: value?.metadata ?? "",
      errorCode: Errors.NONE,
    };
  });
}
