/**
 * The coordinator of groups as its broker sees it (GroupCoordinatorService): requests to the shard of their group, timers,
 * and what happens when a shard comes and goes. Sessions begin anew with each coordinator (G-21).
 */
import type { ConnectionId } from "../../core/ids.ts";
import type { ApiTable } from "../api-table.ts";
import { activeShard, type CoordinatorKind, newRuntime } from "../coordinator/runtime.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import { javaHash } from "../java-hash.ts";
import type { GroupRequest } from "../messages/groups.ts";
import { topicByName } from "../metadata/image.ts";
import { newDeadlineList } from "../replica-manager/deadline-list.ts";
import type { ReplicaManager } from "../replica-manager/replica-manager.ts";
import {
  answerDeleteGroups,
  answerDescribe,
  deadGroup,
  handleDeleteGroups,
  handleDescribeGroups,
} from "./admin-of-groups.ts";
import { syncRefusal } from "./answers.ts";
import type { GroupCoordinator, GroupShard, GroupTypes } from "./coordinator.ts";
import { answerHeartbeat, handleHeartbeat } from "./heartbeat.ts";
import { handleJoinGroup, refuseJoin } from "./join-group.ts";
import { answerLeave, handleLeaveGroup } from "./leave-group.ts";
import { commitOffsets, groupLedger } from "./ledger.ts";
import { loadGroups, unloadGroups } from "./lifecycle.ts";
import { answerCommit, handleOffsetCommit } from "./offset-commit.ts";
import { answerDelete, handleOffsetDelete } from "./offset-delete.ts";
import { answerFetch, handleOffsetFetch } from "./offset-fetch.ts";
import { groupCodec, offsetsTopic } from "./records.ts";
import { answerNow, handleSyncGroup } from "./sync-group.ts";
import { GroupTimerKind } from "./timers.ts";

export function newGroupCoordinator(manager: ReplicaManager): GroupCoordinator {
  const config = manager.port.options.brokerConfig.groups;
  const kind: CoordinatorKind<GroupTypes> = {
    topic: offsetsTopic,
    codec: groupCodec,
    ledger: groupLedger,
    writeTimeoutMs: config.offsetsCommitTimeoutMs,
    writeTimer: GroupTimerKind.coordinatorWrite,
    loadTimer: GroupTimerKind.coordinatorLoad,
    newSoft: () => ({ groups: new Map() }),
    onLoaded: (shard) => loadGroups(coordinator, shard),
    onUnloaded: (shard) => unloadGroups(coordinator, shard),
    onCommitted: commitOffsets,
  };
  const coordinator: GroupCoordinator = {
    runtime: newRuntime(kind, manager),
    config,
    timers: newDeadlineList(GroupTimerKind.groupDeadline),
  };
  return coordinator;
}

/** On which partition of `__consumer_offsets` the group lives (G-1). */
export function partitionFor({ runtime, config }: GroupCoordinator, groupId: string): number {
  const topic = topicByName(runtime.manager.port.image(), offsetsTopic);
  const hash = javaHash(groupId);
  // Java's Math.abs of the smallest integer is negative; Kafka takes 0 for it.
  const positive = hash === -0x80000000 ? 0 : Math.abs(hash);
  return positive % (topic?.partitions.length ?? config.offsetsTopicNumPartitions);
}

type Handler<R extends GroupRequest> = (
  coordinator: GroupCoordinator,
  shard: GroupShard,
  request: R,
  connection: ConnectionId,
) => void;

type Refuse<R extends GroupRequest> = (
  coordinator: GroupCoordinator,
  request: R,
  connection: ConnectionId,
  errorCode: ErrorCode,
) => void;

const serve =
  <R extends GroupRequest>(handle: Handler<R>, refuse: Refuse<R>, mustNameGroup: boolean) =>
  (coordinator: GroupCoordinator, connection: ConnectionId, request: R): void => {
    if (mustNameGroup && request.groupId === "") {
      refuse(coordinator, request, connection, Errors.INVALID_GROUP_ID);
      return;
    }
    const shard = activeShard(coordinator.runtime, partitionFor(coordinator, request.groupId));
    if (typeof shard === "number") refuse(coordinator, request, connection, shard);
    else handle(coordinator, shard, request, connection);
  };

/** The handlers of what is asked of the coordinator of one group. */
export const groupApis: ApiTable<GroupCoordinator, GroupRequest["kind"]> = {
  JoinGroup: serve(
    handleJoinGroup,
    (coordinator, request, connection, code) => refuseJoin(coordinator, request, connection, code, request.memberId),
    true,
  ),
  SyncGroup: serve(
    handleSyncGroup,
    (coordinator, request, connection, code) => answerNow(coordinator, request, connection, syncRefusal(code)),
    true,
  ),
  Heartbeat: serve(
    handleHeartbeat,
    // While its group is loaded a member is taken to be alive (G-2).
    (coordinator, request, connection, code) =>
      answerHeartbeat(
        coordinator,
        request,
        connection,
        code === Errors.COORDINATOR_LOAD_IN_PROGRESS ? Errors.NONE : code,
      ),
    true,
  ),
  LeaveGroup: serve(
    handleLeaveGroup,
    (coordinator, request, connection, code) => answerLeave(coordinator, request, connection, code, []),
    true,
  ),
  OffsetCommit: serve(handleOffsetCommit, answerCommit, false),
  OffsetFetch: serve(
    handleOffsetFetch,
    (coordinator, request, connection, code) => answerFetch(coordinator, request, connection, code, []),
    false,
  ),
  DescribeGroups: serve(
    handleDescribeGroups,
    (coordinator, request, connection, code) => answerDescribe(coordinator, request, connection, deadGroup(code)),
    false,
  ),
  DeleteGroups: serve(handleDeleteGroups, answerDeleteGroups, false),
  OffsetDelete: serve(
    handleOffsetDelete,
    (coordinator, request, connection, code) => answerDelete(coordinator, request, connection, code, () => code),
    true,
  ),
};
