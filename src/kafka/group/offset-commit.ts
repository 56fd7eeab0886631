/**
 * OffsetCommit (8). Who may commit: a member of the present generation, or anybody without a generation while the group is
 * empty (G-30). The answer waits for the high watermark (G-31); a later commit wins by its place in the log, even if its
 * offset is smaller.
 */
import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { OffsetCommitRequest } from "../messages/groups.ts";
import { type ClassicGroup, newGroup, refuseMember } from "./classic-group.ts";
import {
  brokerIdOf,
  type GroupCoordinator,
  type GroupShard,
  observerOf,
  respond,
  responseName,
  submit,
  unknownAmong,
  wallClockMs,
} from "./coordinator.ts";
import { groupWriteError } from "./errors.ts";
import { restartSession } from "./sessions.ts";

/** offset.metadata.max.bytes. */
const maxMetadataBytes = 4096;

export function handleOffsetCommit(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  request: OffsetCommitRequest,
  connection: ConnectionId,
): void {
  const { groupId } = request;
  const unknown = unknownAmong(coordinator, request.offsets);
  const isForNothing = unknown.size === request.offsets.length && unknown.size > 0;
  const known = shard.soft.groups.get(groupId);
  const refused = isForNothing ? Errors.NONE : refuseCommit(known, request);
  if (isForNothing || refused !== Errors.NONE) {
    answerCommit(coordinator, request, connection, refused, unknown);
    return;
  }
  if (known !== undefined) keepSession(coordinator, shard, known, request.memberId);
  const isNew = known === undefined;
  if (isNew) shard.soft.groups.set(groupId, newGroup(groupId, wallClockMs(coordinator), shard.log.endOffset));
  const offsets = request.offsets.filter((one) => !unknown.has(one) && one.metadata.length <= maxMetadataBytes);
  invariant(offsets.length <= request.offsets.length, "no more is committed than was asked for");
  const { memberId, generationId } = request;
  observerOf(coordinator).commitTaken(brokerIdOf(coordinator), groupId, memberId, generationId);
  const command = { kind: "commit-offsets" as const, groupId, offsets, nowMs: wallClockMs(coordinator) };
  const isTaken = submit(coordinator, shard, command, (errorCode) => {
    answerCommit(coordinator, request, connection, groupWriteError(errorCode), unknown);
  });
  if (isNew && !isTaken) shard.soft.groups.delete(groupId);
}

/** The same for all partitions, but for those that nobody knows and those whose metadata is too large. */
export function answerCommit(
  coordinator: GroupCoordinator,
  request: OffsetCommitRequest,
  connection: ConnectionId,
  errorCode: ErrorCode,
  unknown = unknownAmong(coordinator, request.offsets),
): void {
  const { groupId, memberId, generationId, offsets } = request;
  const judged = unknown.size === 0 ? offsets : offsets.filter((one) => !unknown.has(one));
  observerOf(coordinator).commitAnswered(brokerIdOf(coordinator), groupId, memberId, generationId, judged, errorCode);
  respond(coordinator, connection, {
    kind: "OffsetCommitResponse",
    name: responseName(coordinator, request, errorCode),
    correlationId: request.correlationId,
    partitions: offsets.map((one) => {
      const { topic, partition, metadata } = one;
      if (unknown.has(one)) return { topic, partition, errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION };
      const isTooLarge = errorCode === Errors.NONE && metadata.length > maxMetadataBytes;
      return { topic, partition, errorCode: isTooLarge ? Errors.OFFSET_METADATA_TOO_LARGE : errorCode };
    }),
  });
}

function refuseCommit(
  group: ClassicGroup | undefined,
  { generationId, memberId, groupInstanceId }: OffsetCommitRequest,
): ErrorCode {
  if (group === undefined) return generationId < 0 ? Errors.NONE : Errors.GROUP_ID_NOT_FOUND;
  if (generationId < 0 && group.state === "Empty") return Errors.NONE;
  const isOfMember = generationId >= 0 || memberId !== "" || groupInstanceId !== null;
  if (!isOfMember) return group.state === "Empty" ? Errors.NONE : Errors.UNKNOWN_MEMBER_ID;
  const refused = refuseMember(group, memberId, groupInstanceId);
  if (refused !== Errors.NONE) return refused;
  if (generationId !== group.generationId) return Errors.ILLEGAL_GENERATION;
  return group.state === "CompletingRebalance" ? Errors.REBALANCE_IN_PROGRESS : Errors.NONE;
}

/** G-74. */
function keepSession(coordinator: GroupCoordinator, shard: GroupShard, group: ClassicGroup, memberId: string): void {
  if (group.state !== "Stable" && group.state !== "PreparingRebalance") return;
  const member = group.members.get(memberId);
  if (member !== undefined) restartSession(coordinator, shard, group, member);
}
